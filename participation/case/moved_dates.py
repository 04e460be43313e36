"""The calendar moved: the due dates of open cases move with it, and each history says from, to and why."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from participation.case.history import record_all
from participation.law.due_dates import Due, depends_on_the_calendar, recompute_due
from participation.law.holiday_calendar import Calendar, calendar
from participation.models import Case, CaseState, EventKind
from participation.models.cases import OPEN

AT_ONCE = 500
UNDONE_WITHIN = timedelta(days=90)
LOCK = 60_122  # of PostgreSQL's advisory locks: ours alone


class Recomputed(NamedTuple):
    moved: int
    kept: int  # would lie in the past by now: they stay on the day that their authors were told
    undone: int = 0  # recorded as passed in silence, on a day on which by the calendar of now they had not passed


@transaction.atomic
def recompute(*, now: datetime) -> Recomputed:
    """Compare every open case with the calendar as it is: whoever changes it calls this in the same transaction.

    Safe to run twice. One at a time, so that of two holidays entered at once the second run sees both. A case that
    is filed at this moment may have been counted by the calendar of before: the hourly run finds it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    today, days = timezone.localdate(now), calendar()
    moved = kept = undone = 0
    for cases in batches(counted_by_the_calendar(today)):
        found = [(case, due) for case in cases if differs(case, due := recompute_due(case.due_facts, days))]
        passed = [(case, due) for case, due in found if has_lapsed(case)]
        waiting = [(case, due) for case, due in found if not has_lapsed(case)]
        allowed = [(case, due) for case, due in waiting if not goes_back(case, due, today)]
        kept += len(waiting) - len(allowed)
        undone += undo([(case, due) for case, due in passed if reaches_the_record(case, due)], days, now)
        allowed += [
            (case, due)
            for case, due in passed
            if case.is_open and case.due_on < due.on and not reaches_the_record(case, due)
        ]
        moved += save(allowed, days, now)
    return Recomputed(moved, kept, undone)


def counted_by_the_calendar(today: date) -> QuerySet[Case]:
    """Open; and closed ones, for as long as a holiday that is entered late may undo what was recorded as silence."""
    lapsed_lately = Q(state=CaseState.CLOSED, lapsed_on__gt=F("due_on"), lapsed_on__gte=today - UNDONE_WITHIN)
    return Case.objects.filter(Q(state__in=OPEN) | lapsed_lately).filter(depends_on_the_calendar())


def has_lapsed(case: Case) -> bool:
    return bool(case.lapsed_on and case.lapsed_on > case.due_on)


def reaches_the_record(case: Case, due: Due) -> bool:
    """Whether the date is not before the day on which its passing was recorded: that record was wrong."""
    return case.lapsed_on is not None and due.on >= case.lapsed_on


def batches(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    """All of them, locked, in the order in which everybody locks them."""
    after = 0
    while batch := list(cases.filter(pk__gt=after).order_by("pk").select_for_update(of=("self",))[:AT_ONCE]):
        yield batch
        after = batch[-1].pk


def differs(case: Case, due: Due) -> bool:
    return (due.on, due.facts) != (case.due_on, case.due_facts)


def goes_back(case: Case, due: Due, today: date) -> bool:
    """Nobody becomes late because a holiday was taken out of the calendar."""
    return due.on < min(case.due_on, today)


def undo(found: list[tuple[Case, Due]], days: Calendar, now: datetime) -> int:
    """The record that the date passed in silence is taken back: it was made on a day that was not after the date.

    Where the new date has passed too by now, the clock records that anew, from that date.
    """
    told = []
    for case, due in found:
        recorded = {"lapsed": case.lapsed_on.isoformat()} if case.lapsed_on else {}
        told.append((case, why(case, due, days) | recorded))
        case.lapsed_on = None
        case.due_on, case.due_facts = due
    Case.objects.bulk_update([case for case, _due in found], ["due_on", "due_facts", "lapsed_on"])
    record_all(EventKind.LAPSE_UNDONE, told, at=now)
    return len(told)


def save(found: list[tuple[Case, Due]], days: Calendar, now: datetime) -> int:
    """How many dates moved; where only the holidays on the way changed, the facts alone do."""
    told = []
    for case, due in found:
        if due.on != case.due_on:
            told.append((case, why(case, due, days)))
        case.due_on, case.due_facts = due
    Case.objects.bulk_update([case for case, _due in found], ["due_on", "due_facts"])
    record_all(EventKind.RECOMPUTED, told, at=now)
    return len(told)


def why(case: Case, due: Due, days: Calendar) -> dict[str, Any]:
    """{"before", "after", "entered", "removed"}: the dates, and the holidays that the calendar gained and lost."""
    before, after = holidays_in(case.due_facts), holidays_in(due.facts)
    return {
        "before": case.due_on.isoformat(),
        "after": due.on.isoformat(),
        "entered": sorted(day for day in after - before if day <= case.due_on.isoformat()),
        "removed": sorted(day for day in before if date.fromisoformat(day) not in days),
    }


def holidays_in(facts: dict[str, Any]) -> set[str]:
    """Of an extension also those on the way to the date from which it counts."""
    return {*facts["holidays"], *(holidays_in(facts["after"]) if facts.get("after") else ())}
