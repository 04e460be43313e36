"""Letters leave by the mail server: claimed, sent, put back or given up. Safe to run twice, late, or two at a time."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from participation.letters.mail_texts import build_message
from participation.models import CaseLetter, CaseLetterState

MAX_ATTEMPTS = 12
PAUSE = timedelta(minutes=5)  # longer after each attempt: the last one is about six hours after the first
AT_ONCE = 100

logger = logging.getLogger(__name__)


def send_waiting(*, now: datetime) -> Counter:
    """{what happened: how many}. A letter is claimed by a conditional update: two workers send it once."""
    happened: Counter = Counter()
    for pk in list(CaseLetter.objects.waiting(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        happened[send(pk)] += 1
    return happened


def send(pk: int) -> str:
    letter = claim(pk, timezone.now())
    if letter is None:
        return "taken"
    try:
        message = build_message(letter)
        if message is None:
            letter.delete()
            return "pointless"
        message.send()
    except SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=0)
        return mark_bounced(letter, code) if code >= 500 else put_back(letter, f"SMTP {code}")
    except (OSError, SMTPException) as error:
        code = getattr(error, "smtp_code", None) or getattr(error, "errno", None) or ""
        return put_back(letter, f"{type(error).__name__} {code}".strip())
    CaseLetter.objects.filter(pk=pk).update(
        state=CaseLetterState.SENT, sent_at=timezone.now(), lease_until=None, error=""
    )
    return "sent"


def claim(pk: int, now: datetime) -> CaseLetter | None:
    free = CaseLetter.objects.filter(pk=pk).waiting(now)
    lease_until = now + settings.LETTER_LEASE
    if not free.update(state=CaseLetterState.SENDING, lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    return CaseLetter.objects.select_related("event__case__contact", "event__case__ground").get(pk=pk)


def mark_bounced(letter: CaseLetter, code: int | str) -> str:
    """The server will never take it: nobody lives at that address."""
    CaseLetter.objects.filter(pk=letter.pk).update(
        state=CaseLetterState.BOUNCED, bounced_at=timezone.now(), lease_until=None, error=str(code)
    )
    return "bounced"


def put_back(letter: CaseLetter, reason: str) -> str:
    """Of what went wrong only its kind and code: the server's words may repeat the address."""
    gives_up = letter.attempts >= MAX_ATTEMPTS
    CaseLetter.objects.filter(pk=letter.pk).update(
        state=CaseLetterState.FAILED if gives_up else CaseLetterState.QUEUED,
        lease_until=None if gives_up else timezone.now() + PAUSE * letter.attempts,
        error=reason,
    )
    logger.warning("Case letter %s, attempt %s: %s", letter.pk, letter.attempts, reason)
    return "failed" if gives_up else "put back"
