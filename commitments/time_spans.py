"""Arithmetic of dates, without rows."""

import calendar
import datetime


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Whole calendar months from the end of `start` to the end of `end`, never negative.

    31 March → 29 April is 0, → 30 April is 1: a promise for the end of March is one
    month late when April is over.
    """
    first, last = start + datetime.timedelta(days=1), end + datetime.timedelta(days=1)
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last: 31 December and six months are 30 June."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
