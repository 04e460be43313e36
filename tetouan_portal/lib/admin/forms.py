"""Forms of the admin: rules checked on all of a row, and no lost update."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection
from django.db.models import FileField
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from tetouan_portal.lib.line_ends import TextArea, unified
from tetouan_portal.lib.refusals import in_own_words

CHANGED_MEANWHILE = _(
    "Somebody saved this while you were writing. Nothing of yours is lost: their text stands beside yours below. "
    "Save again to keep yours."
)
SO = _("If it is meant so, send it again as it is.")
GONE_MEANWHILE = _("Somebody deleted this while you were writing.")


def row_version(row, *, lock=False) -> str:
    """PostgreSQL's own mark of the row's last change (transaction, place), whoever made it; "" when it is gone."""
    table, locking = connection.ops.quote_name(row._meta.db_table), " for no key update" if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(f"select xmin || ' ' || ctid from {table} where id = %s{locking}", [row.pk])  # noqa: S608 -- our own name
        found = cursor.fetchone()
    return found[0] if found else ""


class LinesWidget(TextArea, AdminTextareaWidget):
    pass


class VersionedForm(forms.ModelForm):
    """Of a row that is there already it also checks the rules on fields that the form only shows.

    What nobody touched stays as the row holds it, to the byte: forms show no seconds, one kind of line end, no spaces
    around a text.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound and "version" in self.fields:
            self.initial["version"] = row_version(self.instance)

    def get_initial_for_field(self, field, field_name):
        value = super().get_initial_for_field(field, field_name)
        if not isinstance(value, str):
            return value
        return unified(value).strip() if getattr(field, "strip", False) else unified(value)

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != "version"]

    def clean(self):
        cleaned = super().clean()
        sent = self.cleaned_data.pop("version", "")
        if sent and self.instance.pk and self.has_changed():
            now = row_version(self.instance, lock=True)
            if now != sent:
                self.show_both(now)
        return cleaned

    def show_both(self, now):
        """Refuse once, with the other's text beside each field that differs; saving again knows of it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = now
        saved = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
        if saved is None:
            self.add_error(None, ValidationError(GONE_MEANWHILE, code="changed_meanwhile"))
            return
        self.add_error(None, ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile"))
        theirs = type(self)(instance=saved, prefix=self.prefix).initial
        for field in self:
            value = theirs.get(field.name)
            if field.name != "version" and field.field.has_changed(value, field.data):
                message = _("Saved meanwhile: “%(text)s”") % {"text": value_shown(field.field, value)}
                self.add_error(field.name, ValidationError(message, code="changed_meanwhile"))

    def _post_clean(self):
        """A text emptied in the reader's own language is empty: modeltranslation would leave the old one there."""
        for field in self.instance._meta.fields:
            if isinstance(field, TranslationField) and self.cleaned_data.get(field.name, field) in ("", None):
                setattr(self.instance, field.name, self.cleaned_data[field.name])
        self.keep_untouched()
        super()._post_clean()
        if not self.errors:
            self.ask_back()

    def doubts(self):
        """{field: a question about what is typed there and hardly meant}."""
        return {}

    def ask_back(self):
        """Once about each: the question carries the value it is about, and the same value sent again is meant."""
        for name, question in self.doubts().items():
            asked, value = f"{self.add_prefix(name)}-asked", str(self.cleaned_data.get(name))
            if name in self.changed_data and self.data.get(asked) != value:
                carried = format_html('{} {}<input type="hidden" name="{}" value="{}">', question, SO, asked, value)
                self.add_error(name, ValidationError(carried, code="doubtful"))

    def keep_untouched(self):
        """Here, before the values go into the row."""
        if self.instance._state.adding:
            return
        for field in self.instance._meta.concrete_fields:
            is_plain = not field.is_relation and not isinstance(field, FileField)
            if is_plain and field.name in self.cleaned_data and field.name not in self.changed_data:
                self.cleaned_data[field.name] = field.value_from_object(self.instance)

    def _update_errors(self, errors):
        """A translated text is shown by language: what is wrong with it is said at the reader's own, or above all."""
        found = getattr(errors, "error_dict", {})
        for name in [name for name in found if name not in self.fields and name != NON_FIELD_ERRORS]:
            shown = f"{name}_{get_language()}"
            found.setdefault(shown if shown in self.fields else NON_FIELD_ERRORS, []).extend(found.pop(name))
        super()._update_errors(errors)

    def _get_validation_exclusions(self):
        excluded = super()._get_validation_exclusions()
        return excluded if self.instance._state.adding else excluded & set(self.fields)

    def validate_constraints(self):
        """Of a row that is being added, what is not asked for may have a value too: a rule may be about it."""
        row = self.instance
        held = [field for field in row._meta.concrete_fields if field.attname not in row.get_deferred_fields()]
        known = {field.name for field in held if field.value_from_object(row) is not None}
        try:
            row.validate_constraints(exclude=self._get_validation_exclusions() - (known - set(self.fields)))
        except ValidationError as error:
            self._update_errors(in_own_words(error, type(row)))


def value_shown(field, value):
    """A stored value as the form shows it."""
    values = value if isinstance(value, list) else [value]
    labels = dict(getattr(field, "choices", ()) or ())
    return gettext(", ").join(str(labels.get(one, "" if one is None else one)) for one in values)
