"""Names for the numbers in entries, looked up when somebody reads, for all entries of a page at once."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.tables import field_of, owner_of, rows_seen


class Names:
    """Of rows that whoever asks may see in the admin; others stay numbers."""

    def __init__(self, request: HttpRequest, entries: Sequence[AuditEntry]):
        wanted = defaultdict(set)
        for entry in entries:
            if (owner := owner_of(entry.table_name)) and entry.row_pk:
                wanted[owner].add(entry.row_pk)
            for column, value in values_of(entry):
                if value is not None and (target := target_of(entry.table_name, column)):
                    wanted[target].add(str(value))
        self.rows = {model: self.found(request, model, keys) for model, keys in wanted.items()}
        actors = {entry.actor for entry in entries} - {None}
        self.actors = {user.pk: str(user) for user in get_user_model()._base_manager.filter(pk__in=actors)}

    @staticmethod
    def found(request: HttpRequest, model: type[models.Model], keys: set[str]) -> dict[str, str]:
        rows = rows_seen(request, model)
        if rows is None:
            return {}
        # Whatever a row's name needs of another row is fetched once for all of them.
        rows = rows.filter(pk__in=keys).fetch_mode(models.FETCH_PEERS)
        return {str(row.pk): str(row) for row in rows}

    def of(self, model: type[models.Model], key: object) -> str:
        return self.rows.get(model, {}).get(str(key)) or _("no. %(number)s") % {"number": key}

    def row(self, entry: AuditEntry) -> str:
        owner = owner_of(entry.table_name)
        return self.of(owner, entry.row_pk) if entry.row_pk else ""

    def exists(self, entry: AuditEntry) -> bool:
        return entry.row_pk in self.rows.get(owner_of(entry.table_name), {})

    def actor(self, entry: AuditEntry) -> str:
        if entry.actor is None:
            return ""
        return self.actors.get(entry.actor) or _("former account no. %(number)s") % {"number": entry.actor}


def values_of(entry: AuditEntry):
    yield from (entry.old or {}).items()
    yield from (entry.new or {}).items()


def target_of(table: str, column: str) -> type[models.Model] | None:
    field = field_of(table, column)
    return field.related_model if field is not None and field.is_relation else None
