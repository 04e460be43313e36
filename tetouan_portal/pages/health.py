"""What a load balancer asks: can this process reach what it needs?"""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from tetouan_portal.celery import app
from tetouan_portal.stored_files.telling import overdue


@never_cache
def health(request):
    """{"database": bool, "broker": bool}: reachable or not, without details; 503 unless both are.

    "overdue_files": {"number", "since"}, files that should be destroyed and are not: the portal serves all the same.
    """
    reached = {"database": database_answers(), "broker": broker_answers()}
    answer = reached | {"overdue_files": overdue_files() if reached["database"] else None}
    return JsonResponse(answer, status=200 if all(reached.values()) else 503)


def database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def overdue_files():
    """None while the tables are not made yet: an upgrade is under way."""
    try:
        return overdue(timezone.now())._asdict()
    except DatabaseError:
        return None


def broker_answers():
    try:
        with app.connection_for_write(settings.CELERY_BROKER_URL) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True
