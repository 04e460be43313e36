"""What waits for the budget officer, on a first page of few queries."""

import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from budget_docs.calendar.slots import slots_kept
from budget_docs.models import BudgetDocument, DocumentFile, PublicationDate, TextState
from tetouan_portal.lib.standing import State
from tetouan_portal.lib.virus_scan import Scan

SHOWN = 20  # of each kind; the lists show the rest
SOON = datetime.timedelta(days=45)


def desk_of(user: Any, *, now: datetime.datetime) -> dict[str, Any] | None:
    """None for everybody else. `calendar`: [(name, slots shown, how many there are)]."""
    if not user.has_perm("budget_docs.publish_budgetdocument"):
        return None
    waiting = BudgetDocument.objects.waiting(now=now).select_related("slot__type", "slot__fiscal_year").defer("search")
    files = files_to_look_at()
    return {
        "calendar": calendar(now),
        "drafts": list(waiting.filter(publish_at__isnull=True).annotate(n_files=Count("files")).order_by("pk")[:SHOWN]),
        "planned": list(waiting.filter(publish_at__isnull=False).order_by("publish_at")[:SHOWN]),
        "files": list(files[:SHOWN]),
        "files_count": files.count(),
        "hiding": DocumentFile.objects.hiding().count(),
        "year": timezone.localdate(now).year,
    }


def calendar(now: datetime.datetime) -> list[tuple[str, list, int]]:
    """Each slot once, in the first group that it fits in: asked of all at once, and those shown are read."""
    today = timezone.localdate(now)
    found: dict[str, list] = {name: [] for name in ORDER_OF}
    for slot in standings(now):
        if name := group_of(slot, today):
            found[name].append(slot)
    shown = {name: [slot["pk"] for slot in sorted(found[name], key=ORDER_OF[name])[:SHOWN]] for name in found}
    read = PublicationDate.objects.filter(pk__in=[pk for pks in shown.values() for pk in pks])
    kept = {one.slot.pk: one for one in slots_kept(read, now=now)}
    return [(name, [kept[pk] for pk in shown[name] if pk in kept], len(found[name])) for name in found]


def standings(now: datetime.datetime) -> QuerySet[PublicationDate, dict[str, Any]]:
    has_document = Exists(BudgetDocument.objects.filter(slot=OuterRef("pk")))
    slots = PublicationDate.objects.with_state(now=now).annotate(has_document=has_document).order_by("pk")
    return slots.values("pk", "state", "due_on", "type__position", "fiscal_year__year", "has_document")


def group_of(slot: dict[str, Any], today: datetime.date) -> str:
    """Empty for a slot that waits for nobody."""
    if slot["state"] == State.OVERDUE:
        return "late"
    if slot["state"] == State.COMING and slot["due_on"] <= today + SOON:
        return "soon"
    is_of_this_year = slot["fiscal_year__year"] == today.year
    if slot["state"] in (State.COMING, State.UNDATED) and is_of_this_year and not slot["has_document"]:
        return "empty"
    return "unconfirmed" if slot["state"] == State.UNCONFIRMED else ""


def by_day(slot: dict[str, Any]) -> tuple:
    return slot["due_on"], slot["type__position"]


def by_last_day(slot: dict[str, Any]) -> tuple:
    return -slot["due_on"].toordinal(), slot["type__position"]


def by_type(slot: dict[str, Any]) -> tuple:
    return slot["type__position"], slot["pk"]


ORDER_OF = {"late": by_day, "soon": by_day, "empty": by_type, "unconfirmed": by_last_day}


def files_to_look_at() -> QuerySet[DocumentFile]:
    """Held back by the scanner, of no known language, or not searchable: those in force, the newest first."""
    held = Q(scan__in=[Scan.WAITING, Scan.INFECTED])
    silent = Q(text_state__in=[TextState.NONE, TextState.FAILED])
    looked_at = Q(is_current=True) & (held | silent) | Q(language="")
    standing = DocumentFile.objects.filter(looked_at, document__withdrawn_at__isnull=True)
    return standing.select_related("document").defer("text_search", "document__search").order_by("-added_at", "-pk")
