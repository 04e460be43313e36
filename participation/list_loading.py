"""The lists a desk begins with: generic, editable in the admin, never put back once staff have changed them."""

import json
from collections import Counter
from pathlib import Path

from django.db import transaction

from participation.models import AnswerTemplate, Category, District, OtherBody

FILE = Path(__file__).parent / "data" / "lists.json"
MODELS = {"categories": Category, "districts": District, "other_bodies": OtherBody, "templates": AnswerTemplate}
TRANSLATED = ("name", "title", "text")


@transaction.atomic
def load() -> Counter:
    """Fill each list that has no row at all; how many rows of each."""
    created: Counter = Counter()
    told = json.loads(FILE.read_text(encoding="utf-8"))
    for name, model in MODELS.items():
        if model.objects.exists():
            continue
        for position, row in enumerate(told[name], start=1):
            model.objects.create(position=position, **columns_of(row))
            created[model.__name__] += 1
    return created


def columns_of(row: dict) -> dict[str, str]:
    plain = {field: value for field, value in row.items() if field not in TRANSLATED}
    texts = {f"{field}_{code}": text for field in TRANSLATED for code, text in row.get(field, {}).items()}
    return {**plain, **texts}
