"""The documents that are due, for the public calendar."""

import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from budget_docs.calendar.due_dates import absence_of, is_bound, last_look, standing_of
from budget_docs.models import PublicationDate
from budget_docs.models.calendar_querysets import first_publication
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts
from tetouan_portal.lib.obligations import Obligation


def document_obligations(on: datetime.date) -> list[Obligation]:
    now = timezone.now()
    published = Q(documents__publish_at__lte=now)
    slots = (
        PublicationDate.objects.filter(due_on__isnull=False)
        .with_first_publication(now=now)
        .select_related("type", "fiscal_year")
        .prefetch_related("looks")
        .annotate(
            is_first_demo=first_publication("is_demo", now=now),
            moves=Count("changes", distinct=True),
            publications=Count("documents", filter=published, distinct=True),
            moved_at=Max("changes__changed_at"),
        )
    )
    return [obligation(slot, on) for slot in slots if slot.is_expected or slot.first_published_at]


def obligation(slot: Any, on: datetime.date) -> Obligation:
    """`slot`: a PublicationDate with the columns of the query above."""
    names = texts(slot.type, "name")
    done_on, look = slot.first_published_on, last_look(slot, on)
    found = standing_of(slot, done_on, on=on, look=look)
    fallback = next(name for name in names.values() if name)
    return Obligation(
        about="budget",
        name=f"budget-{slot.fiscal_year.year}-{slot.type.slug}",
        title={code: f"{names[code] or fallback} {slot.fiscal_year.year}" for code in LANGUAGE_CODES},
        due_on=slot.due_on,
        done_on=done_on,
        address=f"budget/{slot.fiscal_year.year}/",
        is_confirmed=slot.type.is_confirmed,
        is_demo=slot.is_first_demo if done_on else slot.is_awaited_in_demo,
        is_bound=is_bound(slot, done_on, on),
        absence=absence_of(slot, found, look),
        # Each counts something that is never undone: a confirmation that is taken back is one change more.
        revision=slot.moves + slot.publications + slot.type.confirmation_changes,
        changed_at=max(filter(None, (slot.first_published_at, slot.moved_at)), default=None),
    )
