"""What time itself does to cases. Safe to run twice, or late."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from participation.case import moved_dates, silence
from participation.law.holiday_calendar import coming_years, ensure_fixed_holidays
from participation.letters import mail_delivery, mail_texts
from participation.privacy import retention


@shared_task
def forget_what_has_had_its_time() -> dict[str, int]:
    now = timezone.now()
    report = retention.forget(now=now)
    mail_texts.forget(before=now - settings.LETTERS_KEPT_FOR)
    return {field: getattr(report, field) for field in ("contacts", "cases", "photos", "drafts")}


@shared_task
def turn_the_clock() -> dict[str, int]:
    """Every hour: the coming years' holidays, dates that the calendar moves, dates that have passed."""
    now = timezone.now()
    holidays = ensure_fixed_holidays(coming_years(timezone.localdate(now)))
    moved = moved_dates.recompute(now=now).moved
    return {"holidays": holidays, "moved": moved, "lapsed": silence.lapse(now=now)}


@shared_task
def send_waiting_case_letters() -> dict[str, int]:
    return mail_delivery.send_waiting()
