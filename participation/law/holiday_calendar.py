"""The calendar by which the law's days are counted: what staff keep in the admin, filled in once a year by itself."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import transaction

from participation.law.moroccan_holidays import Names, Occasion, fixed_in, religious_in
from participation.law.working_days import WEEKEND
from participation.models import FilledYear, Holiday, HolidayKind
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns

YEARS_AHEAD = 2
DAYS_OFF = timedelta(days=4)  # further from its estimate no religious holiday has been announced


class Calendar:
    """The holidays entered; in a year that was not filled in yet, Morocco's fixed ones as well.

    So a date is right on an empty database and in years that nobody has prepared, and what staff deleted from a
    year that was filled in stays deleted.
    """

    def __init__(self, entered: Mapping[date, Names], filled: Iterable[int]) -> None:
        self.entered = entered
        self.filled = frozenset(filled)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and bool(self.names(day))

    def names(self, day: date) -> Names:
        """{"ar": …, "fr": …, "es": …}; {} when it is no holiday."""
        return self.entered.get(day) or ({} if day.year in self.filled else fixed_in(day.year).get(day, {}))

    def skipped(self, start: date, end: date) -> list[date]:
        """The holidays after `start` until `end` that would have been working days."""
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return [day for day in days if day.weekday() not in WEEKEND and day in self]


def calendar(*, after: date | None = None) -> Calendar:
    """As it stands now. `after`: no day until then will be asked for."""
    rows = Holiday.objects.all() if after is None else Holiday.objects.filter(date__gt=after)
    entered = {
        day: dict(zip(LANGUAGE_CODES, found, strict=True))
        for day, *found in rows.values_list("date", *columns("name")).order_by()
    }
    return Calendar(entered, FilledYear.objects.values_list("year", flat=True).order_by())


def coming_years(today: date) -> range:
    return range(today.year, today.year + YEARS_AHEAD + 1)


@transaction.atomic
def ensure_fixed_holidays(years: Iterable[int]) -> int:
    """Enter Morocco's fixed holidays of each year, once for ever; how many are new.

    A day that staff have named already keeps their name; one that they delete or move later does not come back. Of
    two at the same moment, one waits for the other and finds nothing to do.
    """
    entered = 0
    for year in sorted(set(years)):
        if FilledYear.objects.get_or_create(year=year)[1]:
            entered += fill(year)
    return entered


def fill(year: int) -> int:
    there = set(Holiday.objects.filter(date__year=year).values_list("date", flat=True))
    missing = {day: names for day, names in fixed_in(year).items() if day not in there}
    Holiday.objects.bulk_create(
        (
            Holiday(date=day, kind=HolidayKind.FIXED, **{f"name_{code}": text for code, text in names.items()})
            for day, names in missing.items()
        ),
        ignore_conflicts=True,
    )
    return len(missing)


def not_yet_announced(year: int) -> list[Occasion]:
    """Religious holidays of the year of which no day has been entered."""
    known = religious_days_entered()
    return [occasion for occasion in religious_in(year) if not is_announced(occasion, known)]


def religious_days_entered() -> list[date]:
    return list(Holiday.objects.filter(kind=HolidayKind.RELIGIOUS).values_list("date", flat=True).order_by())


def is_announced(occasion: Occasion, entered: Iterable[date]) -> bool:
    return any(abs(day - occasion.around) <= DAYS_OFF for day in entered)
