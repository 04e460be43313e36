"""Saying where a document that is not in the portal was looked for, and whether it stands there."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.models import Look, PublicationDate


def record_look(
    slot: PublicationDate, *, was_found: bool, address: str, looked_on: datetime.date, looked_by: str
) -> Look:
    """Raises ValidationError: `future`, or what fields and constraints say."""
    if looked_on > timezone.localdate():
        raise ValidationError(_("Nobody has looked on a day to come."), code="future")
    look = Look(date=slot, was_found=was_found, address=address, looked_on=looked_on, looked_by=looked_by.strip())
    look.full_clean()
    look.save()
    return look
