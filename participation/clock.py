"""When a case is due and why: time limits of the law, or as staff have set them, over the calendar of holidays.

A date that was found stays as it is, with the time limit of that day, when a time limit changes later: the new one
is for new cases. Only the calendar still moves it (`recomputing`).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participation.closed_days import Calendar, calendar
from participation.models import CaseKind, Term, TermUse, Unit
from participation.working_days import working_days_after

LAW = _("Law No. 31-13")

# In force until staff change them in the admin; none is confirmed before counsel has read the articles.
BEGINNINGS = {
    TermUse.SUBMISSION: (60, Unit.DAYS, _("Decree No. 2-17-265")),
    TermUse.REQUEST: (20, Unit.WORKING_DAYS, LAW),
    TermUse.EXTENSION: (20, Unit.WORKING_DAYS, LAW),
    TermUse.URGENT: (3, Unit.WORKING_DAYS, LAW),
    TermUse.REMEDY_HEAD: (20, Unit.WORKING_DAYS, LAW),
    TermUse.HEAD_ANSWERS: (15, Unit.DAYS, LAW),
    TermUse.REMEDY_CDAI: (30, Unit.DAYS, LAW),
    TermUse.REMEDY_COURT: (60, Unit.DAYS, LAW),
    TermUse.REOPENING: (30, Unit.DAYS, ""),
    TermUse.KEEP_CONTACT: (180, Unit.DAYS, ""),
    TermUse.KEEP_TEXT: (730, Unit.DAYS, ""),
    TermUse.KEEP_REQUEST: (1825, Unit.DAYS, ""),
}


class Due(NamedTuple):
    """`facts`, for JSON: {"use", "amount", "unit", "from", "holidays": [dates skipped]}.

    Of an extension also "after": the facts of the date from which it counts.
    """

    on: date
    facts: dict[str, Any]


class Rules(NamedTuple):
    """All that dates depend on, read once for many cases."""

    terms: Mapping[str, Term]
    calendar: Calendar

    def due(self, use: TermUse, start: date) -> Due:
        return found(self.terms[use], start, self.calendar)


def rules() -> Rules:
    stored = {limit.use: limit for limit in Term.objects.all()}
    return Rules({str(use): stored.get(use) or beginning(use) for use in TermUse}, calendar())


def beginning(use: TermUse) -> Term:
    """Unsaved, with the value that it begins with and its source in the language of the moment."""
    amount, unit, source = BEGINNINGS[use]
    return Term(use=use, amount=amount, unit=unit, source=str(source))


def term(use: TermUse) -> Term:
    """As staff set it, or as it begins."""
    return Term.objects.filter(use=use).first() or beginning(use)


def due(use: TermUse, start: date) -> Due:
    limit = term(use)
    return found(limit, start, calendar(after=start) if limit.unit == Unit.WORKING_DAYS else None)


def found(limit: Term, start: date, days: Calendar | None) -> Due:
    facts = {"use": str(limit.use), "amount": limit.amount, "unit": str(limit.unit), "from": start.isoformat()}
    if days is None or limit.unit == Unit.DAYS:
        return Due(start + timedelta(days=limit.amount), {**facts, "holidays": []})
    on = working_days_after(start, limit.amount, holidays=days)
    return Due(on, {**facts, "holidays": [day.isoformat() for day in days.skipped(start, on)]})


def extended(first: date, facts: Mapping[str, Any]) -> Due:
    """The extension counts from the first due date, whose facts it keeps."""
    later = due(TermUse.EXTENSION, first)
    return later._replace(facts={**later.facts, "after": dict(facts)}) if facts else later


def again(facts: Mapping[str, Any], days: Calendar) -> Due:
    """The same computation, with the time limits of its day, over the calendar of today."""
    first = again(facts["after"], days) if facts.get("after") else None
    start = first.on if first else date.fromisoformat(facts["from"])
    limit = Term(use=facts["use"], amount=facts["amount"], unit=facts["unit"])
    now = found(limit, start, days)
    return now._replace(facts={**now.facts, "after": first.facts}) if first else now


def date_of(facts: Mapping[str, Any]) -> date:
    """The date that the facts tell, whatever the calendar says today."""
    start = date.fromisoformat(facts["from"])
    if facts["unit"] == Unit.DAYS:
        return start + timedelta(days=facts["amount"])
    return working_days_after(start, facts["amount"], holidays={date.fromisoformat(day) for day in facts["holidays"]})


def first_due(kind: CaseKind, start: date) -> Due:
    return due(TermUse.REQUEST if kind == CaseKind.REQUEST else TermUse.SUBMISSION, start)


def before(use: TermUse, day: date) -> date:
    """The day a time limit before `day`; working days count as days."""
    return day - timedelta(days=term(use).amount)


def length(use: TermUse) -> str:
    """20 working days, 60 days, 2 years, in the reader's language."""
    limit = term(use)
    return phrase(limit.amount, limit.unit)


def phrase(amount: int, unit: str) -> str:
    years, rest = divmod(amount, 365)
    if unit == Unit.DAYS and years and not rest:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if unit == Unit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", amount) % {"count": amount}
    return ngettext("%(count)s day", "%(count)s days", amount) % {"count": amount}
