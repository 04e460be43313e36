"""How the calendar's slots stand for those who keep it: drafts included, unlike `budget_docs.documents.library`."""

import datetime
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils import timezone

from budget_docs.calendar.due_dates import Standing, last_look, standing
from budget_docs.models import BudgetDocument, PublicationDate, Visa


class Kept(NamedTuple):
    slot: PublicationDate
    standing: Standing
    documents: list[BudgetDocument]  # newest first; drafts too, withdrawn ones not

    @property
    def is_empty(self) -> bool:
        return self.slot.is_expected and not self.documents


def slots_kept(slots, *, now: datetime.datetime) -> list[Kept]:
    """Of a queryset of slots, in its order. A constant number of queries."""
    documents = BudgetDocument.objects.defer("search").order_by("-pk")
    rows = slots.select_related("type", "fiscal_year").prefetch_related(
        "looks", Prefetch("documents", queryset=documents)
    )
    return [kept_one(slot, now=now) for slot in rows]


def kept_one(slot: PublicationDate, *, now: datetime.datetime) -> Kept:
    documents = list(slot.documents.all())
    # What was withdrawn was published once: its date stands, as on the public page.
    public = (d for d in documents if d.publish_at and d.publish_at <= now and d.visa != Visa.REFUSED)
    first = min((d.publish_at for d in public), default=None)
    on = timezone.localdate(now)
    found = standing(slot, first and timezone.localdate(first), on=on, look=last_look(slot, on))
    return Kept(slot, found, [document for document in documents if not document.withdrawn_at])
