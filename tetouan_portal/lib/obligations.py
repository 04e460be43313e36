"""What the Commune has to do in public by a date: each app tells its own (`PUBLIC_OBLIGATIONS`), pages join them."""

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from tetouan_portal.lib.absence import Absence, Kind


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
    is_expected: bool | None = None  # whether silence counts after the day; None: as soon as the day is confirmed
    absence: Absence | None = None  # what is known of it while it is not done here
    revision: int = 0  # grows with what is known of it and never falls (SEQUENCE of RFC 5545)
    changed_at: datetime.datetime | None = None  # the last of what is known of it; None where nobody noted it

    @property
    def counts(self) -> bool:
        return self.is_confirmed if self.is_expected is None else self.is_expected

    @property
    def is_after_a_date_to_be_confirmed(self) -> bool:
        if self.due_on is None or self.done_on is None or self.is_confirmed:
            return False
        return self.done_on > self.due_on

    def state(self, on: datetime.date) -> tuple[str, int]:
        """("done", days after the due date; negative before it), ("overdue", days since) or ("coming", days until).

        A date on which nobody was bound to answer makes nobody late: past it, ("unconfirmed", 0). So is what was seen
        elsewhere. Without a date ("undated", 0), and done or not.
        """
        if self.due_on is None or (self.is_done and self.done_on is None):
            return "done" if self.is_done or self.done_on else "undated", 0
        late = (on - self.due_on).days
        if self.done_on is not None:
            return "done", (self.done_on - self.due_on).days if self.counts else 0
        if self.absence is not None and self.absence.kind == Kind.ELSEWHERE:
            return "unconfirmed", 0
        if late <= 0:
            return "coming", -late
        return ("overdue", late) if self.counts else ("unconfirmed", 0)


Source = Callable[[datetime.date], list[Obligation]]


def obligations(on: datetime.date, *, about: str = "") -> list[Obligation]:
    """All of them as they stand on a date, by due date."""
    found = [one for path in settings.PUBLIC_OBLIGATIONS for one in import_string(path)(on)]
    return sorted((one for one in found if not about or one.about == about), key=by_date)


def by_date(one: Obligation) -> tuple[datetime.date, str]:
    return one.due_on or datetime.date.max, one.name
