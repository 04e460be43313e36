"""What a superuser does with somebody's account. Every act is refused on oneself."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import second_factor
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind


def require_somebody_else(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise ValidationError(_("Ask another administrator: nobody does this with their own account."), code="oneself")


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Close an account at once; what it wrote keeps its name.

    Its sessions and known browsers end with it, whoever closes it: the database sees to that.
    """
    require_somebody_else(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    events.record(Kind.ACCOUNT_CLOSED, user=user)


@transaction.atomic
def reactivate(user: User) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])
    events.record(Kind.ACCOUNT_OPENED, user=user)


def clear_second_factor(user: User, *, by: User) -> None:
    require_somebody_else(user, by)
    second_factor.clear(user)
