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
    """Each slot once, in the first group that it fits in."""
    today = timezone.localdate(now)
    slots = PublicationDate.objects.with_state(now=now)
    is_soon = Q(state=State.COMING, due_on__lte=today + SOON)
    without = slots.filter(~Exists(BudgetDocument.objects.filter(slot=OuterRef("pk"))), fiscal_year__year=today.year)
    groups = {
        "late": slots.filter(state=State.OVERDUE).order_by("due_on", "type__position"),
        "soon": slots.filter(is_soon).order_by("due_on", "type__position"),
        "empty": without.filter(~is_soon, state__in=[State.COMING, State.UNDATED]).order_by("type__position", "pk"),
        "unconfirmed": slots.filter(state=State.UNCONFIRMED).order_by("-due_on", "type__position"),
    }
    return [(name, slots_kept(slots[:SHOWN], now=now), slots.count()) for name, slots in groups.items()]


def files_to_look_at() -> QuerySet[DocumentFile]:
    """Held back by the scanner, of no known language, or not searchable: those in force, the newest first."""
    held = Q(scan__in=[Scan.WAITING, Scan.INFECTED])
    silent = Q(text_state__in=[TextState.NONE, TextState.FAILED])
    looked_at = Q(is_current=True) & (held | silent) | Q(language="")
    standing = DocumentFile.objects.filter(looked_at, document__withdrawn_at__isnull=True)
    return standing.select_related("document").defer("text_search", "document__search").order_by("-added_at", "-pk")
