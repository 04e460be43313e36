"""The Commune stands by a date that others published: from then on its commitment can be late."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, DateConfirmation


@transaction.atomic
def confirm_end(commitment: Commitment, *, confirmed_on: datetime.date, **by: str) -> DateConfirmation:
    """Record that the end date, as it is, is the Commune's own. `by`: confirmed_by_ar, … (one language is enough).

    Raises ValidationError: `undated`, `future`, or what the constraints say.
    """
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if row.ends_on is None:
        raise ValidationError(_("There is no end date to confirm."), code="undated")
    if confirmed_on > timezone.localdate():
        raise ValidationError(_("A confirmation cannot lie in the future."), code="future")
    confirmation = DateConfirmation(commitment=row, ends_on=row.ends_on, confirmed_on=confirmed_on, **by)
    confirmation.full_clean(exclude=["confirmed_by"])
    confirmation.save()
    return confirmation
