"""Administrators told by mail that something is tried beyond the usual."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.security import alarms


def tell_administrators(*, now: datetime) -> list[str]:
    """The kinds that were told of. Safe to run twice, or late."""
    return [str(one.kind) for one in alarms.crossed(now=now) if tell(one, now=now)]


@transaction.atomic
def tell(crossed: alarms.Crossed, *, now: datetime) -> bool:
    if not alarms.claim(crossed.kind, now=now):
        return False
    for user in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        letters.queue(user, LetterKind.ATTACK, what=crossed.kind, count=crossed.times, since=crossed.since.isoformat())
    return True
