"""What was public before the journal told of it: one line each, marked as the opening."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from tetouan_portal.journal.models import JournalLine
from tetouan_portal.journal.subjects import Subject, subjects
from tetouan_portal.journal.writing import enter, wait_for_turn


@transaction.atomic
def open_journal() -> int:
    """The number of lines written. Of each kind of row once: as soon as a line tells of one, others tell themselves."""
    wait_for_turn()
    unheard = [(model, subject) for model, subject in subjects().items() if not is_told_of(model)]
    lines = [enter_opening(row, subject) for row, subject in public_rows(unheard)]
    return len(lines)


def is_told_of(model: type[Model]) -> bool:
    return JournalLine.objects.filter(subject__startswith=f"{model._meta.label_lower}:").exists()


def public_rows(kinds: list[tuple[type[Model], Subject]]) -> Iterator[tuple[Model, Subject]]:
    """In the order in which they became public, as far as that is known; the others first."""
    now = timezone.now()
    rows = [(row, subject) for _model, subject in kinds for row in subject.rows(now).order_by("pk")]
    yield from sorted(rows, key=lambda pair: pair[1].since(pair[0]) or datetime.date.min)


def enter_opening(row: Model, subject: Subject) -> JournalLine:
    return enter(subject.kind, row, since=subject.since(row), is_opening=True)
