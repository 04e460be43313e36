"""Letters leave by the mail server: sent, put back or given up. Safe to run twice, late, or two at a time."""

from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.letters.mail_texts import build_message
from participation.models import CaseLetter, CaseLetterState
from tetouan_portal.lib.queue import Queue, kind_of

CASE_LETTERS = Queue(
    label=_("mails to authors"),
    rows=lambda: CaseLetter.objects.select_related("event__case__contact", "event__case__ground"),
    task="participation.tasks.send_waiting_case_letters",
    most_attempts=12,
    pause=timedelta(minutes=5),  # the last attempt is about six hours after the first
    longest=timedelta(minutes=1),  # several answers of a mail server, each within its time (`lib/mail.py`)
    waiting={"state": CaseLetterState.QUEUED},
    claimed={"state": CaseLetterState.SENDING},
    given_up={"state": CaseLetterState.FAILED},
)


def send_waiting() -> dict[str, int]:
    """{what happened: how many}."""
    return CASE_LETTERS.work_through(send)


def send(letter: CaseLetter) -> str:
    message = build_message(letter)
    if message is None:
        return "pointless" if CASE_LETTERS.drop(letter) else "overtaken"
    if not CASE_LETTERS.beat(letter):
        return "overtaken"
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=0)
        return mark_bounced(letter, code) if code >= 500 else CASE_LETTERS.put_back(letter, f"SMTP {code}")
    except (OSError, SMTPException) as error:
        return CASE_LETTERS.put_back(letter, kind_of(error))
    sent = CASE_LETTERS.finish(letter, state=CaseLetterState.SENT, sent_at=timezone.now())
    return "sent" if sent else "overtaken"


def mark_bounced(letter: CaseLetter, code: int) -> str:
    """The server will never take it: nobody lives at that address."""
    bounced = {"state": CaseLetterState.BOUNCED, "bounced_at": timezone.now()}
    answer = CASE_LETTERS.give_up(letter, str(code), **bounced)
    return "bounced" if answer == "given up" else answer
