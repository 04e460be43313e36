"""The one way by which something is written into a case's history, and its author told of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from participation.models import Case, CaseEvent, CaseLetter, Contact, EventKind, Teller
from participation.models.events import BY_THE_DESK, NEED_WORDS, SAY_WHY, TOLD_BY_MAIL


@transaction.atomic(savepoint=False)
def record(
    case: Case,
    kind: EventKind,
    *,
    at: datetime,
    officer: User | None = None,
    by: Teller | None = None,
    text: str = "",
    tells: bool = True,
    **details: object,
) -> CaseEvent:
    """Inside the transaction of what happened. `by` follows from the kind, or from there being an officer.

    `tells`: whether its author gets the mail that events of this kind bring.
    """
    said = text.strip()
    if kind in NEED_WORDS and not said:
        raise ValidationError(SAY_WHY, code="no_words")
    teller = by or (Teller.DESK if officer or kind in BY_THE_DESK else Teller.SYSTEM)
    event = CaseEvent(case=case, kind=kind, at=at, by=teller, officer=officer, text=said, details=details)
    event.is_demo = case.is_demo
    event.clean_fields(exclude=["case", "officer", "details"])  # the constraints are the database's to check
    event.save(force_insert=True)
    if tells and kind in TOLD_BY_MAIL and not case.is_demo and not case.is_held:
        tell(event)
    return event


def tell(event: CaseEvent) -> None:
    """Queue the one mail of an event, where its author left an address and confirmed it."""
    contact = getattr(event.case, "contact", None)
    if contact and contact.gets_mail:
        CaseLetter.objects.bulk_create([CaseLetter(event=event)], ignore_conflicts=True)


def record_all(kind: EventKind, told: Iterable[tuple[Case, dict[str, object]]], *, at: datetime) -> None:
    """As `record`, of what the portal does to many cases at once, without words: the same four queries for all.

    `told`: each case with the event's details. Inside the transaction of what happened.
    """
    events = CaseEvent.objects.bulk_create(
        CaseEvent(case=case, kind=kind, at=at, by=Teller.SYSTEM, details=details, is_demo=case.is_demo)
        for case, details in told
    )
    if kind in TOLD_BY_MAIL:
        tell_all([event for event in events if not event.case.is_demo and not event.case.is_held])


def tell_all(events: Sequence[CaseEvent]) -> None:
    contacts = Contact.objects.filter(case__in=[event.case_id for event in events]).only("case_id", "confirmed_at")
    reachable = {contact.case_id for contact in contacts if contact.gets_mail}
    letters = (CaseLetter(event=event) for event in events if event.case_id in reachable)
    CaseLetter.objects.bulk_create(letters, ignore_conflicts=True)
