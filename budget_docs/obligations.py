"""The documents that are due, for the public calendar."""

import datetime

from django.db.models import Min, Q
from django.utils import timezone

from budget_docs.models import PublicationDate
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts
from tetouan_portal.lib.obligations import Obligation


def document_obligations(on: datetime.date) -> list[Obligation]:
    now = timezone.now()
    slots = (
        PublicationDate.objects.filter(due_on__isnull=False)
        .select_related("type", "fiscal_year")
        .annotate(first=Min("documents__publish_at", filter=Q(documents__publish_at__lte=now)))
        .filter(Q(is_expected=True) | Q(first__isnull=False))
    )
    return [obligation(slot) for slot in slots]


def obligation(slot: PublicationDate) -> Obligation:
    names = texts(slot.type, "name")
    fallback = next(name for name in names.values() if name)
    return Obligation(
        about="budget",
        name=f"budget-{slot.fiscal_year.year}-{slot.type.slug}",
        title={code: f"{names[code] or fallback} {slot.fiscal_year.year}" for code in LANGUAGE_CODES},
        due_on=slot.due_on,
        done_on=slot.first and timezone.localdate(slot.first),
        address=f"budget/{slot.fiscal_year.year}/",
        is_confirmed=slot.type.is_confirmed,
    )
