"""The lists a desk begins with: generic, editable in the admin, never put back once staff have changed them.

What nobody has changed follows the file when it is corrected; a list that the desk made itself gets no row of ours.
"""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from participation.models import AnswerTemplate, Category, District, OtherBody
from tetouan_portal.audit.context import acting
from tetouan_portal.known.keeping import ORIGIN, Keeper, Outcome, in_columns, loaders_filled

FILE = Path(__file__).parent / "data" / "lists.json"
MODELS = {"categories": Category, "districts": District, "other_bodies": OtherBody, "templates": AnswerTemplate}
TRANSLATED = ("name", "title", "text")


@transaction.atomic
def load(path: Path = FILE) -> Outcome:
    """Fill each list that has no row at all, and correct the rows that came from here."""
    with acting(origin=ORIGIN, detail="load_participation"):
        return walk_file(path).settle()


def differences(path: Path = FILE) -> Keeper:
    """A walk that writes nothing: what the database holds otherwise than the file."""
    return walk_file(path, writes=False)


def walk_file(path: Path, *, writes: bool = True) -> Keeper:
    told = json.loads(path.read_text(encoding="utf-8"))
    keeper = Keeper("lists", reasons=told.get("reasons", []), writes=writes)
    for name, model in MODELS.items():
        if model._default_manager.exists() and not loaders_filled(model):
            continue
        for position, row in enumerate(told[name], start=1):
            key = {"slug": row["slug"]}
            keeper.row(model, f"{name}/{row['slug']}", key, columns_of(row), once={"position": position})
    return keeper


def columns_of(row: dict[str, Any]) -> dict[str, str]:
    values = {field: value for field, value in row.items() if field not in (*TRANSLATED, "slug")}
    for field in TRANSLATED:
        values |= in_columns(field, row.get(field))
    return values
