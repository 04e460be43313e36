"""The documents that are due, for the public calendar."""

import datetime

from django.db.models import Count, Max, Prefetch, Q
from django.utils import timezone

from budget_docs.calendar.due_dates import absence_of, counts, is_awaited, last_look, standing
from budget_docs.models import BudgetDocument, PublicationDate
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts
from tetouan_portal.lib.obligations import Obligation


def document_obligations(on: datetime.date) -> list[Obligation]:
    documents = BudgetDocument.objects.fulfilling(now=timezone.now()).order_by("publish_at", "pk")
    published = Q(documents__publish_at__lte=timezone.now())
    slots = (
        PublicationDate.objects.filter(due_on__isnull=False)
        .select_related("type", "fiscal_year")
        .prefetch_related("looks", Prefetch("documents", queryset=documents.defer("search"), to_attr="fulfilling"))
        .annotate(
            moves=Count("changes", distinct=True),
            publications=Count("documents", filter=published, distinct=True),
            moved_at=Max("changes__changed_at"),
        )
    )
    return [obligation(slot, on) for slot in slots if slot.is_expected or slot.fulfilling]


def obligation(slot: PublicationDate, on: datetime.date) -> Obligation:
    names = texts(slot.type, "name")
    first = slot.fulfilling[0] if slot.fulfilling else None
    look = last_look(slot, on)
    found = standing(slot, first and first.published_on, on=on, look=look)
    fallback = next(name for name in names.values() if name)
    return Obligation(
        about="budget",
        name=f"budget-{slot.fiscal_year.year}-{slot.type.slug}",
        title={code: f"{names[code] or fallback} {slot.fiscal_year.year}" for code in LANGUAGE_CODES},
        due_on=slot.due_on,
        done_on=first and first.published_on,
        address=f"budget/{slot.fiscal_year.year}/",
        is_confirmed=slot.type.is_confirmed,
        is_demo=first.is_demo if first else slot.is_awaited_in_demo,
        is_bound=counts(slot, on) if first else is_awaited(slot, on),
        absence=absence_of(slot, found, look),
        # Each counts something that is never undone: a confirmation that is taken back is one change more.
        revision=slot.moves + slot.publications + slot.type.confirmation_changes,
        changed_at=max(filter(None, (first and first.publish_at, slot.moved_at)), default=None),
    )
