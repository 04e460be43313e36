"""Translated texts in the admin: none required by itself, the missing ones in sight, found in any language."""

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField
from modeltranslation.translator import translator

from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, direction


def translated_fields(model):
    return list(translator.get_options_for_model(model).get_field_names())


def searchable(*fields):
    """The concrete columns of translated fields, so that a record is found in any language."""
    return [column for field in fields for column in columns(field)]


class MissingTranslation(admin.SimpleListFilter):
    title = _("missing translation")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        if self.value() not in LANGUAGE_CODES:
            return queryset
        condition = models.Q()
        for field in translated_fields(queryset.model):
            here, *elsewhere = sorted(columns(field), key=lambda column: not column.endswith(self.value()))
            written = models.Q()
            for column in elsewhere:
                written |= models.Q(**{f"{column}__isnull": False}) & ~models.Q(**{column: ""})
            condition |= (models.Q(**{f"{here}__isnull": True}) | models.Q(**{here: ""})) & written
        return queryset.filter(condition)


class AnyLanguage:
    """No language is required by itself: the constraints ask for one of them."""

    def patch_translation_field(self, db_field, field, request, **kwargs):
        super().patch_translation_field(db_field, field, request, **kwargs)
        if isinstance(db_field, TranslationField):
            field.required = False
            field.widget.attrs |= {"lang": db_field.language, "dir": direction(db_field.language)}
