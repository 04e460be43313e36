"""What staff read of the past: the record of changes, and the admin's own log. Removed words stand in neither."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from tetouan_portal.removal.models import Removal


def forget(removal: Removal) -> int:
    """Of every place that the removal names, all that the record of changes ever kept. The number of entries.

    The database takes the values out of each entry that is touched, and notes that they were; nothing else changes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update tetouan_portal_auditentry as entry set masked = masked
            from (
              select "table", row_pk, array_agg("column"::text) as columns
              from tetouan_portal_removedplace where removal_id = %s group by "table", row_pk
            ) as place
            where entry.table_name = place."table" and entry.row_pk = place.row_pk
              and (coalesce(entry.old ?| place.columns, false) or coalesce(entry.new ?| place.columns, false))
            """,
            [removal.pk],
        )
        return cursor.rowcount


def kept_of(table: str, row_pk: str, columns: list[str]) -> int:
    """The number of entries that hold something of these columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from tetouan_portal_auditentry where table_name = %s and row_pk = %s"
            " and (coalesce(old ?| %s, false) or coalesce(new ?| %s, false))",
            [table, row_pk, columns, columns],
        )
        return int(cursor.fetchone()[0])


def rename_in_log(row: Model) -> None:
    """The admin's log names rows by how they were called."""
    kind = ContentType.objects.get_for_model(type(row), for_concrete_model=False)
    LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).update(object_repr=str(row)[:200])
