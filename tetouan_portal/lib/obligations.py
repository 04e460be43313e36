"""What the Commune has to do in public by a date: each app tells its own (`PUBLIC_OBLIGATIONS`), pages join them."""

import datetime
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string


class Obligation(NamedTuple):
    about: str  # "budget" or "plan"
    name: str  # permanent, for calendars that know it already
    title: dict[str, str]
    due_on: datetime.date
    done_on: datetime.date | None
    address: str = ""  # of the page that shows it, without its language
    is_confirmed: bool = True
    is_demo: bool = False  # its day, or that it is done, comes from an invented row

    def state(self, on: datetime.date) -> tuple[str, int]:
        """("done", days after the due date; negative before it), ("overdue", days since) or ("coming", days until).

        A date that the Commune has not confirmed makes nobody late: past it, ("unconfirmed", 0).
        """
        late = (on - self.due_on).days
        if self.done_on is not None:
            return "done", (self.done_on - self.due_on).days if self.is_confirmed else 0
        if late <= 0:
            return "coming", -late
        return ("overdue", late) if self.is_confirmed else ("unconfirmed", 0)


Source = Callable[[datetime.date], list[Obligation]]


def obligations(on: datetime.date, *, about: str = "") -> list[Obligation]:
    """All of them as they stand on a date, by due date."""
    found = [one for path in settings.PUBLIC_OBLIGATIONS for one in import_string(path)(on)]
    return sorted((one for one in found if not about or one.about == about), key=lambda one: (one.due_on, one.name))
