from celery import shared_task
from django.utils import timezone

from tetouan_portal.stored_files import destroying, sweeping


@shared_task
def destroy_doomed_files() -> dict[str, int]:
    """{what happened: how many}. Safe to run twice, late, or two at a time."""
    return destroying.destroy_waiting()


@shared_task
def sweep_stored_files() -> dict[str, int]:
    """Once a day: {"orphans": newly doomed, "missing": rows without their file}. Safe to run twice."""
    return sweeping.sweep(timezone.now())
