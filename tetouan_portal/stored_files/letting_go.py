"""Files that staff let go of on the pages of the admin: with the rows they delete, and by putting another in place."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import FileField, Model, QuerySet
from django.db.models.fields.files import FieldFile

from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason
from tetouan_portal.stored_files.needed import file_fields


class LetsFilesGo:
    """Of a model's admin: all that its own pages, lists and inlines delete or replace passes here."""

    @transaction.atomic
    def delete_model(self, request, obj):
        doom(files_taken_with([obj]), Reason.DELETED)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        doom(files_taken_with(queryset), Reason.DELETED)
        super().delete_queryset(request, queryset)

    def save_model(self, request, obj, form, change):
        doom(files_replaced_by(form), Reason.REPLACED)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for one in formset.initial_forms:
            doom(files_replaced_by(one), Reason.REPLACED)
        gone = [one.instance for one in formset.deleted_forms if one.instance.pk]
        doom(files_taken_with(gone), Reason.DELETED)
        super().save_formset(request, form, formset, change)


def files_taken_with(rows: Sequence[Model] | QuerySet[Any]) -> Iterator[FieldFile]:
    """Those of the rows, and of all that their deletion deletes."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS)
    collector.collect(rows)
    for field in file_fields():
        for row in collector.data.get(field.model, ()):
            yield getattr(row, field.name)


def files_replaced_by(form: Any) -> Iterator[FieldFile]:
    """What stood in the fields where the form puts another file, or none."""
    for field in form.instance._meta.concrete_fields:
        if isinstance(field, FileField) and field.name in form.changed_data and form.initial.get(field.name):
            yield form.initial[field.name]
