"""Loads what is really known: kinds of documents, fiscal years with their calendar, figures of the press.

What a member of staff wrote is left alone and told (`tetouan_portal.known.keeping`).
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from budget_docs.calendar.due_dates import lay_out
from budget_docs.models import DocumentType, FiscalYear, StatedFigure, Trust
from tetouan_portal.audit.context import acting
from tetouan_portal.known.keeping import ORIGIN, Keeper, Outcome
from tetouan_portal.lib.languages import LANGUAGE_CODES

FILE = Path(__file__).parent / "data" / "budget.json"
EXPECTED_SINCE = 2023  # the plan's first whole year: before it the calendar would only accuse


class Loaded(NamedTuple):
    outcome: Outcome
    years: int
    dates: int


@transaction.atomic
def load(path: Path = FILE, *, newest: int) -> Loaded:
    """Make what is missing, whole or not at all, and correct what nobody else wrote; years up to `newest`."""
    with acting(origin=ORIGIN, detail="load_budget"):
        keeper = walk_file(path)
        years = dates = 0
        for year in range(EXPECTED_SINCE, newest + 1):
            fiscal_year, created = FiscalYear.objects.get_or_create(year=year)
            years += created
            dates += lay_out(fiscal_year)
        return Loaded(keeper.settle(), years, dates)


def differences(path: Path = FILE) -> Keeper:
    """A walk that writes nothing: what the database holds otherwise than the file."""
    return walk_file(path, writes=False)


def walk_file(path: Path, *, writes: bool = True) -> Keeper:
    content = json.loads(path.read_text(encoding="utf-8"))
    keeper = Keeper("budget", reasons=content.get("reasons", []), writes=writes, holds=is_confirmed)
    for position, data in enumerate(content["types"], 1):
        load_type(data, position, keeper)
    for data in content["figures"]:
        load_figure(data, content["sources"], keeper)
    return keeper


def is_confirmed(row: Any, column: str) -> bool:
    """Whether the Commune has confirmed the rule: it is a person's from then on."""
    return isinstance(row, DocumentType) and column.startswith("due_") and row.is_confirmed


def load_type(data: dict[str, Any], position: int, keeper: Keeper) -> None:
    month, day, offset = data["due"] or (None, None, 0)
    values = {"due_month": month, "due_day": day, "due_year_offset": offset}
    for field in ("name", "explanation", "legal_basis"):
        values |= in_columns(field, data[field])
    key = {"slug": data["slug"]}
    keeper.row(DocumentType, f"kind/{data['slug']}", key, values, once={"position": position})


def load_figure(data: dict[str, Any], sources: dict[str, Any], keeper: Keeper) -> None:
    source = sources[data["source"]]
    year = data["year"]
    fiscal_year = keeper.row(FiscalYear, f"year/{year}", {"year": year}, {}) if year else None
    values = {
        "amount": data["amount"],
        "is_approximate": data["approximate"],
        "trust": Trust.PRESS,
        **in_columns("note", data["note"] or {}),
        **in_columns("source_title", source["title"]),
    }
    key = {"kind": data["kind"], "source_url": source["url"], "is_demo": False}
    if year:
        key["fiscal_year"] = fiscal_year
    keeper.row(StatedFigure, f"figure/{year or 'undated'}/{data['kind']}/{data['source']}", key, values)


def in_columns(field: str, by_language: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": by_language.get(code, "") for code in LANGUAGE_CODES}
