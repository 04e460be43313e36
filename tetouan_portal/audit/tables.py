"""From the database's names, which the trigger knows, to models, fields and the pages that show them."""

import functools

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from modeltranslation.fields import TranslationField


@functools.cache
def models_by_table() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def owner_of(table: str) -> type[Model] | None:
    """The model whose row an entry belongs to: of a join table the one that declares the relation."""
    model = models_by_table().get(table)
    return model and (model._meta.auto_created or model)


def table_label(table: str) -> str:
    """Kind of record in the reader's words; the table's name once its model is gone."""
    model = models_by_table().get(table)
    if model is None:
        return table
    if model._meta.auto_created:
        relation = next(field for field in owner_of(table)._meta.many_to_many if field.remote_field.through is model)
        return f"{capfirst(owner_of(table)._meta.verbose_name)} ({relation.verbose_name})"
    return capfirst(str(model._meta.verbose_name))


def field_of(table: str, column: str) -> Field | None:
    model = models_by_table().get(table)
    return model and next((field for field in model._meta.local_concrete_fields if field.column == column), None)


def names_the_row(table: str, column: str) -> bool:
    """Whether the column only says which row it is: its number, or the owner of a row of a join table."""
    field, owner = field_of(table, column), owner_of(table)
    return field is not None and (field.primary_key or (field.model is not owner and field.related_model is owner))


def language_of(field: Field | None) -> str:
    return field.language if isinstance(field, TranslationField) else ""


def field_label(table: str, column: str) -> str:
    field = field_of(table, column)
    if field is None:
        return column
    if field.is_relation and isinstance(field.verbose_name, str):  # made from the field's name: never translated
        return capfirst(str(field.related_model._meta.verbose_name))
    language = language_of(field)
    if not language:
        return capfirst(str(field.verbose_name))
    label = capfirst(str(field.translated_field.verbose_name))
    return f"{label} ({get_language_info(language)['name_translated']})"


def tracked_tables() -> dict[str, list[str]]:
    """Of every table with the trigger its arguments: columns left out, columns masked, key column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, encode(tgargs, 'escape') from pg_trigger join pg_class on pg_class.oid = tgrelid"
            " where tgname = 'portal_audit' and tgenabled <> 'D' order by relname"
        )
        return {table: arguments.split("\\000")[:3] for table, arguments in cursor.fetchall()}


def administration(model: type[Model]) -> admin.options.BaseModelAdmin | None:
    """The admin page, or the part of another model's page, that decides who sees the model's rows."""
    if model in admin.site._registry:
        return admin.site._registry[model]
    for parent, model_admin in admin.site._registry.items():
        for inline in getattr(model_admin, "inlines", ()):
            if inline.model is model:
                return inline(parent, admin.site)
    return None


def rows_seen(request: HttpRequest, model: type[Model]):
    """The rows of `model` that the admin shows to whoever asks; None when it shows them none."""
    page = administration(model)
    if page is None and request.user.is_superuser:
        return model._base_manager.all()
    if page is None or not page.has_view_permission(request):
        return None
    return page.get_queryset(request)
