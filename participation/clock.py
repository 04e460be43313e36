"""When a case is due and why: time limits of the law, or as staff have set them, over the calendar of holidays."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import ngettext

from participation.models import CaseKind, Holiday, Term, TermUse, Unit
from participation.working_days import working_days_after

REACH = timedelta(days=2 * 366)  # no time limit of the law is longer

# In force until staff change them in the admin; none is confirmed before counsel has read the articles.
BEGINNINGS = {
    TermUse.SUBMISSION: (60, Unit.DAYS, "Décret n° 2-17-265"),
    TermUse.REQUEST: (20, Unit.WORKING_DAYS, "Loi n° 31-13"),
    TermUse.EXTENSION: (20, Unit.WORKING_DAYS, "Loi n° 31-13"),
    TermUse.URGENT: (3, Unit.WORKING_DAYS, "Loi n° 31-13"),
    TermUse.REMEDY_HEAD: (20, Unit.WORKING_DAYS, "Loi n° 31-13"),
    TermUse.REMEDY_CDAI: (30, Unit.DAYS, "Loi n° 31-13"),
    TermUse.REMEDY_COURT: (60, Unit.DAYS, "Loi n° 31-13"),
    TermUse.REOPENING: (30, Unit.DAYS, ""),
    TermUse.KEEP_CONTACT: (180, Unit.DAYS, ""),
    TermUse.KEEP_TEXT: (730, Unit.DAYS, ""),
    TermUse.KEEP_REQUEST: (1825, Unit.DAYS, ""),
}


class Due(NamedTuple):
    on: date
    facts: dict[str, object]  # {"use", "amount", "unit", "from", "holidays": [dates skipped]}, for JSON


def term(use: TermUse) -> Term:
    """As staff set it, or unsaved with the value that it begins with."""
    amount, unit, source = BEGINNINGS[use]
    return Term.objects.filter(use=use).first() or Term(use=use, amount=amount, unit=unit, source=source)


def due(use: TermUse, start: date) -> Due:
    limit = term(use)
    facts = {"use": str(use), "amount": limit.amount, "unit": str(limit.unit), "from": start.isoformat()}
    if limit.unit == Unit.DAYS:
        return Due(start + timedelta(days=limit.amount), {**facts, "holidays": []})
    closed = set(Holiday.objects.filter(date__gt=start, date__lte=start + REACH).values_list("date", flat=True))
    on = working_days_after(start, limit.amount, holidays=closed)
    skipped = sorted(day.isoformat() for day in closed if day <= on and day.weekday() < 5)
    return Due(on, {**facts, "holidays": skipped})


def first_due(kind: CaseKind, start: date) -> Due:
    return due(TermUse.REQUEST if kind == CaseKind.REQUEST else TermUse.SUBMISSION, start)


def before(use: TermUse, day: date) -> date:
    """The day a time limit before `day`; working days count as days."""
    return day - timedelta(days=term(use).amount)


def length(use: TermUse) -> str:
    """20 working days, 60 days, 2 years, in the reader's language."""
    limit = term(use)
    years, rest = divmod(limit.amount, 365)
    if limit.unit == Unit.DAYS and years and not rest:
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    if limit.unit == Unit.WORKING_DAYS:
        return ngettext("%(count)s working day", "%(count)s working days", limit.amount) % {"count": limit.amount}
    return ngettext("%(count)s day", "%(count)s days", limit.amount) % {"count": limit.amount}
