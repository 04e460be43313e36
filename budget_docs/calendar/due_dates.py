"""When documents are due: laid out from each type's rule, moved in the open, compared with what was published."""

import datetime
from calendar import monthrange
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budget_docs.models import DocumentType, DueDateChange, FiscalYear, Look, PublicationDate
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.lib.opening import opened_by
from tetouan_portal.lib.standing import Standing, State, standing


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
    enter_public(change)
    return change


def is_bound(slot: PublicationDate, published_on: datetime.date | None, on: datetime.date) -> bool:
    """Whether silence after the day counts; in the demonstration also where a row alone says so, beside its mark."""
    since = [day for day in (slot.type.confirmed_on, opened_by(on)) if day]
    counts = bool(slot.due_on and since and slot.due_on >= min(since))
    return counts or (published_on is None and slot.is_awaited_in_demo)


def last_look(slot: PublicationDate, on: datetime.date) -> Look | None:
    """Of the slot's looks, which the caller has fetched, the newest up to a date."""
    return next((look for look in slot.looks.all() if look.looked_on <= on), None)


def standing_of(
    slot: PublicationDate, published_on: datetime.date | None, *, on: datetime.date, look: Look | None = None
) -> Standing:
    """How a slot stands on a date; `PublicationDateQuerySet.with_state` says the same in SQL."""
    return standing(
        due_on=slot.due_on,
        done_on=published_on,
        is_expected=slot.is_expected,
        is_elsewhere=bool(look and look.was_found),
        is_bound=is_bound(slot, published_on, on),
        on=on,
    )


def absence_of(slot: PublicationDate, found: Standing, look: Look | None) -> Absence | None:
    """What its place says while no document fills it; None of one that is filled, or of which none is expected."""
    dated: dict[str, Any] = {"on": slot.due_on, "is_confirmed": slot.type.is_confirmed}
    seen: dict[str, Any] = {}
    if look:
        seen = {"on": look.looked_on, "address": look.address, "who": look.looked_by}
    if found.is_done or found.state == State.NOT_EXPECTED:
        return None
    match found.state:
        case State.ELSEWHERE:
            return Absence(Kind.ELSEWHERE, **seen)
        case State.COMING:
            return Absence(Kind.NOT_DUE_YET, **dated)
        case State.OVERDUE:
            return Absence(Kind.EXPECTED_SINCE, **dated)
        case _:
            return Absence(Kind.NOT_FOUND, **seen) if seen else Absence(Kind.NOT_TAKEN_UP)
