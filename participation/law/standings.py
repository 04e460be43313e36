"""How the answer to a case stands to its due date: each case in exactly one place, for report, statistics and file.

The first answer counts, not the end. After "not solved" the due date is a new one: `lapsed_on` keeps that the first
passed in silence.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Case as Cases
from django.db.models import CharField, Q, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.models import CaseState
from tetouan_portal.lib.standing import State, standing, state_case


class AnswerStanding(models.TextChoices):
    IN_TIME = "in_time", _("Answered in time")
    LATE = "late", _("Answered late")
    WAITING = "waiting", _("Waiting, deadline not reached")
    OVERDUE = "overdue", _("Waiting, deadline passed")
    WITHDRAWN = "withdrawn", _("Withdrawn without an answer")


# What is told of a case's dates as of all that is due; somebody is always bound to them.
SHARED = {
    State.IN_TIME: AnswerStanding.IN_TIME,
    State.LATE: AnswerStanding.LATE,
    State.COMING: AnswerStanding.WAITING,
    State.OVERDUE: AnswerStanding.OVERDUE,
}


class Own(NamedTuple):
    """What a case alone can be: where `rows` says so in SQL and `holds` of its columns."""

    standing: AnswerStanding
    rows: Q
    holds: Callable[[Mapping[str, Any]], bool]


OWN = (  # the first that fits
    Own(
        AnswerStanding.LATE,
        Q(first_answered_at__isnull=False, lapsed_on__isnull=False),
        lambda case: bool(case["first_answered_at"] and case["lapsed_on"]),
    ),
    Own(
        AnswerStanding.WITHDRAWN,
        Q(first_answered_at__isnull=True, state=CaseState.WITHDRAWN),
        lambda case: case["first_answered_at"] is None and case["state"] == CaseState.WITHDRAWN,
    ),
)


def standing_of(case: Mapping[str, Any], *, on: date) -> AnswerStanding:
    """`case`: the columns `state`, `due_on`, `first_answered_at` and `lapsed_on`."""
    answered_at = case["first_answered_at"]
    answered_on = answered_at and timezone.localdate(answered_at)
    found = standing(due_on=case["due_on"], done_on=answered_on, on=on)
    return next((own.standing for own in OWN if own.holds(case)), SHARED[State(found.state)])


def standing_case(on: date) -> Cases:
    """`standing_of` each row, in SQL."""
    shared = state_case(due_on="due_on", done_on=TruncDate("first_answered_at"), on=on, names=SHARED)
    return Cases(*(When(own.rows, then=Value(own.standing)) for own in OWN), default=shared, output_field=CharField())
