"""Religious holidays that nobody has entered yet: while one may fall into a case's time, no silence is recorded.

Their days follow the sighting of the moon and are often announced the evening before a closed office. An estimate is
never a date: it only says when to wait, and for five working days after its last day at most.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.law.due_dates import depends_on_the_calendar
from participation.law.holiday_calendar import Calendar, is_announced, religious_days_entered
from participation.law.moroccan_holidays import Occasion, religious_in
from participation.law.working_days import working_days_after
from participation.models import Case

AROUND = timedelta(days=2)  # its estimate: further off none is expected
WAITED = 5  # working days after the last day on which it may fall


class Awaited(NamedTuple):
    name: str  # of `moroccan_holidays.RELIGIOUS`
    first: date  # the days on which it may fall
    last: date
    until: date  # the last day on which silence waits for it


def holidays_awaited(on: date, days: Calendar, entered: Iterable[date]) -> list[Awaited]:
    """Those for which silence waits on that day. `entered`: the religious holidays that have their day."""
    waiting = not_entered(on - timedelta(days=60), on, days, entered)
    return [one for one in waiting if one.first <= on <= one.until]


def not_entered(start: date, end: date, days: Calendar, entered: Iterable[date]) -> list[Awaited]:
    """Of which no day has been entered, and that may fall between the two days."""
    known = list(entered)
    years = range(start.year - 1, end.year + 2)  # one may be estimated on the other side of New Year's Day
    occasions = [one for year in years for one in religious_in(year) if not is_announced(one, known)]
    found = [window(one, days) for one in occasions]
    return [one for one in found if one.first <= end and one.last >= start]


def window(occasion: Occasion, days: Calendar) -> Awaited:
    first, last = occasion.around - AROUND, occasion.last + AROUND
    return Awaited(occasion.name, first, last, working_days_after(last, WAITED, holidays=days))


def held_back(waiting: Iterable[Awaited]) -> QuerySet[Case]:
    """The cases whose date such a day would move; none where nothing is awaited."""
    found = Q(pk__in=[])
    for one in waiting:
        day_after = timezone.make_aware(datetime.combine(one.last + timedelta(days=1), time.min))
        found |= Q(due_on__gte=one.first, received_at__lt=day_after) & depends_on_the_calendar()
    return Case.objects.filter(found)


def waits_until(case: Case, *, on: date, days: Calendar) -> tuple[date, list[str]] | None:
    """Until when the silence of a case whose date has passed is not recorded, and for which holidays."""
    if not case.is_overdue(on=on) or (case.lapsed_on and case.lapsed_on > case.due_on):
        return None
    waiting = [one for one in holidays_awaited(on, days, religious_days_entered()) if one.first <= case.due_on]
    if not waiting or not held_back(waiting).filter(pk=case.pk).exists():
        return None
    return max(one.until for one in waiting), [one.name for one in waiting]
