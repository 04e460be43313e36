"""The Commune stands by a date that others published: from then on a commitment, or a milestone, can be late."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, DateConfirmation, Milestone
from commitments.plan.publishing import require_standing
from tetouan_portal.journal.becoming import enter_public

DATES = {Commitment: "ends_on", Milestone: "due_on"}


@transaction.atomic
def confirm_date(subject: Commitment | Milestone, *, confirmed_on: datetime.date, **by: str) -> DateConfirmation:
    """Record that the date, as it is, is the Commune's own. `by`: confirmed_by_ar, … (one language is enough).

    A commitment's confirmation says nothing of its milestones: each has a date of its own.
    Raises ValidationError: `withdrawn`, `undated`, `invented`, `future`, or what the constraints say.
    """
    model = type(subject)
    row = model.objects.select_for_update().get(pk=subject.pk)
    require_standing(row)
    date = getattr(row, DATES[model])
    if date is None:
        raise ValidationError(_("There is no date to confirm."), code="undated")
    if getattr(row, "is_demo", False):
        raise ValidationError(_("An invented date is nobody’s to confirm."), code="invented")
    if confirmed_on > timezone.localdate():
        raise ValidationError(_("A confirmation cannot lie in the future."), code="future")
    about = {str(model._meta.model_name): row, DATES[model]: date}
    confirmation = DateConfirmation(**about, confirmed_on=confirmed_on, **by)
    confirmation.full_clean(exclude=["confirmed_by"])
    confirmation.save()
    enter_public(confirmation)
    return confirmation
