"""How the calendar's slots stand for those who keep it: drafts included, unlike `budget_docs.documents.library`."""

import datetime
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils import timezone

from budget_docs.calendar.due_dates import last_look, standing_of
from budget_docs.models import BudgetDocument, Look, PublicationDate
from tetouan_portal.lib.standing import Standing


class Kept(NamedTuple):
    slot: PublicationDate
    standing: Standing
    look: Look | None  # the newest look elsewhere
    documents: list[BudgetDocument]  # newest first; drafts too, withdrawn ones not

    @property
    def is_empty(self) -> bool:
        return self.slot.is_expected and not self.documents


def slots_kept(slots, *, now: datetime.datetime) -> list[Kept]:
    """Of a queryset of slots, in its order. A constant number of queries."""
    documents = BudgetDocument.objects.defer("search").order_by("-pk")
    rows = slots.with_first_publication(now=now).select_related("type", "fiscal_year")
    rows = rows.prefetch_related("looks", Prefetch("documents", queryset=documents))
    return [kept_one(slot, on=timezone.localdate(now)) for slot in rows]


def kept_one(slot: PublicationDate, *, on: datetime.date) -> Kept:
    look = last_look(slot, on)
    found = standing_of(slot, slot.first_published_on, on=on, look=look)
    return Kept(slot, found, look, [document for document in slot.documents.all() if not document.withdrawn_at])
