"""Published cases as the public reads them: the desk's redacted words, and of the case itself codes and dates alone.

Rows are dicts of the columns named here, and of the last closing's codes: what an author wrote, and what was written
to them, is never asked of the database.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from participation.case import subjects
from participation.law.closings import closing_in
from participation.models import Case, CaseEvent, CaseState, EventKind, Outcome, Photo, PublishedCase
from participation.models.cases import ABOUT, OPEN, sort_of
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns

WORDS = ("title", "text", "answer")
LISTS = ("category", "district")
OF_THE_CASE = (
    "kind",
    "is_formal",
    "state",
    "outcome",
    "received_at",
    "first_answered_at",
    "closed_at",
    "reopened_count",
    "is_demo",
)
COLUMNS = (
    *("case_id", "published_at"),
    *(column for field in WORDS for column in columns(field)),
    *(f"case__{name}" for name in OF_THE_CASE),
    "case__milestone__number",
    *(f"case__{name}__{column}" for name in LISTS for column in ("slug", *columns("name"))),
)
NARROWING = {"kind": "case__kind", "category": "case__category__slug", "district": "case__district__slug"}
REFERENCE = re.compile(r"[1-9][0-9]{3}-([0-9]{5,15})")
IS_OPEN = "open"  # in an address: not closed yet, whatever the desk is doing
PAGE, LAST_PAGE = 20, 50
AT_MOST = PAGE * LAST_PAGE


def live_cases(wanted: Mapping[str, str] | None = None) -> QuerySet:
    """The published cases that fit, newest first. `wanted`: any of kind, category, district, state, q."""
    rows = PublishedCase.objects.live()
    for name, column in NARROWING.items():
        if value := (wanted or {}).get(name):
            rows = rows.filter(**{column: value})
    if state := (wanted or {}).get("state"):
        rows = rows.filter(Q(case__state__in=OPEN) if state == IS_OPEN else Q(case__outcome=state))
    return rows.search((wanted or {}).get("q") or "")


def list_cases(rows: QuerySet, *, start: int = 0, length: int = PAGE) -> list[dict[str, Any]]:
    closed = CaseEvent.objects.filter(case=OuterRef("case"), kind=EventKind.CLOSED).order_by("-pk")
    rows = rows.annotate(closing=Subquery(closed.values("details")[:1]))
    return [public_case(row) for row in rows.values(*COLUMNS, "closing")[start : start + length]]


def count_up_to_limit(rows: QuerySet) -> int:
    """As far as the pages go: beyond that the number says only that there are more."""
    return rows.order_by()[: AT_MOST + 1].count()


def with_reference(reference: str) -> dict[str, Any] | None:
    """None alike for a case that was never published, is no more, or does not exist."""
    found = REFERENCE.fullmatch(reference)
    rows = list_cases(live_cases().filter(case=int(found[1])), length=1) if found else []
    return rows[0] if rows and rows[0]["reference"] == reference else None


def public_case(row: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as dicts of languages; `days`: from receipt to the first answer, or None."""
    days = (local_date(row[f"case__{name}_at"]) for name in ("received", "first_answered", "closed"))
    received, answered, closed = days
    closing = closing_in(row["closing"] or {} if row["case__outcome"] else {})
    return {
        "id": row["case_id"],
        "reference": Case(pk=row["case_id"], received_at=row["case__received_at"]).reference,
        **{field: {code: row[f"{field}_{code}"] or "" for code in LANGUAGE_CODES} for field in WORDS},
        **{name: names_in(row, name) for name in LISTS},
        "article": closing.article,
        "ground": closing.ground,
        "other_body": closing.body,
        "kind": sort_of(row["case__kind"], row["case__is_formal"]).label,
        "standing": Outcome(row["case__outcome"]).label
        if row["case__outcome"]
        else CaseState(row["case__state"]).label,
        "is_closed": row["case__state"] == CaseState.CLOSED,
        "milestone": row["case__milestone__number"],
        "reopened": row["case__reopened_count"],
        "is_demo": row["case__is_demo"],
        "published_at": row["published_at"],
        "published_on": local_date(row["published_at"]),
        "received_on": received,
        "answered_on": answered,
        "closed_on": closed,
        "days": (answered - received).days if answered and received else None,
    }


def names_in(row: Mapping[str, Any], name: str) -> dict[str, str]:
    return {code: row[f"case__{name}__name_{code}"] or "" for code in LANGUAGE_CODES}


def local_date(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(at) if at else None


def photos_of(case_id: int) -> QuerySet:
    return Photo.objects.live().filter(case=case_id).only("key", "width", "height", "alternative_text")


def about(name: str, code: str) -> QuerySet:
    """Those about one thing; about a commitment also those about its milestones."""
    cases = live_cases()
    if name == "commitment":
        return cases.filter(Q(case__commitment__slug=code) | Q(case__milestone__commitment__slug=code))
    return cases.filter(**{{"document": "case__document__slug", "report": "case__report__year"}[name]: code})


def subject_of(case_id: int) -> subjects.Subject | None:
    return subjects.of_case(Case.objects.only("pk", *ABOUT).get(pk=case_id))
