"""What time itself does to cases. Safe to run twice, or late."""

from celery import shared_task
from django.utils import timezone

from participation import retention


@shared_task
def forget_what_has_had_its_time() -> dict[str, int]:
    report = retention.forget(now=timezone.now())
    return {field: getattr(report, field) for field in ("contacts", "cases", "photos", "drafts")}
