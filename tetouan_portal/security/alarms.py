"""From which number on administrators are told, and that they are told once an hour of each kind at most."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Min, Sum

from tetouan_portal.security.models import KEPT_FOR, Alarm, Kind, SecurityEvent

PERIOD = timedelta(hours=1)
AT_ONCE = 5_000  # rows deleted
# What a small town hall's staff does not reach by mistake, in an hour or little more.
THRESHOLDS = {
    Kind.SIGN_IN_FAILED: 50,
    Kind.SIGN_IN_LOCKED: 20,
    Kind.CODE_FAILED: 10,
    Kind.PASSKEY_FAILED: 20,
    Kind.RECOVERY_USED: 3,
    Kind.FACTOR_REMOVED: 5,
    Kind.RESET_ASKED: 20,
    Kind.ROLE_CHANGED: 20,
    Kind.ACCOUNT_CLOSED: 10,
    Kind.FILE_REFUSED: 100,
    Kind.FLOOD: 500,
    Kind.REQUEST_REFUSED: 1000,
}


class Crossed(NamedTuple):
    kind: Kind
    times: int
    since: datetime


def crossed(*, now: datetime) -> list[Crossed]:
    """Kinds that came as often as their threshold says, or oftener, in the rows that counted within the last hour."""
    lately = SecurityEvent.objects.filter(last_at__gt=now - PERIOD).order_by().values("kind")
    summed = lately.annotate(times=Sum("count"), since=Min("first_at"))
    found = [Crossed(Kind(row["kind"]), row["times"], row["since"]) for row in summed]
    return [one for one in found if one.times >= THRESHOLDS.get(one.kind, float("inf"))]


def claim(kind: Kind, *, now: datetime) -> bool:
    """Whether it is ours to tell now: of two that ask at once, one."""
    with transaction.atomic():
        Alarm.objects.bulk_create([Alarm(kind=kind, told_at=now - PERIOD)], ignore_conflicts=True)
        return bool(Alarm.objects.filter(kind=kind, told_at__lte=now - PERIOD).update(told_at=now))


def forget(*, now: datetime) -> int:
    """Delete rows that have had their time; how many."""
    old = SecurityEvent.objects.filter(last_at__lt=now - KEPT_FOR).order_by("pk").values_list("pk", flat=True)
    return SecurityEvent.objects.filter(pk__in=list(old[:AT_ONCE])).delete()[0]
