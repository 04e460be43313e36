"""When documents are due: laid out from each type's rule, moved in the open, compared with what was published."""

import datetime
from calendar import monthrange
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budget_docs.models import DocumentType, DueDateChange, FiscalYear, PublicationDate


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
    """`state`: published, overdue, coming, unconfirmed (a date that only a rule to be confirmed gives), undated
    (nothing says when), not_expected.

    `days`: published: after the due date (negative: before it); overdue: since; coming: until; else None.
    """

    state: str
    days: int | None


def standing(slot: PublicationDate, published_on: datetime.date | None, *, on: datetime.date) -> Standing:
    """How a slot stands on a date. A rule that the Commune has not confirmed makes nobody late."""
    due_on, is_confirmed = slot.due_on, slot.type.is_confirmed
    if published_on is not None:
        return Standing("published", (published_on - due_on).days if due_on and is_confirmed else None)
    if not slot.is_expected:
        return Standing("not_expected", None)
    if due_on is None:
        return Standing("undated", None)
    if not is_confirmed:
        return Standing("unconfirmed", None)
    late = (on - due_on).days
    return Standing("overdue", late) if late > 0 else Standing("coming", -late)
