"""The rule that says when a kind of document is due is confirmed, or put in doubt: in the open, with day and reason."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.models import DocumentType, RuleChange
from tetouan_portal.journal.becoming import enter_public


@transaction.atomic
def confirm(kind: DocumentType, to: datetime.date, **reasons: str) -> RuleChange:
    """From the day `to` on a date of this rule that passes is expected (reason_ar, …: where the rule is found).

    Raises ValidationError: `unchanged`, `future`, or what the constraints say.
    """
    if to > timezone.localdate():
        raise ValidationError(_("A rule cannot be confirmed on a day to come."), code="future")
    return record(kind, to, reasons)


@transaction.atomic
def doubt(kind: DocumentType, **reasons: str) -> RuleChange:
    """The rule is to be confirmed again (reason_ar, …: why). Raises as `confirm`."""
    return record(kind, None, reasons)


def record(kind: DocumentType, to: datetime.date | None, reasons: dict[str, str]) -> RuleChange:
    row = DocumentType.objects.select_for_update().get(pk=kind.pk)
    if row.confirmed_on == to:
        raise ValidationError(_("The rule stands so already."), code="unchanged")
    change = RuleChange(type=row, confirmed_on=to, **reasons)
    change.full_clean()
    change.save()
    row.confirmed_on = to
    row.save(update_fields=["confirmed_on"])
    enter_public(change)
    return change
