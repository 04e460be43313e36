"""Days on which the administration works: the arithmetic alone, for dates passed in."""

from collections.abc import Collection
from datetime import date, timedelta

WEEKEND = {5, 6}  # Saturday and Sunday


def working_days_after(start: date, days: int, *, holidays: Collection[date] = frozenset()) -> date:
    """The `days`-th working day after `start`; `start` itself is day zero."""
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() not in WEEKEND and day not in holidays:
            days -= 1
    return day
