"""Mails to staff. A letter is queued in the transaction of what it tells; a worker writes and sends it."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from budget_docs.calendar import reminders
from tetouan_portal.accounts import notice_mail
from tetouan_portal.accounts.models import Invitation, Letter, LetterKind, LetterState, hash_of
from tetouan_portal.lib.queue import Queue
from tetouan_portal.security.alarms import THRESHOLDS
from tetouan_portal.security.models import Kind

LETTERS = Queue(
    label=_("mails to staff"),
    rows=lambda: Letter.objects.select_related("user"),
    task="tetouan_portal.accounts.tasks.send_waiting_letters",
    most_attempts=12,
    pause=timedelta(minutes=5),  # the last attempt is about six hours after the first
    longest=timedelta(minutes=1),  # several answers of a mail server, each within its time (`lib/mail.py`)
    waiting={"state": LetterState.QUEUED},
    claimed={"state": LetterState.SENDING},
    given_up={"state": LetterState.FAILED},
)
# Mails of one kind to one person in a day: by kind, so that many of one never keep back another that matters.
MOST_A_DAY = {LetterKind.PASSWORD_RESET: 5, LetterKind.ATTACK: 24 * len(THRESHOLDS), LetterKind.NOTICE: 100}
MOST_OF_OTHERS_A_DAY = 10
LINK_IS_OVER = _(
    "The link of this mail is no longer in force, so it is not sent again: send the invitation anew on the person’s "
    "page, or let them ask for a new password."
)


def language_of(user: User) -> str:
    """The language in which somebody was invited, or else the one of the page at hand."""
    invitation = Invitation.objects.filter(user=user).first()
    current = translation.get_language()
    return invitation.language if invitation else (current if current in dict(settings.LANGUAGES) else "ar")


@transaction.atomic
def queue(user: User, kind: LetterKind, *, language: str = "", **details: object) -> Letter | None:
    """A letter to be sent after the commit; None for somebody who has no address, or had as many of its kind today."""
    if not user.email or has_had_enough(user, kind):
        return None
    letter = Letter.objects.create(user=user, kind=kind, language=language or language_of(user), details=details)
    LETTERS.wake_after_commit()  # naming none: a request for a new password takes as long for an unknown address
    return letter


def has_had_enough(user: User, kind: LetterKind) -> bool:
    """Holds the account's row: two that ask at once are counted one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    today = user.letters.filter(kind=kind, created_at__gt=timezone.now() - timedelta(days=1))
    return today.count() >= MOST_A_DAY.get(kind, MOST_OF_OTHERS_A_DAY)


@transaction.atomic
def send_again(letter: Letter, *, now: datetime) -> Letter:
    """Let what was given up be tried anew. Raises `not_given_up`, `link_is_over`."""
    row = Letter.objects.select_for_update(of=["self"]).select_related("user").get(pk=letter.pk)
    if row.state != LetterState.FAILED:
        raise ValidationError(_("This mail waits already, or was sent meanwhile."), code="not_given_up")
    if row.kind in LINKS and not link_counts(row, now=now):
        raise ValidationError(LINK_IS_OVER, code="link_is_over")
    LETTERS.ask(row)
    row.refresh_from_db()
    return row


def link_counts(letter: Letter, *, now: datetime) -> bool:
    """Whether its link would still be in force, had the mail gone when it was written, and no newer mail has another.

    A link is made when its mail is sent: nobody is to get a fresh one for what was asked long ago.
    """
    user = letter.user
    if not user.is_active or user.letters.filter(kind=letter.kind, pk__gt=letter.pk).exists():
        return False
    if letter.kind == LetterKind.INVITATION:
        return Invitation.objects.pending(now).filter(user=user).exists()
    came_in_since = user.last_login is not None and user.last_login >= letter.created_at
    return not came_in_since and now < letter.created_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def build_message(letter: Letter) -> EmailMessage | None:
    """The mail of a letter, in its language; None when there is nothing left to say."""
    user = letter.user
    with translation.override(letter.language):
        link = LINKS.get(letter.kind, no_link)(user)
        told = CONTENTS.get(letter.kind, no_more)(letter)
        if link is None or told is None:
            return None
        context = {
            "name": user.get_full_name() or user.get_username(),
            "link": link,
            "details": letter.details,
            "happened_at": letter.created_at,
            "site_url": settings.SITE_URL + reverse("admin:index"),
            "days": settings.INVITATION_VALID_FOR.days,
            "invitation": getattr(user, "invitation", None),
            **told,
        }
        subject = " ".join(render_to_string(f"emails/{letter.kind}/subject.txt", context).split())
        body = render_to_string(f"emails/{letter.kind}/body.txt", context).strip() + "\n"
        message = EmailMultiAlternatives(subject, body, to=[letter.details.get("to") or user.email])
        if letter.kind in WITH_HTML:
            message.attach_alternative(render_to_string(f"emails/{letter.kind}/body.html", context), "text/html")
    return message


def no_link(user: User) -> str:
    return ""


def invitation_link(user: User) -> str | None:
    """A new secret each time: what is stored cannot be turned back into a link."""
    secret = secrets.token_urlsafe(32)
    pending = Invitation.objects.pending(timezone.now()).filter(user=user)
    if not user.is_active or not pending.update(secret_hash=hash_of(secret)):
        return None
    return settings.SITE_URL + reverse("accounts:invitation_link", args=[secret])


def password_reset_link(user: User) -> str | None:
    if not user.is_active or not user.has_usable_password():
        return None
    address = partial(reverse, "account_reset_password_from_key")
    return settings.SITE_URL + address(
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    )


def no_more(letter: Letter) -> dict[str, object]:
    return {}


def due_dates(letter: Letter) -> dict[str, object] | None:
    lines = reminders.lines(letter.details.get("reminders", []), now=timezone.now())
    return {"lines": lines, "language": letter.language} if lines and letter.user.is_active else None


def attack(letter: Letter) -> dict[str, object] | None:
    details = letter.details
    if not (letter.user.is_active and letter.user.is_superuser):
        return None
    what, since = Kind(details["what"]), datetime.fromisoformat(details["since"])
    address = reverse("admin:tetouan_portal_securityevent_changelist")
    return {
        "what": what.label,
        "count": details["count"],
        "since": since,
        "events": f"{settings.SITE_URL}{address}?kind__exact={what}",
    }


CONTENTS = {
    LetterKind.DUE_DATES: due_dates,
    LetterKind.ATTACK: attack,
    LetterKind.NOTICE: notice_mail.contents,
}
WITH_HTML = {LetterKind.DUE_DATES}  # what is read as a list; letters with a secret link stay plain
LINKS = {LetterKind.INVITATION: invitation_link, LetterKind.PASSWORD_RESET: password_reset_link}
