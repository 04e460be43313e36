"""A side sets whether whoever wrote may publish: the municipality's by an administrator, the monitor's by itself.

An administrator who could set the monitor's would silence a monitor of one person.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import values_of
from tetouan_portal.journal.writing import enter
from tetouan_portal.own_words.models import SIDES, OwnWords


def sides_of(user: Any) -> list[By]:
    """Those for which `user` sets it."""
    if user.is_superuser:
        return [By.MUNICIPALITY]
    return [By.MONITOR] if user.has_perm("commitments.assess_statement") else []


@transaction.atomic
def set_rule(side: str, *, may_publish: bool, reason: Mapping[str, str], by: Any) -> OwnWords:
    """Public at once, with its reason: {"ar": …} in one language or more. Raises `unexplained`, `unchanged`."""
    if side not in SIDES or By(side) not in sides_of(by):
        raise PermissionDenied
    if not any(text.strip() for text in reason.values()):
        raise ValidationError(_("Say why in at least one language: the reason is public."), code="unexplained")
    OwnWords.objects.get_or_create(side=side)
    row = OwnWords.objects.select_for_update().get(side=side)
    if row.may_publish == may_publish:
        raise ValidationError(_("It is set so already."), code="unchanged")
    was = values_of(row)
    row.may_publish = may_publish
    row.save(update_fields=["may_publish"])
    enter(Kind.AMENDED, row, was=was, reason=reason)
    return row
