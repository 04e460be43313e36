"""Loads what is really known: kinds of documents, fiscal years with their calendar, figures of the press.

What is already there is left alone: staff may have corrected it since.
"""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from budget_docs.due_dates import lay_out
from budget_docs.models import DocumentType, FiscalYear, StatedFigure, Trust
from tetouan_portal.lib.languages import LANGUAGE_CODES

FILE = Path(__file__).parent / "data" / "budget.json"
EXPECTED_SINCE = 2023  # the plan's first whole year: before it the calendar would only accuse


@transaction.atomic
def load(path: Path = FILE, *, newest: int) -> dict[str, int]:
    """Create what is missing, whole or not at all; years with a calendar up to `newest`. {what: how many}."""
    content = json.loads(path.read_text(encoding="utf-8"))
    added = {"kinds": 0, "figures": 0, "years": 0, "dates": 0}
    for position, data in enumerate(content["types"], 1):
        added["kinds"] += load_type(data, position)
    for data in content["figures"]:
        added["figures"] += load_figure(data, content["sources"])
    for year in range(EXPECTED_SINCE, newest + 1):
        fiscal_year, created = FiscalYear.objects.get_or_create(year=year)
        added["years"] += created
        added["dates"] += lay_out(fiscal_year)
    return added


def load_type(data: dict[str, Any], position: int) -> bool:
    month, day, offset = data["due"] or (None, None, 0)
    values = {"due_month": month, "due_day": day, "due_year_offset": offset, "position": position}
    for field in ("name", "explanation", "legal_basis"):
        values |= in_columns(field, data[field])
    return DocumentType.objects.get_or_create(slug=data["slug"], defaults=values)[1]


def load_figure(data: dict[str, Any], sources: dict[str, Any]) -> bool:
    source = sources[data["source"]]
    fiscal_year, _created = FiscalYear.objects.get_or_create(year=data["year"])
    values = {
        "amount": data["amount"],
        "is_approximate": data["approximate"],
        "trust": Trust.PRESS,
        **in_columns("note", data["note"] or {}),
        **in_columns("source_title", source["title"]),
    }
    found = StatedFigure.objects.get_or_create(
        fiscal_year=fiscal_year, kind=data["kind"], source_url=source["url"], is_demo=False, defaults=values
    )
    return found[1]


def in_columns(field: str, by_language: dict[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": by_language.get(code, "") for code in LANGUAGE_CODES}
