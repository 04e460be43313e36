"""What the Commune has to do in public by a date: each app tells its own (`PUBLIC_OBLIGATIONS`), pages join them."""

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.lib.standing import Standing, standing


class Obligation(NamedTuple):
    about: str  # "budget" or "plan"
    name: str  # permanent, for calendars that know it already
    title: dict[str, str]
    due_on: datetime.date | None  # None: promised, and nobody says for when
    done_on: datetime.date | None
    address: str = ""  # of the page that shows it, without its language
    is_confirmed: bool = True
    is_demo: bool = False  # its day, or that it is done, comes from an invented row
    source: Mapping[str, str] | None = None  # who says so
    is_done: bool = False  # done on a day that nobody tells
    is_bound: bool | None = None  # whether silence counts after the day; None: as soon as the day is confirmed
    absence: Absence | None = None  # what is known of it while it is not done here
    revision: int = 0  # grows with what is known of it and never falls (SEQUENCE of RFC 5545)
    changed_at: datetime.datetime | None = None  # the last of what is known of it; None where nobody noted it

    @property
    def is_after_a_date_to_be_confirmed(self) -> bool:
        if self.due_on is None or self.done_on is None or self.is_confirmed:
            return False
        return self.done_on > self.due_on

    def standing(self, on: datetime.date) -> Standing:
        return standing(
            due_on=self.due_on,
            done_on=self.done_on,
            is_done=self.is_done,
            is_elsewhere=self.absence is not None and self.absence.kind == Kind.ELSEWHERE,
            is_bound=self.is_confirmed if self.is_bound is None else self.is_bound,
            on=on,
        )


Source = Callable[[datetime.date], list[Obligation]]


def obligations(on: datetime.date, *, about: str = "") -> list[Obligation]:
    """All of them as they stand on a date, by due date."""
    found = [one for path in settings.PUBLIC_OBLIGATIONS for one in import_string(path)(on)]
    return sorted((one for one in found if not about or one.about == about), key=by_date)


def by_date(one: Obligation) -> tuple[datetime.date, str]:
    return one.due_on or datetime.date.max, one.name
