"""What was removed of a row, for those who show it."""

from django.db.models import Model, QuerySet

from tetouan_portal.removal.models import Removal, RemovalState
from tetouan_portal.removal.removable import removables


def removals_in(row: Model) -> QuerySet[Removal]:
    """Those that left a sentence in it, as a part of its own or as a copy; the newest first."""
    places = {"places__table": row._meta.db_table, "places__row_pk": str(row.pk)}
    return Removal.objects.filter(state=RemovalState.DONE, **places).distinct()


def file_removal(row: Model) -> Removal | None:
    """The one that took the file of the row."""
    return removals_in(row).filter(part=removables()[type(row)].file, table=row._meta.db_table).first()
