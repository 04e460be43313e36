"""What an administrator does with somebody's account alone. Every act is refused on oneself.

What nobody does alone with the people of an independent institution is asked for, and confirmed: `proposals`.
"""

from django.contrib.auth.models import User
from django.db import transaction

from tetouan_portal.accounts import administrators, independent, notices, second_factor
from tetouan_portal.accounts.administrators import require_somebody_else
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind


@transaction.atomic
def deactivate(user: User, *, by: User) -> None:
    """Close an account at once; what it wrote keeps its name.

    Its sessions and known browsers end with it, whoever closes it: the database sees to that. Of an independent
    institution the others are told; who speaks for it is theirs to say. Of an administrator all administrators are.
    """
    require_somebody_else(user, by)
    if user.is_superuser:
        before = administrators.locked(and_also=user)
        administrators.require_administrator(by, before)
        notices.tell([*before, user], "dismissed", **notices.about(user, by=by))
    user.is_active = False
    user.save(update_fields=["is_active"])
    events.record(Kind.ACCOUNT_CLOSED, user=user)
    if institution := independent.institution_of(user):
        told = [user, *independent.members(institution)]
        notices.tell(told, "closed", **notices.about(user, by=by, institution=institution))


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    """An administrator's is told of as if they were appointed anew, and counts so."""
    require_somebody_else(user, by)
    independent.require_not_alone(user)
    open_again(user)
    if user.is_superuser:
        events.record(Kind.ROLE_CHANGED, user=user, detail=administrators.APPOINTED)
        notices.tell([*notices.administrators(), user], "appointed", **notices.about(user, by=by))


def open_again(user: User) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])
    events.record(Kind.ACCOUNT_OPENED, user=user)


def clear_second_factor(user: User, *, by: User) -> None:
    require_somebody_else(user, by)
    independent.require_not_alone(user)
    second_factor.clear(user)
