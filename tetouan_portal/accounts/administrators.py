"""Who looks after the portal's accounts: appointed and removed by another administrator, in sight of all of them."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import require_one_side
from tetouan_portal.accounts import notices, second_factor
from tetouan_portal.accounts.words import ASK_ANOTHER
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind, SecurityEvent

APPOINTED = "appointed"  # of a security event


def require_somebody_else(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise ValidationError(ASK_ANOTHER, code="oneself")


def locked(*, and_also: User) -> list[User]:
    """Those who are administrators, held until the act is over: of two who remove each other one is refused."""
    keys = {*notices.administrators().values_list("pk", flat=True), and_also.pk}
    held = User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return [user for user in held if user.is_superuser and user.is_active]


@transaction.atomic
def appoint(user: User, *, by: User) -> None:
    """Raises `oneself`, `no_administrator`, `administrator` (of an independent institution), `not_open`."""
    require_somebody_else(user, by)
    before = locked(and_also=user)
    require_administrator(by, before)
    user.refresh_from_db()
    if user.is_superuser:
        raise ValidationError(_("This person is an administrator already."), code="already")
    if not (user.is_active and user.has_usable_password()):
        raise ValidationError(_("Only somebody who has accepted the invitation can be appointed."), code="not_open")
    require_one_side(list(user.affiliations.values_list("institution__kind", flat=True)), is_superuser=True)
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    events.record(Kind.ROLE_CHANGED, user=user, detail=APPOINTED)
    notices.tell([*before, user], "appointed", **notices.about(user, by=by))


@transaction.atomic
def dismiss(user: User, *, by: User) -> None:
    """Raises `oneself`, `no_administrator`, `tied`."""
    require_somebody_else(user, by)
    before = locked(and_also=user)
    require_administrator(by, before)
    user.refresh_from_db()
    if not user.is_superuser:
        raise ValidationError(_("This person is no administrator (any more)."), code="no_administrator")
    if user.affiliations.independent().exists():
        sentence = _(
            "First take away what ties this person to an independent institution: it would become theirs to speak for."
        )
        raise ValidationError(sentence, code="tied")
    user.is_superuser = False
    user.save(update_fields=["is_superuser"])
    second_factor.end_sessions(user)
    events.record(Kind.ROLE_CHANGED, user=user, detail="dismissed")
    notices.tell([*before, user], "dismissed", **notices.about(user, by=by))


def require_administrator(by: User, administrators: list[User]) -> None:
    """Who was removed meanwhile acts no more; so one always stays."""
    if by.pk not in {user.pk for user in administrators}:
        raise ValidationError(_("This person is no administrator (any more)."), code="no_administrator")


def is_new(user: User) -> bool:
    """Whether somebody was appointed so lately that the others may not have seen it."""
    since = timezone.now() - settings.ADMINISTRATOR_CONFIRMS_AFTER
    appointed = SecurityEvent.objects.filter(kind=Kind.ROLE_CHANGED, account=user.pk, detail=APPOINTED)
    return appointed.filter(last_at__gt=since).exists()
