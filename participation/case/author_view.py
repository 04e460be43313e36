"""What an author is told of their own case: where it stands, until when, what happened, what they can do.

Nothing internal, no officer's name, and not the contact data: the page may be read over a shoulder.
"""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from participation.case.mail_address import why_not_again
from participation.law.closings import present_closing
from participation.law.due_dates import rules
from participation.law.event_sentences import awaiting, sentences
from participation.law.explanations import explain, remedies_in_words
from participation.models import Case, CaseEvent, CaseState, Contact, EventKind, Outcome, PublishedCase, Satisfaction

MOVED = ("before", "after")
WHAT_IS_NEXT = {
    CaseState.RECEIVED: _("The desk has received it. Next, somebody takes it up and answers you."),
    CaseState.IN_PROGRESS: _("The desk is working on it. Next, it answers you or asks you something."),
    CaseState.ASKED: _(
        "The desk asks you something. Your reply is what comes next; the date stays the same meanwhile."
    ),
    CaseState.CLOSED: _(
        "The desk’s reason stands below. Closed does not mean solved: you can say what you think of it."
    ),
    CaseState.WITHDRAWN: _("You have withdrawn it."),
}


def author_view(case: Case, *, now: datetime.datetime) -> dict[str, Any]:
    by, on = rules(), timezone.localdate(now)
    is_closed = case.state == CaseState.CLOSED
    events = list(case.events.for_author())
    contact = Contact.objects.filter(case=case).first()
    not_again = why_not_again(events, now=now)
    questions = [event for event in events if event.kind == EventKind.QUESTION]
    return {
        "case": case,
        "what_is_next": WHAT_IS_NEXT[CaseState(case.state)],
        "received_on": local_date(case.received_at),
        "answered_on": local_date(case.first_answered_at),
        "closed_on": local_date(case.closed_at),
        "is_overdue": case.is_overdue(on=on),
        "awaiting": awaiting(case, on=on, days=by.calendar) if case.is_open else "",
        "is_closed": is_closed,
        "can_reopen": bool(is_closed and case.reopen_until and on <= case.reopen_until),
        "closing": present_closing(case, events),
        "explanation": explain(case, by=by),
        "remedies": remedies_in_words(case, on=on, by=by),
        "events": [entry(event) for event in events],
        "question": questions[-1] if questions and case.state == CaseState.ASKED else None,
        "photos": list(case.photos.all()),
        "has_contact": contact is not None,
        "mail_waits": contact is not None and contact.waits_for_confirmation and not case.erased_at,
        "mail_again": not not_again,
        "mail_not_again": not_again,
        "published": PublishedCase.objects.live().filter(case=case).first(),
        "shows_demo": case.is_demo,
    }


def local_date(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(at) if at else None


def entry(event: CaseEvent) -> dict[str, Any]:
    """One line of the history: {"label", "on", "by", "text", "said", "sentences", "before", "after"}.

    What is told in `sentences` has its dates there; of what else the desk moved there are the dates alone.
    """
    told = sentences(event)
    details = {} if told else event.details
    moved = {name: datetime.date.fromisoformat(details[name]) if details.get(name) else None for name in MOVED}
    return {
        "label": event.get_kind_display(),
        "on": local_date(event.at),
        "by": event.by,
        "text": event.text,
        "said": code_in_words(event),
        "sentences": told,
        **moved,
    }


def code_in_words(event: CaseEvent) -> str:
    """The code that an event carries, in words."""
    details = event.details
    if event.kind == EventKind.CLOSED and details.get("outcome"):
        return str(Outcome(details["outcome"]).label)
    if event.kind == EventKind.RATED and details.get("satisfaction"):
        return str(Satisfaction(details["satisfaction"]).label)
    if event.kind == EventKind.REPLY and details.get("photos"):
        return ngettext("with %(n)d photo", "with %(n)d photos", details["photos"]) % {"n": details["photos"]}
    if event.kind == EventKind.CONSENT:
        return gettext("agreed") if details.get("agrees") else gettext("taken back")
    return ""
