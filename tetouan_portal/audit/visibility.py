"""What somebody may not see in the admin does not leak through the log either."""

from collections.abc import Callable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest

from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.tables import owner_of, rows_seen, tracked_tables

# What an app keeps from the readers of the log, administrators too: of a request, the entries.
CONFIDENTIAL: list[Callable[[HttpRequest], Q]] = []


def keep_confidential(entries_of: Callable[[HttpRequest], Q]) -> None:
    CONFIDENTIAL.append(entries_of)


def visible_entries(request: HttpRequest) -> QuerySet[AuditEntry]:
    """Entries of rows that the admin shows to whoever asks; those of deleted rows only to superusers."""
    entries = AuditEntry.objects.all()
    for entries_of in CONFIDENTIAL:
        entries = entries.exclude(entries_of(request))
    if request.user.is_superuser:
        return entries
    seen = Q(pk__in=[])
    for table in tracked_tables():
        owner = owner_of(table)
        rows = owner and rows_seen(request, owner)
        if rows is not None:
            keys = rows.order_by().annotate(key_as_text=Cast("pk", TextField())).values("key_as_text")
            seen |= Q(table_name=table, row_pk__in=keys)
    return entries.filter(seen)
