"""What an author is told of their own case: where it stands, until when, what happened, what they can do.

Nothing internal, no officer's name, and not the contact data: the page may be read over a shoulder.
"""

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from participation.models import Case, CaseEvent, CaseState, Contact, EventKind, Outcome, PublishedCase, Satisfaction

MOVED = ("before", "after")


def told(case: Case, *, on: datetime.date) -> dict[str, Any]:
    is_closed = case.state == CaseState.CLOSED
    events = list(case.events.for_author())
    questions = [event for event in events if event.kind == EventKind.QUESTION]
    return {
        "case": case,
        "received_on": local_date(case.received_at),
        "answered_on": local_date(case.first_answered_at),
        "closed_on": local_date(case.closed_at),
        "is_overdue": case.is_overdue(on=on),
        "is_closed": is_closed,
        "can_reopen": bool(is_closed and case.reopen_until and on <= case.reopen_until),
        "counted": counted(case.due_facts),
        "events": [entry(event) for event in events],
        "question": questions[-1] if questions and case.state == CaseState.ASKED else None,
        "photos": list(case.photos.all()),
        "has_contact": Contact.objects.filter(case=case).exists(),
        "published": PublishedCase.objects.visible().filter(case=case).first(),
        "shows_demo": case.is_demo,
    }


def local_date(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(at) if at else None


def counted(facts: dict[str, Any]) -> dict[str, Any] | None:
    """How the due date was computed, as `clock` keeps it; None for a case that is older than this record."""
    if not facts:
        return None
    holidays = [datetime.date.fromisoformat(day) for day in facts["holidays"]]
    return {"start": datetime.date.fromisoformat(facts["from"]), "holidays": holidays, **facts}


def entry(event: CaseEvent) -> dict[str, Any]:
    """One line of the history: {"kind", "label", "on", "by", "text", "words_erased", "said", "before", "after"}."""
    details = event.details
    moved = {name: datetime.date.fromisoformat(details[name]) if details.get(name) else None for name in MOVED}
    return {
        "kind": event.kind,
        "label": event.get_kind_display(),
        "on": local_date(event.at),
        "by": event.by,
        "text": event.text,
        "words_erased": event.words_erased,
        "said": said(event),
        **moved,
    }


def said(event: CaseEvent) -> str:
    """The code that an event carries, in words."""
    details = event.details
    if event.kind == EventKind.CLOSED and details.get("outcome"):
        return str(Outcome(details["outcome"]).label)
    if event.kind == EventKind.RATED and details.get("satisfaction"):
        return str(Satisfaction(details["satisfaction"]).label)
    if event.kind == EventKind.CONSENT:
        return _("agreed") if details.get("agrees") else _("taken back")
    return ""


def calendar_of(case: Case) -> bytes:
    """The due date as an entry of a calendar (RFC 5545), without a word of what the case is about."""
    calendar = Calendar()
    calendar.add("prodid", "-//Commune de Tétouan//Tétouan, commune ouverte//")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"case-{case.reference}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", case.received_at)
    event.add("dtstart", case.due_on)
    event.add("dtend", case.due_on + datetime.timedelta(days=1))
    event.add("summary", _("Case %(reference)s: answer due") % {"reference": case.reference})
    event.add("transp", "TRANSPARENT")
    calendar.add_component(event)
    return calendar.to_ical()
