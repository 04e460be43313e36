"""A slip of spelling or of translation is put right by two people, and its difference is public.

No program can tell a slip from another promise: the second person says that it means the same.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Amendment, Slip, SlipState
from commitments.models.promised_fields import WORDS
from commitments.models.promised_values import Promise, value_of
from commitments.plan.amendments import Change, change_of, is_public, record, write
from commitments.plan.publishing import require_standing
from tetouan_portal.journal.becoming import enter_change
from tetouan_portal.journal.models import Kind
from tetouan_portal.journal.subjects import values_of


@transaction.atomic
def propose(subject: Promise, field: str, new: Mapping[str, str], *, by: Any, reason: Mapping[str, str]) -> Slip:
    """Propose other words, {"fr": …}, for what says the same. `reason`: {"ar": …}, in one language or more.

    Raises ValidationError: `withdrawn`, `not_public`, `unknown_field`, `emptied`, `unchanged`, `unexplained`,
    `waiting`.
    """
    row = type(subject).objects.select_for_update().get(pk=subject.pk)
    require_standing(row)
    if not is_public(row):
        raise ValidationError(_("It is not public yet: correct it in the record."), code="not_public")
    if field not in WORDS:
        raise ValidationError(_("This does not belong to it."), code="unknown_field")
    change = change_of(row, field, new)
    if not change.becomes:
        raise ValidationError(_("It is already so: nothing would change."), code="unchanged")
    told = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not told:
        raise ValidationError(_("Give the reason in at least one language."), code="unexplained")
    if Slip.objects.about(row).waiting().exists():
        raise ValidationError(_("A correction of it waits for a second person already."), code="waiting")
    about = {str(row._meta.model_name): row}
    return Slip.objects.create(
        **about, field=field, was=change.was, becomes=change.becomes, reason=told, proposed_by=by
    )


@transaction.atomic
def accept(slip: Slip, *, by: Any) -> Amendment:
    """Put it right, in the open. Raises ValidationError: `decided`, `same_person`, `withdrawn`, `changed_meanwhile`."""
    slip = lock(slip)
    if slip.proposed_by == by:
        raise ValidationError(_("Somebody else must see it: you proposed it."), code="same_person")
    row = type(slip.subject).objects.select_for_update().get(pk=slip.subject.pk)
    require_standing(row)
    now = value_of(row, slip.field)
    if any(now[code] != text for code, text in slip.was.items()):
        raise ValidationError(_("The words were changed meanwhile: propose it anew."), code="changed_meanwhile")
    change, before = Change(slip.field, slip.becomes, slip.was, slip.becomes), values_of(row)
    columns = write(row, change)
    row.full_clean()
    row.save(update_fields=columns)
    amendment = record(row, change, **what_is_told(slip))
    decide(slip, SlipState.ACCEPTED, by=by, amendment=amendment)
    enter_change(Kind.CORRECTED, row, was=before, reason=slip.reason)
    return amendment


@transaction.atomic
def refuse(slip: Slip, *, by: Any) -> Slip:
    """Leave the words as they are; whoever proposed it may take it back. Raises ValidationError: `decided`."""
    return decide(lock(slip), SlipState.REFUSED, by=by)


def what_is_told(slip: Slip) -> dict[str, Any]:
    """Beside the words: that it is a correction, of today, and why."""
    reasons = {f"reason_{code}": text for code, text in slip.reason.items()}
    return {"is_correction": True, "decided_on": timezone.localdate(), **reasons}


def lock(slip: Slip) -> Slip:
    slip = Slip.objects.select_for_update().get(pk=slip.pk)
    if slip.state != SlipState.OPEN:
        raise ValidationError(_("Somebody has seen it already."), code="decided")
    return slip


def decide(slip: Slip, state: SlipState, *, by: Any, amendment: Amendment | None = None) -> Slip:
    slip.state, slip.decided_by, slip.amendment = state, by, amendment
    slip.save(update_fields=["state", "decided_by", "amendment"])
    return slip
