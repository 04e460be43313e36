"""When documents are due: laid out from each type's rule, moved in the open, compared with what was published."""

import datetime
from calendar import monthrange
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budget_docs.models import DocumentType, DueDateChange, FiscalYear, Look, PublicationDate
from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.lib.opening import opened_by


def rule_date(kind: DocumentType, year: int) -> datetime.date | None:
    """The date that the type's rule gives for a fiscal year; the 31st of a short month is its last day."""
    if kind.due_month is None or kind.due_day is None:
        return None
    year += kind.due_year_offset
    last = monthrange(year, kind.due_month)[1]
    return datetime.date(year, kind.due_month, min(kind.due_day, last))


@transaction.atomic
def lay_out(fiscal_year: FiscalYear) -> int:
    """Give the year a slot for every type that has none yet, dated by its rule. Returns how many were added.

    Dates that stand are left alone: a rule that changes later moves nothing by itself.
    """
    taken = set(fiscal_year.dates.values_list("type", flat=True))
    missing = [
        PublicationDate(fiscal_year=fiscal_year, type=kind, due_on=rule_date(kind, fiscal_year.year))
        for kind in DocumentType.objects.exclude(pk__in=taken)
    ]
    PublicationDate.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def move(slot: PublicationDate, to: datetime.date | None, **reasons: str) -> DueDateChange:
    """Move a due date and record why (reason_ar, reason_fr, …; one is enough).

    Raises ValidationError: `unchanged`, or what the constraints say.
    """
    row = PublicationDate.objects.select_for_update().get(pk=slot.pk)
    if row.due_on == to:
        raise ValidationError(_("The date is already that one."), code="unchanged")
    change = DueDateChange(date=row, due_from=row.due_on, due_to=to, **reasons)
    change.full_clean()
    change.save()
    row.due_on = to
    row.save(update_fields=["due_on"])
    return change


class Standing(NamedTuple):
    """`state`: published, coming, overdue (expected and not received), elsewhere, not_found (somebody looked),
    not_taken_up (nobody did, and the date came before silence counted), unconfirmed (as that, and the date is to be
    confirmed), undated, not_expected.

    `days`: published: after the due date (negative: before it); overdue: since; coming: until; else None.
    """

    state: str
    days: int | None


def counts(slot: PublicationDate, on: datetime.date) -> bool:
    """As `PublicationDateQuerySet.counting`."""
    since = [day for day in (slot.type.confirmed_on, opened_by(on)) if day]
    return bool(slot.due_on and since and slot.due_on >= min(since))


def is_awaited(slot: PublicationDate, on: datetime.date) -> bool:
    """Whether silence after the day counts; in the demonstration also where it alone says so, beside its mark."""
    return counts(slot, on) or slot.is_awaited_in_demo


def last_look(slot: PublicationDate, on: datetime.date) -> Look | None:
    """Of the slot's looks, which the caller has fetched, the newest up to a date."""
    return next((look for look in slot.looks.all() if look.looked_on <= on), None)


def standing(
    slot: PublicationDate, published_on: datetime.date | None, *, on: datetime.date, look: Look | None = None
) -> Standing:
    """How a slot stands on a date. A date before its rule was confirmed or the portal opened makes nobody late."""
    due_on = slot.due_on
    if published_on is not None:
        return Standing("published", (published_on - due_on).days if due_on and counts(slot, on) else None)
    if not slot.is_expected:
        return Standing("not_expected", None)
    if look and look.was_found:
        return Standing("elsewhere", None)
    if due_on and due_on >= on:
        return Standing("coming", (due_on - on).days)
    if due_on and is_awaited(slot, on):
        return Standing("overdue", (on - due_on).days)
    return Standing(unanswered(slot, look), None)


def unanswered(slot: PublicationDate, look: Look | None) -> str:
    if look:
        return "not_found"
    if slot.due_on is None:
        return "undated"
    return "not_taken_up" if slot.type.is_confirmed else "unconfirmed"


def absence_of(slot: PublicationDate, found: Standing, look: Look | None) -> Absence | None:
    """What its place says while no document fills it; None of one that is filled, or of which none is expected."""
    dated = {"on": slot.due_on, "is_confirmed": slot.type.is_confirmed}
    seen = look and {"on": look.looked_on, "address": look.address, "who": look.looked_by}
    match found.state:
        case "published" | "not_expected":
            return None
        case "elsewhere":
            return Absence(Kind.ELSEWHERE, **seen)
        case "not_found":
            return Absence(Kind.NOT_FOUND, **seen)
        case "coming":
            return Absence(Kind.NOT_DUE_YET, **dated)
        case "overdue":
            return Absence(Kind.EXPECTED_SINCE, **dated)
        case _:
            return Absence(Kind.NOT_TAKEN_UP)
