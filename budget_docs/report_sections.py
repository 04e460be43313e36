"""What the budget documents contribute to the annual report: which were due in its period, and when they came.

The shape is that of `settings.ANNUAL_REPORT_SECTIONS`. Counts and days, no score; a rule that the Commune has not
confirmed makes nobody late.
"""

import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from budget_docs.calendar.due_dates import absence_of, last_look, standing_of
from budget_docs.models import BudgetDocument, DueDateChange, PublicationDate
from tetouan_portal.lib.absence import Kind
from tetouan_portal.lib.languages import in_every_language, texts
from tetouan_portal.lib.standing import State

# As frozen editions know them; "published": nobody can say whether in time.
CALLED = {
    State.IN_TIME: "in_time",
    State.LATE: "late",
    State.DONE: "published",
    State.NOT_EXPECTED: "not_expected",
}


def budget_chapter(report: Any) -> dict[str, Any]:
    """`report`: anything with the dates `covers_from` and `covers_to`."""
    rows = [document_row(slot, timezone.localdate()) for slot in slots_due(report)]
    return {
        "template": "budget_docs/reports/chapter.html",
        "summary": "budget_docs/reports/summary.html",
        "title": in_every_language(gettext_noop("Budget documents: due and published")),
        "data": {
            "covers_from": report.covers_from,
            "covers_to": report.covers_to,
            "documents": rows,
            "counts": counts_of(rows),
        },
        "shows_demo": any(row["is_demo"] for row in rows),
    }


def slots_due(report: Any) -> QuerySet[PublicationDate]:
    now = timezone.now()
    public = BudgetDocument.objects.public(now=now).defer("search")
    return (
        PublicationDate.objects.filter(due_on__range=(report.covers_from, report.covers_to))
        .with_first_publication(now=now)
        .select_related("type", "fiscal_year")
        .prefetch_related(
            "looks",
            Prefetch("documents", queryset=public, to_attr="public"),
            Prefetch("changes", queryset=DueDateChange.objects.order_by("changed_at", "pk")),
        )
        .order_by("due_on", "type__position", "pk")
    )


def document_row(slot: Any, on: datetime.date) -> dict[str, Any]:
    """`state`: of CALLED, else missing; `days` is None where nobody can be late."""
    first = next((document for document in slot.public if document.pk == slot.first_document), None)
    look = last_look(slot, on)
    found = standing_of(slot, slot.first_published_on, on=on, look=look)
    absence = absence_of(slot, found, look)
    return {
        "name": texts(slot.type, "name"),
        "type": slot.type.slug,
        "year": slot.fiscal_year.year,
        "is_confirmed": slot.type.is_confirmed,
        "due_on": slot.due_on,
        "state": CALLED.get(found.state, "missing"),
        "published_on": slot.first_published_on,
        "absence": absence and absence._asdict(),
        "days": found.days if found.is_done else None,
        "days_early": max(0, -(found.days or 0)) if found.is_done else 0,
        "document": first.slug if first else "",
        "is_withdrawn": bool(first and first.withdrawn_at),
        "note": texts(slot, "note"),
        "moves": [
            {"from": change.due_from, "to": change.due_to, "reason": texts(change, "reason")}
            for change in slot.changes.all()
        ],
        "is_demo": any(document.is_demo for document in slot.public) if slot.public else slot.is_awaited_in_demo,
    }


def counts_of(rows: list[dict[str, Any]]) -> dict[str, int]:
    states = [row["state"] for row in rows]
    counts = {state: states.count(state) for state in (*CALLED.values(), "missing")}
    awaited = sum(bool(row["absence"] and row["absence"]["kind"] == Kind.EXPECTED_SINCE) for row in rows)
    return {
        **counts,
        "due": len(rows) - counts["not_expected"],
        "awaited": awaited,
        "not_here": counts["missing"] - awaited,
    }
