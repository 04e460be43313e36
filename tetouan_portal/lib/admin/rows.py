"""What every model's admin shares: languages as tabs, missing texts in sight, meanings beside fields, nothing lost."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TabbedTranslationAdmin

from tetouan_portal.lib.admin.export import ExportedAdmin
from tetouan_portal.lib.admin.forms import LinesWidget, VersionedForm
from tetouan_portal.lib.admin.once import AddsOnce
from tetouan_portal.lib.admin.refused import SaysWhatIsRefused
from tetouan_portal.lib.admin.texts import AnyLanguage, translated_fields
from tetouan_portal.lib.languages import missing_languages
from tetouan_portal.lib.numbers import ExactDecimalField

EXACT: Mapping[type[models.Field], dict[str, Any]] = {
    models.DecimalField: {"form_class": ExactDecimalField},
    models.TextField: {"widget": LinesWidget},
}


def original_name(db_field):
    """Of title_fr: title."""
    return getattr(getattr(db_field, "translated_field", db_field), "name", db_field.name)


class Explained:
    """Fields say what they mean; a form carries its row's version (`lib.admin.forms`) where the row can be changed."""

    help_text: Callable[[str, str], str]  # (model's name, field's name): the sentence, or ""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        meaning = db_field.help_text or self.help_text(self.opts.model_name, original_name(db_field))
        return super().formfield_for_dbfield(db_field, request, **{"help_text": meaning, **kwargs})

    def get_fields(self, request, obj=None):
        fields = [field for field in super().get_fields(request, obj) if field != "version"]
        return [*fields, "version"] if obj and self.has_change_permission(request, obj) else fields


class Rows(SaysWhatIsRefused, AddsOnce, ExportedAdmin):
    form: ClassVar[Any] = VersionedForm
    formfield_overrides: ClassVar[Any] = EXACT
    list_per_page = 50
    save_on_top = True
    show_full_result_count = False
    change_form_template: ClassVar[Any] = "admin/rows/change_form.html"

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *self.settled_fields(obj)]

    def save_model(self, request, obj, form, change):
        """A form that nobody touched writes nothing: no change of the row, no entry of its history."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    def settled_fields(self, obj):
        """The fields of `obj` that no form may change any more."""
        return []


class PlainRowAdmin(Rows, admin.ModelAdmin):
    """Of a model without translated texts."""


class RecordAdmin(PlainRowAdmin):
    """What the portal notes about its own doings: staff read it, nobody writes it."""

    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RowAdmin(Rows, AnyLanguage, TabbedTranslationAdmin):
    class Media(Rows.Media):
        js = ["js/admin_languages.js"]

    @admin.display(description=_("missing"))
    def missing(self, row):
        codes = missing_languages(row, translated_fields(type(row)))
        return format_html_join(" ", '<span class="missing-language">{}</span>', ((code,) for code in codes)) or "—"


@admin.display(description=_("demonstration data"))
def demo_mark(row):
    return format_html('<span class="demo-mark">{}</span>', _("demonstration data")) if row.is_demo else ""
