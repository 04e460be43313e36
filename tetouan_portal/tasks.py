from celery import shared_task
from django.conf import settings

from tetouan_portal.lib import queue


@shared_task
def wake_waiting() -> dict[str, int]:
    """The schedule's look at what waits. Its messages run out before the next look: they do not pile up."""
    return queue.wake_all(expires=settings.WOKEN_EVERY)
