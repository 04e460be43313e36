"""A promise changes in the open: the change and its amendment are one act."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import AmendedField, Amendment, Commitment, Milestone
from tetouan_portal.lib.languages import texts

DATE_FIELDS = {
    Commitment: (AmendedField.STARTS_ON, AmendedField.ENDS_ON),
    Milestone: (AmendedField.DUE_ON,),
}


@transaction.atomic
def move_date(
    subject: Commitment | Milestone, field: str, to: datetime.date, *, decided_on: datetime.date, **why: str
) -> Amendment:
    """Move a promised date and record why. `why`: reason_ar, decision_fr, … (one language each is enough).

    Raises ValidationError: `unknown_field`, `unchanged`, or what the constraints say.
    """
    model = type(subject)
    if field not in DATE_FIELDS[model]:
        raise ValidationError(_("This date does not belong to it."), code="unknown_field")
    row = model.objects.select_for_update().get(pk=subject.pk)
    was = getattr(row, field)
    if was == to:
        raise ValidationError(_("The date is already that one."), code="unchanged")
    setattr(row, field, to)
    row.full_clean()
    row.save(update_fields=[field])
    return record(row, field, date_from=was, date_to=to, decided_on=decided_on, **why)


@transaction.atomic
def reword_title(
    subject: Commitment | Milestone, new: dict[str, str], *, decided_on: datetime.date, **why: str
) -> Amendment:
    """Change a promise's title in the languages of `new` ({"ar": …}) and keep the former wording."""
    row = type(subject).objects.select_for_update().get(pk=subject.pk)
    was = {code: text for code, text in texts(row, "title").items() if code in new}
    if was == new:
        raise ValidationError(_("The wording is already that one."), code="unchanged")
    for code, text in new.items():
        setattr(row, f"title_{code}", text)
    row.full_clean()
    row.save(update_fields=[f"title_{code}" for code in new])
    changed = [code for code in new if was[code] != new[code]]
    return record(
        row,
        AmendedField.WORDING,
        wording_from="\n".join(was[code] or "—" for code in changed),
        wording_to="\n".join(new[code] for code in changed),
        decided_on=decided_on,
        **why,
    )


def record(subject, field, **values):
    about = {"commitment": subject} if isinstance(subject, Commitment) else {"milestone": subject}
    amendment = Amendment(**about, field=field, is_demo=getattr(subject, "is_demo", False), **values)
    amendment.full_clean(exclude=["reason", "decision"])
    amendment.save()
    return amendment
