"""Days on which the administration works: the arithmetic alone, for dates passed in."""

from collections.abc import Container
from datetime import date, timedelta

WEEKEND = {5, 6}  # Saturday and Sunday


def is_working_day(day: date, *, holidays: Container[date] = frozenset()) -> bool:
    return day.weekday() not in WEEKEND and day not in holidays


def working_days_after(start: date, days: int, *, holidays: Container[date] = frozenset()) -> date:
    """The `days`-th working day after `start`; `start` itself is day zero."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays=holidays)
    return day
