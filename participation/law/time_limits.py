"""The time limits in force until staff change them: `data/terms.json`, each with its source.

One that an official page states names the page and the day on which it was read there; the others are to be confirmed.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from participation.models import CaseKind, Term, TermUse
from tetouan_portal.lib.languages import best_text

# No letter can have been stamped before: law 31-13, and decree 2-17-265 for all others.
IN_FORCE_SINCE = {CaseKind.REQUEST: date(2019, 3, 12)}
OTHERS_IN_FORCE_SINCE = date(2018, 1, 1)
FILE = Path(__file__).parent.parent / "data" / "terms.json"


@cache
def limits_on_file() -> dict[str, dict[str, Any]]:
    return {row["use"]: row for row in json.loads(FILE.read_text(encoding="utf-8"))}


def in_force_since(kind: CaseKind) -> date:
    return IN_FORCE_SINCE.get(kind, OTHERS_IN_FORCE_SINCE)


def limit_on_file(use: TermUse) -> Term:
    """Unsaved, with the value that it begins with and its source in the language of the moment."""
    row = limits_on_file()[use]
    read_on = row.get("checked_on")
    return Term(
        use=use,
        amount=row["amount"],
        unit=row["unit"],
        source=best_text(row.get("source", {}), get_language() or "")[0],
        stated_at=row.get("stated_at", ""),
        checked_on=date.fromisoformat(read_on) if read_on else None,
    )
