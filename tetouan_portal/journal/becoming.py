"""Lines of what has become public: by an act, which calls `enter_public` at its end; or by itself, at a planned hour or
once a scanner has looked, which a clock finds. What was public before the journal told of it comes in as its opening.
"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from tetouan_portal.journal.models import By, JournalLine, Kind
from tetouan_portal.journal.subjects import Told, as_fact, kind_of, subject_of, subjects, values_of
from tetouan_portal.journal.writing import append, enter, wait_for_turn


def is_public(row: Model) -> bool:
    return bool(subjects()[type(row)].rows(timezone.now()).filter(pk=row.pk).exists())


def enter_public(*rows: Model) -> list[JournalLine]:
    """A line for each of the rows that the public may see and no line tells of yet, in their order."""
    wait_for_turn()  # before the question, so that of two who ask at once the second sees the first
    now = timezone.now()
    return [enter(kind_of(row), row) for row in rows if untold(type(row), now).filter(pk=row.pk).exists()]


def enter_change(kind: Kind, row: Model, *, was: Told | None = None, **said: Any) -> JournalLine | None:
    """What happened to a row that the public may see; None while it may not. `was`: `values_of(row)` before.

    Its becoming public is entered first, as it was, where no line tells of it yet.
    """
    if not is_public(row):
        return None
    now = timezone.now()
    wait_for_turn()
    becomes = values_of(row)
    was = becomes if was is None else was
    if untold(type(row), now).filter(pk=row.pk).exists():
        enter_as_it_was(row, was)
    return enter(kind, row, was=was, becomes=becomes, **said)


def enter_as_it_was(row: Model, was: Told) -> JournalLine:
    """Late: of a kind of which the journal does not tell yet it is the row's opening."""
    is_opening = label(type(row)) not in kinds_begun()
    since = subject_of(row).since(row) if is_opening else None
    return enter(kind_of(row), row, becomes=was, since=since, is_opening=is_opening)


@transaction.atomic
def enter_all_public() -> int:
    """As `enter_public`, of every row there is, the opening before the others. The number of lines written.

    Where nothing is to be written nobody waits for it.
    """
    now = timezone.now()
    if not any(untold(model, now).exists() for model in subjects()) and kinds_begun() >= set(map(label, subjects())):
        return 0
    wait_for_turn()
    begun = kinds_begun()
    opening = [row for model in subjects() if label(model) not in begun for row in untold(model, now).order_by("pk")]
    for row in sorted(opening, key=known_since):
        enter(kind_of(row), row, since=subject_of(row).since(row), is_opening=True)
    if new := [label(model) for model in subjects() if label(model) not in begun]:
        begin(new)
    late = list(untold_of_all(now))
    for row in late:
        enter(kind_of(row), row)
    return len(opening) + bool(new) + len(late)


def label(model: type[Model]) -> str:
    return model._meta.label_lower


def untold(model: type[Model], now: datetime.datetime) -> QuerySet:
    name = Concat(Value(f"{label(model)}:"), Cast(OuterRef("pk"), CharField()))
    return subjects()[model].rows(now).filter(~Exists(JournalLine.objects.filter(subject=name)))


def untold_of_all(now: datetime.datetime) -> Iterator[Model]:
    for model in subjects():
        yield from untold(model, now).order_by("pk")


def known_since(row: Model) -> datetime.date:
    """The opening comes in the order in which rows became public, as far as that is known; the others first."""
    return subject_of(row).since(row) or datetime.date.min


def kinds_begun() -> set[str]:
    """The kinds of rows of which the journal tells: what else became public did so before."""
    lines = JournalLine.objects.filter(kind=Kind.BEGUN)
    return {change["to"] for line in lines for change in line.told["changes"]}


def begin(labels: list[str]) -> JournalLine:
    """From this line on the journal tells of these kinds of rows."""
    told = {
        "about": "/journal/",
        "at": as_fact(timezone.now()),
        "by": By.PORTAL.value,
        "changes": [{"field": "tells_of", "from": None, "to": one} for one in labels],
        "decision": None,
        "demonstration": False,
        "kind": Kind.BEGUN.value,
        "opening": False,
        "public_since": None,
        "reason": [],
        "subject": "tetouan_portal.journalline:0",
        "title": [],
    }
    return append(told, {})
