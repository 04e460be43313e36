"""Letters sent, and persons forgotten who never came. Safe to run twice, or late."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from tetouan_portal.accounts import reminding
from tetouan_portal.accounts.letters import written
from tetouan_portal.accounts.models import Invitation, Letter, LetterState

MAX_ATTEMPTS = 12
PAUSE = timedelta(minutes=5)  # longer after each attempt: the last one is about six hours after the first
AT_ONCE = 50

logger = logging.getLogger(__name__)


@shared_task
def send_waiting_letters() -> dict[str, int]:
    """Send what waits; {what happened: how many}."""
    happened: dict[str, int] = {}
    for pk in list(Letter.objects.waiting(timezone.now()).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        answer = send(pk)
        happened[answer] = happened.get(answer, 0) + 1
    return happened


def send(pk: int) -> str:
    letter = claim(pk, timezone.now())
    if letter is None:
        return "taken"
    try:
        message = written(letter)
        if message is None:
            letter.delete()
            return "pointless"
        message.send()
    except (OSError, SMTPException) as error:
        return put_back(letter, error)
    Letter.objects.filter(pk=pk).update(
        state=LetterState.SENT, sent_at=timezone.now(), lease_until=None, error="", details={}
    )
    return "sent"


def claim(pk: int, now: datetime) -> Letter | None:
    free = Letter.objects.filter(pk=pk).waiting(now)
    lease_until = now + settings.LETTER_LEASE
    if not free.update(state=LetterState.SENDING, lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    return Letter.objects.select_related("user").get(pk=pk)


def put_back(letter: Letter, error: Exception) -> str:
    """Of the error only its kind and the server's code: its text may repeat an address."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    reason = f"{type(error).__name__} {code or ''}".strip()
    gives_up = letter.attempts >= MAX_ATTEMPTS
    Letter.objects.filter(pk=letter.pk).update(
        state=LetterState.FAILED if gives_up else LetterState.QUEUED,
        lease_until=None if gives_up else timezone.now() + PAUSE * letter.attempts,
        error=reason,
    )
    logger.warning("Letter %s, attempt %s: %s", letter.pk, letter.attempts, reason)
    return "failed" if gives_up else "put back"


@shared_task
@transaction.atomic
def forget_expired() -> dict[str, int]:
    """Delete accounts whose invitation ran out unused, and letters that have had their time."""
    now = timezone.now()
    expired = Invitation.objects.expired(now).select_for_update(skip_locked=True, of=("self",))
    never_came = User.objects.filter(pk__in=[row.user_id for row in expired], last_login__isnull=True)
    people = never_came.count()
    never_came.delete()
    _all, by_model = Letter.objects.filter(created_at__lt=now - settings.LETTERS_KEPT_FOR).delete()
    return {"people": people, "letters": by_model.get("tetouan_portal.Letter", 0)}


@shared_task
def remind_officers() -> int:
    """Queue what budget officers are to be reminded of; how many mails."""
    return reminding.remind_officers(now=timezone.now())
