"""Who is reminded of which due date, once: 15 and 3 days before it and the day after.

What is due is found by looking back, so that a worker that was away for days says it later, in one mail.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from budget_docs.calendar.due_dates import absence_of, last_look, standing_of
from budget_docs.models import BudgetDocument, PublicationDate, Reminder
from tetouan_portal.lib.languages import texts

OFFSETS = (-15, -3, 1)  # days from the due date
LOOKING_BACK = datetime.timedelta(days=31)  # later than that the first page says it, and no mail


def officers() -> list[User]:
    """Those whose role it is to publish; a superuser is not reminded of other people's work."""
    allowed = User.objects.with_perm(
        "budget_docs.publish_budgetdocument",
        backend="django.contrib.auth.backends.ModelBackend",
        include_superusers=False,
    )
    return list(allowed.exclude(email="").order_by("pk"))


def missing(*, now: datetime.datetime) -> Any:
    public = BudgetDocument.objects.fulfilling(now=now).filter(slot=OuterRef("pk"))
    return PublicationDate.objects.filter(~Exists(public), is_expected=True, due_on__isnull=False)


def passed_offsets(due_on: datetime.date, on: datetime.date) -> list[int]:
    """The reminders whose day has come and is not long past."""
    days = {offset: due_on + datetime.timedelta(days=offset) for offset in OFFSETS}
    return [offset for offset, day in days.items() if on - LOOKING_BACK <= day <= on]


def claim(user: User, *, now: datetime.datetime) -> list[Reminder]:
    """Record what `user` is to be told now, and return it: of each date the newest reminder alone.

    Call it in the transaction that queues the mail. Who was reminded today is told the rest tomorrow.
    """
    on = timezone.localdate(now)
    User.objects.select_for_update().get(pk=user.pk)  # doubled calls come one after the other
    if Reminder.objects.filter(user=user, reminded_on=on).exists():
        return []
    near = missing(now=now).filter(
        due_on__gte=on - LOOKING_BACK - datetime.timedelta(days=max(OFFSETS)),
        due_on__lte=on - datetime.timedelta(days=min(OFFSETS)),
    )
    told = set(Reminder.objects.filter(user=user, slot__in=near).values_list("slot", "due_on", "days"))
    claimed = []
    for slot in near.order_by("due_on", "type__position", "pk"):
        offsets = [days for days in passed_offsets(slot.due_on, on) if (slot.pk, slot.due_on, days) not in told]
        made = [
            Reminder.objects.create(user=user, slot=slot, due_on=slot.due_on, days=days, reminded_on=on)
            for days in offsets
        ]
        claimed += made[-1:]
    return claimed


def lines(reminder_ids: Iterable[int], *, now: datetime.datetime) -> list[dict[str, Any]]:
    """What the mail says when it is sent: dates that moved and documents that came meanwhile are left out."""
    on = timezone.localdate(now)
    claimed = Reminder.objects.filter(pk__in=list(reminder_ids), slot=OuterRef("pk"), due_on=OuterRef("due_on"))
    still = missing(now=now).filter(Exists(claimed)).select_related("type", "fiscal_year").prefetch_related("looks")
    return [line(slot, on) for slot in still.order_by("due_on", "type__position", "pk")]


def line(slot: Any, on: datetime.date) -> dict[str, Any]:
    """`days`: until the date; negative: since it. The link is in the language at hand.

    `absence`: what is known of a document that is not here, which others may hold or have published.
    """
    look = last_look(slot, on)
    return {
        "name": texts(slot.type, "name"),
        "year": slot.fiscal_year.year,
        "due_on": slot.due_on,
        "link": settings.SITE_URL + reverse("admin:budget_docs_publicationdate_change", args=[slot.pk]),
        "days": (slot.due_on - on).days,
        "is_confirmed": slot.type.is_confirmed,
        "absence": absence_of(slot, standing_of(slot, None, on=on, look=look), look),
    }
