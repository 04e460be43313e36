"""The one way by which something is written into a case's history, and its author told of it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from participation.models import Case, CaseEvent, CaseLetter, EventKind, Teller
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
    **details: object,
) -> CaseEvent:
    """Inside the transaction of what happened. `by` follows from the kind, or from there being an officer."""
    said = text.strip()
    if kind in NEED_WORDS and not said:
        raise ValidationError(SAY_WHY, code="no_words")
    teller = by or (Teller.DESK if officer or kind in BY_THE_DESK else Teller.SYSTEM)
    event = CaseEvent(case=case, kind=kind, at=at, by=teller, officer=officer, text=said, details=details)
    event.is_demo = case.is_demo
    event.clean_fields(exclude=["case", "officer", "details"])  # the constraints are the database's to check
    event.save(force_insert=True)
    if kind in TOLD_BY_MAIL and not case.is_demo and not case.is_held:
        tell(event)
    return event


def tell(event: CaseEvent) -> None:
    """Queue the one mail of an event, where its author left an address."""
    contact = getattr(event.case, "contact", None)
    if contact and contact.email:
        CaseLetter.objects.bulk_create([CaseLetter(event=event)], ignore_conflicts=True)
