"""Every file field of every model, and the files that their rows need."""

import functools
from collections.abc import Collection, Iterator

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, storages
from django.db.models import FileField, QuerySet

from tetouan_portal.lib.portions import in_portions


@functools.cache
def file_fields() -> list[FileField]:
    """Of a model that inherits another one's table each field once."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]


def alias_of(storage: Storage) -> str:
    """Its name in STORAGES, which outlives the process. Raises ImproperlyConfigured for a storage without one."""
    for alias in settings.STORAGES:
        if storage == storages[alias]:
            return alias
    raise ImproperlyConfigured(f"{storage}: a storage of files stands in STORAGES.")


def fields_of(alias: str) -> list[FileField]:
    return [field for field in file_fields() if alias_of(field.storage) == alias]


def rows_needing(field: FileField) -> QuerySet:
    """Rows that name a file and need it: what was withdrawn keeps the name alone (`needs_no_file`)."""
    rows = field.model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None}).order_by()
    needs_none = getattr(field.model, "needs_no_file", None)
    return rows if needs_none is None else rows.exclude(needs_none)


def names_needed(field: FileField) -> Iterator[str]:
    return in_portions(rows_needing(field).values_list(field.name, flat=True), 2000)


def needed_among(alias: str, names: Collection[str]) -> set[str]:
    """Which of these files of one storage some row needs: one question, so that a name cannot move meanwhile."""
    asked = [
        rows_needing(field).filter(**{f"{field.name}__in": names}).values_list(field.name, flat=True)
        for field in fields_of(alias)
    ]
    if not asked or not names:
        return set()
    return set(asked[0].union(*asked[1:], all=True).order_by())
