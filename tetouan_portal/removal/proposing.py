"""The first of two people says what must go, on what ground; the second, or the first, may say that it stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tetouan_portal.removal.models import Removal, RemovalState
from tetouan_portal.removal.removable import is_file, is_public, parts_of, removables, texts_of

PERMISSION = "tetouan_portal.remove_by_law"
NOT_YOURS = _("This is for the people who may remove by law.")
NOT_PUBLIC = _("This is not public, or somebody is writing it anew: change it where it is written.")
NOTHING_THERE = _("There is nothing to remove any more.")
WAITS = _("This was proposed already, and waits for a second person.")
OVER = _("This was decided meanwhile.")


def may_remove(user: Any) -> bool:
    return user.is_active and user.has_perm(PERMISSION)


@transaction.atomic
def propose(row: Model, part: str, *, language: str = "", ground: str, reference: str, by: Any) -> Removal:
    """`part`: a text of the row (`language`: "" for all it is written in) or its file.

    Raises ValidationError: `not_yours`, `not_public`, `nothing_there`, `waits`, what is wrong with ground or reference.
    """
    if not may_remove(by):
        raise ValidationError(NOT_YOURS, code="not_yours")
    if type(row) not in removables() or not is_public(row):
        raise ValidationError(NOT_PUBLIC, code="not_public")
    require_something(row, part, language)
    removal = Removal(
        table=row._meta.db_table,
        row_pk=str(row.pk),
        part=part,
        language=language,
        ground=ground,
        reference=reference.strip(),
        proposed_by=by,
    )
    removal.clean_fields(exclude={"decided_by", "decided_at", "sentences"})
    try:
        with transaction.atomic():
            removal.save()
    except IntegrityError:
        raise ValidationError(WAITS, code="waits") from None
    return removal


def require_something(row: Model, part: str, language: str) -> None:
    if part not in parts_of(row) or not (is_file(row, part) or texts_of(row, part, language)):
        raise ValidationError(NOTHING_THERE, code="nothing_there")


@transaction.atomic
def refuse(removal: Removal, *, by: Any) -> Removal:
    """Nothing goes; whoever proposed it may take it back. Raises `not_yours`, `over`."""
    if not may_remove(by):
        raise ValidationError(NOT_YOURS, code="not_yours")
    held = waiting(removal)
    held.state, held.decided_by, held.decided_at = RemovalState.REFUSED, by, timezone.now()
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


def waiting(removal: Removal) -> Removal:
    held = Removal.objects.select_for_update(of=("self",)).filter(pk=removal.pk, state=RemovalState.OPEN).first()
    if held is None:
        raise ValidationError(OVER, code="over")
    return held
