"""What citizens sent and how it was answered, for the annual report.

The shape is that of `settings.ANNUAL_REPORT_SECTIONS`. Counts and days, no score, nobody's words.
"""

from collections import Counter
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop, override

from participation.law.standings import AnswerStanding, standing_of
from participation.models import Case, CaseState, Outcome, Satisfaction, SortOfCase
from participation.models.cases import sort_of
from tetouan_portal.lib.languages import LANGUAGE_CODES, in_every_language

READ = (
    *("kind", "is_formal", "state", "outcome", "received_at", "first_answered_at", "due_on", "lapsed_on"),
    *("reopened_count", "satisfaction", "is_demo"),
)


def participation_chapter(report: Any) -> dict[str, Any]:
    """`report`: anything with the dates `covers_from` and `covers_to`. What arrived in them, as it stands today."""
    today = timezone.localdate()
    cases = list(received_in(report).values(*READ))
    kinds = [
        kind_row(kind, [case for case in cases if sort_of(case["kind"], case["is_formal"]) == kind], on=today)
        for kind in SortOfCase.values
    ]
    closed = [case for case in cases if case["state"] == CaseState.CLOSED]
    return {
        "template": "participation/reports/chapter.html",
        "summary": "participation/reports/summary.html",
        "title": in_every_language(gettext_noop("What citizens sent, and how it was answered")),
        "data": {
            "covers_from": report.covers_from,
            "covers_to": report.covers_to,
            "as_of": today,
            "kinds": [row for row in kinds if row["received"]],
            "total": kind_row("", cases, on=today),
            "outcomes": count_by(closed, "outcome", Outcome),
            "satisfaction": count_by(cases, "satisfaction", Satisfaction),
            "reopened": sum(bool(case["reopened_count"]) for case in cases),
        },
        "shows_demo": any(case["is_demo"] for case in cases),
    }


def received_in(report: Any) -> Any:
    """Without what was no message to the Commune, or is still being checked."""
    period = (report.covers_from, report.covers_to)
    return Case.objects.filter(received_at__date__range=period, is_held=False).exclude(outcome=Outcome.ABUSE)


def kind_row(kind: str, cases: list[dict[str, Any]], *, on: Any) -> dict[str, Any]:
    """Each case is in exactly one of AnswerStanding; `days`: half of the answers took no longer, None without any."""
    standings = Counter(standing_of(case, on=on) for case in cases)
    days = [
        (timezone.localdate(case["first_answered_at"]) - timezone.localdate(case["received_at"])).days
        for case in cases
        if case["first_answered_at"]
    ]
    label = in_words(SortOfCase(kind)) if kind else {}
    return {
        "kind": kind,
        "label": label,
        "received": len(cases),
        "days": round(median(days)) if days else None,
        **{str(one): standings[one] for one in AnswerStanding},
    }


def count_by(cases: list[dict[str, Any]], field: str, choices: Any) -> list[dict[str, Any]]:
    found = Counter(case[field] for case in cases)
    return [
        {"value": value, "label": in_words(choices(value)), "count": found[value]}
        for value in choices.values
        if found[value]
    ]


def in_words(choice: Any) -> dict[str, str]:
    """A choice's label as a text like those of the rows: {"ar": …, "fr": …, "es": …}."""
    words = {}
    for code in LANGUAGE_CODES:
        with override(code):
            words[code] = str(choice.label)
    return words
