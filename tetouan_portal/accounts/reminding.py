"""Members of staff told what is theirs to publish: one mail a day, whatever it tells."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from budget_docs.calendar import reminders
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import Letter, LetterKind


def remind_officers(*, now: datetime) -> int:
    """How many mails were queued. Safe to run twice, or late."""
    return sum(remind(officer, now=now) is not None for officer in reminders.officers())


@transaction.atomic
def remind(officer: User, *, now: datetime) -> Letter | None:
    claimed = reminders.claim(officer, now=now)
    if not claimed:
        return None
    return letters.queue(officer, LetterKind.DUE_DATES, reminders=[reminder.pk for reminder in claimed])
