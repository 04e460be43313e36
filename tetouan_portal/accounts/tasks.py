"""Letters sent, administrators told, and forgotten what is over. Safe to run twice, or late."""

from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tetouan_portal.accounts import alarming, browsers, guesses, reminding, sessions
from tetouan_portal.accounts.letters import LETTERS, build_message
from tetouan_portal.accounts.models import Invitation, Letter, LetterState
from tetouan_portal.lib.queue import kind_of
from tetouan_portal.security import alarms


@shared_task
def send_waiting_letters() -> dict[str, int]:
    """Send what waits; {what happened: how many}."""
    return LETTERS.work_through(send)


def send(letter: Letter) -> str:
    message = build_message(letter)
    if message is None:
        return "pointless" if LETTERS.drop(letter) else "overtaken"
    if not LETTERS.beat(letter):
        return "overtaken"
    try:
        message.send()
    except (OSError, SMTPException) as error:
        return LETTERS.put_back(letter, kind_of(error))
    sent = LETTERS.finish(letter, state=LetterState.SENT, sent_at=timezone.now(), details={})
    return "sent" if sent else "overtaken"


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


@shared_task
def tell_of_attacks() -> list[str]:
    """Queue mails about what is tried beyond the usual; the kinds told of."""
    return alarming.tell_administrators(now=timezone.now())


@shared_task
def forget_what_is_over() -> dict[str, int]:
    """Delete expired sessions, guesses, browsers that nobody uses, and events that have had their time."""
    return {
        "sessions": sessions.sweep(),
        "guesses": guesses.sweep(),
        "browsers": browsers.forget_unused(),
        "events": alarms.forget(now=timezone.now()),
    }
