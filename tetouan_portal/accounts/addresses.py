"""The address that mails with a link go to: whoever changes it could open the account, so both addresses hear of it."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tetouan_portal.accounts import independent, inviting, notices, second_factor
from tetouan_portal.accounts.administrators import require_somebody_else
from tetouan_portal.accounts.words import NEEDS_TWO
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind


def needs_two(user: User) -> bool:
    """An administrator's account would be a second person for whoever opens it."""
    return user.is_superuser or independent.institution_of(user) is not None


def change(user: User, *, email: str, by: User) -> None:
    """By an administrator alone. Raises `oneself`, `needs_two`, `in_use`."""
    require_somebody_else(user, by)
    if needs_two(user):
        raise ValidationError(NEEDS_TWO, code="needs_two")
    write(user, email=email, by=by)


def require_free(email: str) -> str:
    email = email.strip().lower()
    if inviting.is_in_use(email):
        raise ValidationError(inviting.IN_USE, code="in_use")
    return email


@transaction.atomic
def write(user: User, *, email: str, by: User, second: User | None = None) -> None:
    email, former = require_free(email), user.email
    if user.username.lower() == former.lower():
        user.username = email
    user.email = email
    try:
        with transaction.atomic():
            user.save(update_fields=["username", "email"])
            EmailAddress.objects.filter(user=user).update(email=email)
    except IntegrityError:  # somebody else was quicker
        raise ValidationError(inviting.IN_USE, code="in_use") from None
    second_factor.end_sessions(user)
    events.record(Kind.ADDRESS_CHANGED, user=user)
    institution = independent.institution_of(user)
    told = [user, *(independent.members(institution) if institution else ())]
    lines = notices.about(user, by=by, second=second, institution=institution)
    notices.tell(told, "address", also_to=former, **lines)
