"""When a case is due and why: time limits of the law, or as staff have set them, over the calendar of holidays.

A date that was found stays as it is, with the time limit of that day, when a time limit changes later: the new one
is for new cases. Only the calendar still moves it (`case.moved_dates`).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import ngettext

from participation.law.holiday_calendar import Calendar, calendar
from participation.law.time_limits import limit_on_file
from participation.law.working_days import is_working_day, working_days_after
from participation.models import CaseKind, Roll, Term, TermUse, Unit

# From a closed day to an open one.
STEP: dict[str, timedelta] = {Roll.NEXT: timedelta(days=1), Roll.PREVIOUS: timedelta(days=-1)}
NOT_ASKED = Calendar({}, ())


class Due(NamedTuple):
    """`facts`, for JSON: {"use", "amount", "unit", "from", "holidays": [dates skipped]}.

    Of days also "rolls", where it is known what becomes of an end on a closed day, and "rolled_to" if it moved. Of an
    extension also "after": the facts of the date from which it counts.
    """

    on: date
    facts: dict[str, Any]


class Rules(NamedTuple):
    """All that dates depend on, read once for many cases."""

    terms: Mapping[str, Term]
    calendar: Calendar

    def due(self, use: TermUse, start: date) -> Due:
        return compute_due(self.terms[use], start, self.calendar)


def rules() -> Rules:
    stored = {limit.use: limit for limit in Term.objects.all()}
    return Rules({str(use): stored.get(use) or limit_on_file(use) for use in TermUse}, calendar())


def term(use: TermUse) -> Term:
    """As staff set it, or as it begins."""
    return Term.objects.filter(use=use).first() or limit_on_file(use)


def due(use: TermUse, start: date) -> Due:
    limit = term(use)
    needs_calendar = limit.unit == Unit.WORKING_DAYS or limit.rolls in STEP
    return compute_due(limit, start, calendar(after=start - timedelta(days=1)) if needs_calendar else NOT_ASKED)


def compute_due(limit: Term, start: date, days: Calendar) -> Due:
    facts = {"use": str(limit.use), "amount": limit.amount, "unit": str(limit.unit), "from": start.isoformat()}
    if limit.unit == Unit.DAYS:
        return in_days(limit, start, facts, days)
    on = working_days_after(start, limit.amount, holidays=days)
    return Due(on, {**facts, "holidays": [day.isoformat() for day in days.skipped(start, on)]})


def in_days(limit: Term, start: date, facts: dict[str, Any], days: Calendar) -> Due:
    """Working or not; an end on a closed day stays there, or moves to an open one if the law says where."""
    end = on = start + timedelta(days=limit.amount)
    holidays = []
    while (step := STEP.get(limit.rolls)) and not is_working_day(on, holidays=days):
        holidays += days.skipped(on - timedelta(days=1), on)
        on += step
    facts = {**facts, "holidays": sorted(day.isoformat() for day in holidays)}
    if limit.rolls != Roll.UNKNOWN:
        facts["rolls"] = str(limit.rolls)
    return Due(on, facts if on == end else {**facts, "rolled_to": on.isoformat()})


def extend_due(first: date, facts: Mapping[str, Any], *, is_urgent: bool = False) -> Due:
    """The extension counts from the first due date, whose facts it keeps; of an urgent request it is its own."""
    later = due(TermUse.URGENT_EXTENSION if is_urgent else TermUse.EXTENSION, first)
    return later._replace(facts={**later.facts, "after": dict(facts)}) if facts else later


def recompute_due(facts: Mapping[str, Any], days: Calendar) -> Due:
    """The same computation, with the time limits of its day, over the calendar of today."""
    first = recompute_due(facts["after"], days) if facts.get("after") else None
    start = first.on if first else date.fromisoformat(facts["from"])
    rolls = facts.get("rolls", Roll.UNKNOWN)
    now = compute_due(Term(use=facts["use"], amount=facts["amount"], unit=facts["unit"], rolls=rolls), start, days)
    return now._replace(facts={**now.facts, "after": first.facts}) if first else now


def date_of(facts: Mapping[str, Any]) -> date:
    """The date that the facts tell, whatever the calendar says today."""
    start = date.fromisoformat(facts["from"])
    if facts["unit"] == Unit.DAYS:
        rolled_to = facts.get("rolled_to")
        return date.fromisoformat(rolled_to) if rolled_to else end_of(facts)
    return working_days_after(start, facts["amount"], holidays={date.fromisoformat(day) for day in facts["holidays"]})


def end_of(facts: Mapping[str, Any]) -> date:
    """Of a time in days: the day on which it ends before that moves for being a closed one."""
    return date.fromisoformat(facts["from"]) + timedelta(days=facts["amount"])


def depends_on_the_calendar() -> Q:
    """The cases in working days, or in days that go on to one where they end on a closed day."""
    found = Q()
    for facts in ("due_facts", "due_facts__after"):
        found |= Q(**{f"{facts}__unit": Unit.WORKING_DAYS}) | Q(**{f"{facts}__rolls__in": list(STEP)})
    return found


def is_counted_by_the_calendar(facts: Mapping[str, Any]) -> bool:
    if not facts:
        return False
    here = facts["unit"] == Unit.WORKING_DAYS or facts.get("rolls") in STEP
    return here or is_counted_by_the_calendar(facts.get("after") or {})


def start_of(facts: Mapping[str, Any]) -> date:
    return start_of(facts["after"]) if facts.get("after") else date.fromisoformat(facts["from"])


def first_due(kind: str, start: date, *, is_formal: bool = True) -> Due:
    """A question without identity is none of the law's requests: its time is the Commune's own promise."""
    return due(first_use(kind, is_formal=is_formal), start)


def first_use(kind: str, *, is_formal: bool = True) -> TermUse:
    if kind != CaseKind.REQUEST:
        return TermUse.SUBMISSION
    return TermUse.REQUEST if is_formal else TermUse.QUESTION


def day_before(use: TermUse, day: date) -> date:
    """The day a time limit before `day`; working days count as days."""
    return day - timedelta(days=term(use).amount)


def length(use: TermUse) -> str:
    """20 working days, 60 days, 2 years, in the reader's language."""
    limit = term(use)
    return phrase(limit.amount, limit.unit)


class LimitInWords(NamedTuple):
    """A time limit as a page prints it, never without its mark."""

    phrase: str
    is_confirmed: bool
    is_own_promise: bool


def limit_in_words(use: TermUse) -> LimitInWords:
    limit = term(use)
    return LimitInWords(phrase(limit.amount, limit.unit), limit.is_confirmed, limit.is_own_promise)


def phrase(amount: int, unit: str) -> str:
    years, rest = divmod(amount, 365)
    if unit == Unit.DAYS and years and not rest:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if unit == Unit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", amount) % {"count": amount}
    return ngettext("%(count)s day", "%(count)s days", amount) % {"count": amount}
