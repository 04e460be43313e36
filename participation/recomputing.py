"""The calendar moved: the due dates of open cases move with it, and each history says from, to and why."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from participation.clock import Due, again
from participation.closed_days import Calendar, calendar
from participation.history import record_all
from participation.models import Case, EventKind, Unit

AT_ONCE = 500
LOCK = 60_122  # of PostgreSQL's advisory locks: ours alone


class Recomputed(NamedTuple):
    moved: int
    kept: int  # would lie in the past by now: they stay on the day that their authors were told


@transaction.atomic
def recompute(*, now: datetime) -> Recomputed:
    """Compare every open case with the calendar as it is: whoever changes it calls this in the same transaction.

    Safe to run twice. One at a time, so that of two holidays entered at once the second run sees both. A case that
    is filed at this moment may have been counted by the calendar of before: the hourly run finds it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    today, days = timezone.localdate(now), calendar()
    moved = kept = 0
    for cases in batches(counted_by_the_calendar()):
        found = [(case, due) for case in cases if differs(case, due := again(case.due_facts, days))]
        allowed = [(case, due) for case, due in found if not goes_back(case, due, today)]
        moved += save(allowed, days, now)
        kept += len(found) - len(allowed)
    return Recomputed(moved, kept)


def counted_by_the_calendar() -> QuerySet[Case]:
    """Open, in working days, and not recorded as passed: what has lapsed has lapsed."""
    in_working_days = Q(due_facts__unit=Unit.WORKING_DAYS) | Q(due_facts__after__unit=Unit.WORKING_DAYS)
    return Case.objects.open().filter(in_working_days).exclude(lapsed_on__gt=F("due_on"))


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
