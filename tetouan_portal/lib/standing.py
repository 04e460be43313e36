"""How something with a day stands on a date: one function in Python, one expression in SQL, from the same facts.

Late is only where somebody was bound to the day: another one passes, and makes nobody late. A day that is still to be
confirmed comes near as any other: whoever shows it says so beside it. The due day itself is in time. What is done after
the date asked about is not done on it.

An app that tells more of its own things begins with these states and says which of them it divides.
"""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Case, CharField, DateField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThanOrEqual


class State(StrEnum):
    IN_TIME = "in_time"  # done, on its day or before
    LATE = "late"  # done, after its day
    DONE = "done"  # done, and nobody can say whether in time: no day, nobody bound to it, or done on a day untold
    NOT_EXPECTED = "not_expected"
    ELSEWHERE = "elsewhere"  # not here, but somebody saw it elsewhere
    UNDATED = "undated"
    COMING = "coming"
    OVERDUE = "overdue"  # its day has passed, and somebody was bound to it
    UNCONFIRMED = "unconfirmed"  # its day has passed, and nobody was bound to it


ENDED = (State.IN_TIME, State.LATE, State.DONE)
PASSED = (State.OVERDUE, State.UNCONFIRMED)


class Standing(NamedTuple):
    """`days`: in time, late: after the due day (negative: before it); coming: until; overdue: since; else None."""

    state: State
    days: int | None = None

    @property
    def is_done(self) -> bool:
        return self.state in ENDED


def standing(
    *,
    due_on: datetime.date | None,
    on: datetime.date,
    done_on: datetime.date | None = None,
    is_done: bool = False,
    is_expected: bool = True,
    is_elsewhere: bool = False,
    is_bound: bool = True,
) -> Standing:
    """`is_done`: done on a day that nobody tells; `is_bound`: whether silence after the day counts."""
    if done_on is not None and done_on <= on:
        if due_on is None or not is_bound:
            return Standing(State.DONE)
        return Standing(State.LATE if done_on > due_on else State.IN_TIME, (done_on - due_on).days)
    if done_on is None and is_done:
        return Standing(State.DONE)
    if not is_expected or is_elsewhere:
        return Standing(State.ELSEWHERE if is_expected else State.NOT_EXPECTED)
    return unanswered(due_on, on, is_bound=is_bound)


def unanswered(due_on: datetime.date | None, on: datetime.date, *, is_bound: bool) -> Standing:
    if due_on is None:
        return Standing(State.UNDATED)
    if due_on >= on:
        return Standing(State.COMING, (due_on - on).days)
    return Standing(State.OVERDUE, (on - due_on).days) if is_bound else Standing(State.UNCONFIRMED)


Day = str | Combinable
Condition = bool | Q | Combinable


def state_case(
    *,
    due_on: Day,
    on: datetime.date,
    done_on: Day | None = None,
    is_done: Condition = False,
    is_expected: Condition = True,
    is_elsewhere: Condition = False,
    is_bound: Condition = True,
    names: Mapping[State, str] = MappingProxyType({}),
) -> Case:
    """`standing(…).state` of each row. A day is a column's name or an expression; a condition, as `filter()` takes it.

    PostgreSQL asks whether somebody is bound only of rows for which it matters. `names`: an app's own for some states.
    """

    def named(state: State) -> Value:
        return Value(names.get(state, state))

    due, day, bound = as_day(due_on), Value(on, DateField()), as_condition(is_bound)
    whens = []
    if done_on is not None:
        done = as_day(done_on)
        ended = Case(
            When(bound & Q(GreaterThanOrEqual(due, done)), then=named(State.IN_TIME)),
            When(bound & Q(IsNull(due, False)), then=named(State.LATE)),
            default=named(State.DONE),
        )
        whens.append(When(LessThanOrEqual(done, day), then=ended))
    if is_done is not False:
        told = as_condition(is_done)
        whens.append(When(told if done_on is None else Q(IsNull(done, True)) & told, then=named(State.DONE)))
    if is_expected is not True:
        whens.append(When(~as_condition(is_expected), then=named(State.NOT_EXPECTED)))
    if is_elsewhere is not False:
        whens.append(When(as_condition(is_elsewhere), then=named(State.ELSEWHERE)))
    return Case(
        *whens,
        When(IsNull(due, True), then=named(State.UNDATED)),
        When(GreaterThanOrEqual(due, day), then=named(State.COMING)),
        When(bound, then=named(State.OVERDUE)),
        default=named(State.UNCONFIRMED),
        output_field=CharField(),
    )


def has_passed(due_on: str, on: datetime.date) -> Q:
    """True of everything OVERDUE or UNCONFIRMED, whose other facts PostgreSQL then need not ask of the rest."""
    return Q(**{f"{due_on}__lt": on})


def as_day(day: Day) -> Combinable:
    return F(day) if isinstance(day, str) else day


def as_condition(condition: Condition) -> Q:
    return condition if isinstance(condition, Q) else Q(Value(condition) if isinstance(condition, bool) else condition)
