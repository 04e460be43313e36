"""How a commitment or a milestone stands in time, worked out from dated facts for a date passed in.

Late is only what somebody bound himself to here: a side has spoken, or the Commune has confirmed the date. A date that
others published makes nobody late. From the day on which the Commune opened the portal silence is told too: as what is
expected since a day and was not received.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from commitments.time_spans import months_between
from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.standing import State, standing

# Of what was withdrawn: nothing is late any more, and nothing expected.
AWAITED_BY_NOBODY = {"is_late": False, "months_late": 0, "is_unheard": False, "awaited_since": None}


def in_time(
    *,
    ends_on: datetime.date | None,
    updated_on: datetime.date | None,
    levels: Iterable[str],
    is_bound: bool,
    on: datetime.date,
) -> dict[str, Any]:
    """`levels`: of the sides that have spoken, either of which may call it complete; `is_bound`: one of them has, or
    the Commune has confirmed the end date.

    {"is_late", "months_late", "is_stale", "is_unheard": past the published end, and no word here; "awaited_since": the
    day since which a word or an end is expected and was not received, or None}
    """
    is_complete = "complete" in levels
    state = standing(due_on=ends_on, is_done=is_complete, is_bound=is_bound, on=on).state
    last_word = updated_on or opened_by(on)
    next_word = last_word and last_word + datetime.timedelta(days=settings.STALE_AFTER_DAYS)
    is_stale = bool(next_word and next_word < on and not is_complete)
    awaited = [next_word] if next_word and is_stale else []
    if ends_on and state == State.UNCONFIRMED and opened_by(on):
        awaited.append(ends_on)
    return {
        "is_late": state == State.OVERDUE,
        "months_late": months_between(ends_on, on) if ends_on and state == State.OVERDUE else 0,
        "is_stale": is_stale,
        "is_unheard": state == State.UNCONFIRMED,
        "awaited_since": min(awaited, default=None),
    }


def milestone_in_time(
    *, due_on: datetime.date | None, done_on: datetime.date | None, is_bound: bool, on: datetime.date
) -> dict[str, Any]:
    """`done_on`: None while it is not done on that day. What is done was told by the municipality: it is bound.

    {"is_late": due, bound and not done; "months_late": until it was done, if it was; "is_unheard", "awaited_since"}
    """
    state = standing(due_on=due_on, done_on=done_on, is_bound=is_bound or done_on is not None, on=on).state
    is_unheard = state == State.UNCONFIRMED
    return {
        "is_late": state == State.OVERDUE,
        "months_late": months_between(due_on, done_on or on) if due_on and state in {State.OVERDUE, State.LATE} else 0,
        "is_unheard": is_unheard,
        "awaited_since": due_on if is_unheard and opened_by(on) else None,
    }
