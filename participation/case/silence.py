"""A due date that passes without an answer: recorded once, by itself. For a formal request, silence is a refusal."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from participation.case.history import record_all
from participation.law.awaited_holidays import held_back, holidays_awaited, not_entered
from participation.law.due_dates import Rules, is_counted_by_the_calendar, rules, start_of
from participation.law.holiday_calendar import religious_days_entered
from participation.law.remedies import next_remedy
from participation.models import Case, CaseEvent, EventKind

AT_ONCE = 500


def lapse(*, now: datetime) -> int:
    """Record the open cases whose date has passed; how many. Safe to run twice, late, or two at a time.

    What an officer holds at this moment waits for the next run. Cases held for checking lapse when they are
    released: nobody is told of, and no count shows, a message that may be none. While a religious holiday that would
    move the date may still be entered, silence waits (`awaited_holidays`).
    """
    done, by = 0, rules()
    entered = religious_days_entered()
    waits = held_back(holidays_awaited(timezone.localdate(now), by.calendar, entered))
    while count := lapse_some(now, by, waits, entered):
        done += count
    return done


@transaction.atomic
def lapse_some(now: datetime, by: Rules, waits: QuerySet[Case], entered: list[date]) -> int:
    today = timezone.localdate(now)
    waiting = Case.objects.lapsed_unrecorded(on=today).exclude(pk__in=waits.values("pk")).order_by("due_on", "pk")
    cases = list(waiting.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    if cases:
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(lapsed_on=today)
        late = entered_after_their_date(cases)
        details = [(case, lapse_details(case, today, by, entered) | late.get(case.pk, {})) for case in cases]
        record_all(EventKind.LAPSED, details, at=now)
    return len(cases)


def entered_after_their_date(cases: list[Case]) -> dict[int, dict[str, str]]:
    """{"entered"} of letters whose date had passed when an officer entered them: nothing could be recorded before."""
    dates = {case.pk: case.due_on for case in cases}
    filed = CaseEvent.objects.filter(case__in=dates, kind=EventKind.FILED, details__has_key="passed")
    found = ((event.case_id, timezone.localdate(event.at)) for event in filed)
    return {case: {"entered": day.isoformat()} for case, day in found if dates[case] < day}


def lapse_details(case: Case, today: date, by: Rules, entered: list[date]) -> dict[str, object]:
    """{"due"} and, of a formal request, "refused_by_silence" and the next remedy: "remedy", "until", "is_confirmed".

    "not_entered": the religious holidays of which no day was in the calendar by which the date was counted.
    """
    details: dict[str, object] = {"due": case.due_on.isoformat()}
    if case.is_request and case.is_formal:
        details["refused_by_silence"] = True
        if (remedy := next_remedy(case, today, by=by)) and remedy.until:
            details |= {"remedy": remedy.step, "until": remedy.until.isoformat(), "is_confirmed": remedy.is_confirmed}
    if is_counted_by_the_calendar(case.due_facts):
        missing = not_entered(start_of(case.due_facts), case.due_on, by.calendar, entered)
        details |= {"not_entered": [one.name for one in missing]} if missing else {}
    return details
