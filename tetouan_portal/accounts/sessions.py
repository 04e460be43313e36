"""Sessions swept once they are over: Django keeps the rows of those that expired, and allauth its own beside them."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet
from django.utils import timezone

AT_ONCE = 1_000  # rows deleted in one statement
MOST = 500_000  # in one night


def sweep() -> int:
    """How many sessions went. Safe to run twice; what is left over goes the next night."""
    ended = in_batches(Session.objects.filter(expire_date__lt=timezone.now()))
    open_ones = Session.objects.filter(session_key=OuterRef("session_key"))
    in_batches(UserSession.objects.filter(~Exists(open_ones)))
    return ended


def in_batches(rows: QuerySet) -> int:
    ended = 0
    while ended < MOST:
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            break
        ended += rows.filter(pk__in=keys).delete()[0]
    return ended
