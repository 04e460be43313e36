"""Mails to authors: what happened to their case, in their language. The row is the queue; the text is made when sent,

from what the event keeps: hours later the case may be open again, or have another date.

Never the tracking code, never what the author wrote, and in the subject nothing but the reference and what happened.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.case.mail_address import LINK_VALID_FOR, token_of
from participation.law.closings import because, closing_in, day_in
from participation.law.event_sentences import sentences
from participation.law.explanations import in_lines, in_words, remedy_in_words
from participation.models import Case, CaseEvent, CaseLetter, CaseLetterState, EventKind, Outcome
from tetouan_portal.lib.languages import direction

HEADINGS = {
    EventKind.FILED: _("your message has arrived"),
    EventKind.QUESTION: _("the Commune asks you something"),
    EventKind.ANSWER: _("the Commune has answered"),
    EventKind.EXTENDED: _("the time for the answer was extended"),
    EventKind.URGENT: _("the urgency was decided"),
    EventKind.RECOMPUTED: _("the answer has another date"),
    EventKind.LAPSED: _("the time for the answer has passed"),
    EventKind.LAPSE_UNDONE: _("correction: the time for the answer had not passed"),
    EventKind.CLOSED: _("your case was closed"),
    EventKind.PUBLISHED: _("your message was published, without anything personal"),
    EventKind.UNPUBLISHED: _("your message was taken off the public pages"),
}


class Words(NamedTuple):
    """Before and after what the desk itself wrote."""

    before: list[str]
    after: list[str]


def build_message(letter: CaseLetter) -> EmailMultiAlternatives | None:
    """The mail of a letter; None when its author can no longer be reached, or erased what it is about."""
    event = letter.event
    case = event.case
    contact = getattr(case, "contact", None)
    if case.erased_at or case.is_demo or not contact or not contact.email:
        return None
    if event.kind == EventKind.MAIL_ASKED:
        return None if contact.confirmed_at else confirmation_asked(letter, case.language, to=contact.email)
    if not contact.confirmed_at:  # another address was given meanwhile
        return None
    with translation.override(case.language):
        words = words_of(event, case)
        context = {
            "heading": HEADINGS[EventKind(event.kind)],
            "reference": case.reference,
            "before": words.before,
            "desk": event.text,
            "after": words.after,
            "track": settings.SITE_URL + reverse("participation:track"),
            "language": case.language,
            "direction": direction(case.language),
        }
        subject = " ".join(render_to_string("emails/case/subject.txt", context).split())
        body = render_to_string("emails/case/body.txt", context).strip() + "\n"
        html = render_to_string("emails/case/body.html", context)
    message = EmailMultiAlternatives(subject, body, to=[contact.email], headers=headers_of(letter))
    message.attach_alternative(html, "text/html")
    return message


def confirmation_asked(letter: CaseLetter, language: str, *, to: str) -> EmailMultiAlternatives:
    """To whom the address belongs, who may know of nothing: not a word or number of the case, so none of a stranger."""
    with translation.override(language):
        context = {
            "link": settings.SITE_URL + reverse("participation:confirm_address", args=[token_of(letter)]),
            "until": in_words(timezone.localdate() + LINK_VALID_FOR),
        }
        subject = " ".join(render_to_string("emails/address/subject.txt", context).split())
        body = render_to_string("emails/address/body.txt", context).strip() + "\n"
    return EmailMultiAlternatives(subject, body, to=[to], headers=headers_of(letter))


def headers_of(letter: CaseLetter) -> dict[str, str]:
    return {"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"}


def message_id(letter: CaseLetter) -> str:
    """The same at each attempt: where a worker died after the server had accepted, mailboxes keep one of the two."""
    return f"<{letter.key}@{urlsplit(settings.SITE_URL).hostname}>"


def words_of(event: CaseEvent, case: Case) -> Words:
    return WRITERS.get(EventKind(event.kind), nothing_more)(event, case)


def nothing_more(event: CaseEvent, case: Case) -> Words:
    return Words([], [])


def filed_words(event: CaseEvent, case: Case) -> Words:
    due = [] if event.details.get("passed") else answered_by(event, "due")
    counted = in_lines(case, facts=event.details.get("facts", {}))
    return Words([gettext("Your message has reached the Commune."), *sentences(event), *due, *counted], [])


def answered_by(event: CaseEvent, name: str) -> list[str]:
    """Nothing of a date that nobody kept."""
    due = day_in(event.details, name)
    return [gettext("You get an answer by %(due)s.") % {"due": in_words(due)}] if due else []


def question_words(event: CaseEvent, case: Case) -> Words:
    after = [gettext("Reply on the page where you follow your case.")]
    if due := day_in(event.details, "due"):
        after.append(gettext("The date of the answer stays the same: %(due)s.") % {"due": in_words(due)})
    return Words([], after)


def moved_words(event: CaseEvent, case: Case) -> Words:
    return Words([], answered_by(event, "after"))


def clock_words(event: CaseEvent, case: Case) -> Words:
    return Words(sentences(event), [])


def closed_words(event: CaseEvent, case: Case) -> Words:
    closing = closing_in(event.details)
    before = [gettext("How it ended: %(outcome)s.") % {"outcome": Outcome(closing.outcome).label}]
    after = because(closing)
    if closing.reopen_until:
        until = in_words(closing.reopen_until)
        after.append(gettext("If it is not solved, say so by %(until)s on that page.") % {"until": until})
    if closing.remedy:
        after.append(gettext("What else you can do: %(remedy)s.") % {"remedy": remedy_in_words(closing.remedy)})
    return Words(before, after)


WRITERS: dict[EventKind, Callable[[CaseEvent, Case], Words]] = {
    EventKind.FILED: filed_words,
    EventKind.QUESTION: question_words,
    EventKind.EXTENDED: moved_words,
    EventKind.URGENT: moved_words,
    EventKind.RECOMPUTED: clock_words,
    EventKind.LAPSED: clock_words,
    EventKind.LAPSE_UNDONE: clock_words,
    EventKind.CLOSED: closed_words,
}


def problem_of(case: Case) -> str:
    """For the desk: the code with which the newest mail to the author failed or came back; "" when it did not."""
    newest = CaseLetter.objects.filter(event__case=case).order_by("-pk").first()
    if newest is None or newest.state not in (CaseLetterState.BOUNCED, CaseLetterState.FAILED):
        return ""
    return newest.failure or newest.state


def forget(*, before: Any) -> int:
    """Letters that have had their time; how many."""
    done = [CaseLetterState.SENT, CaseLetterState.BOUNCED, CaseLetterState.FAILED]
    return CaseLetter.objects.filter(state__in=done, created_at__lt=before).delete()[0]
