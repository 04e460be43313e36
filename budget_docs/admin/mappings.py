"""Which column of a source's files holds what, where the source names them in its own way."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import PlainBudgetAdmin
from budget_docs.lines.columns import MEANINGS, plain, title
from budget_docs.models import ColumnMapping

LENGTH = 120


class Title:
    """The column's name, in the language of whoever reads the form."""

    def __init__(self, key):
        self.key = key

    def __str__(self):
        return title(self.key)


class MappingFields(forms.ModelForm):
    class Meta:
        model = ColumnMapping
        fields = ["name", "unit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, where in (self.instance.columns or {}).items():
            self.initial.setdefault(key, where)

    def clean(self):
        given = super().clean()
        columns = {key: given[key] for key in MEANINGS if given.get(key)}
        if not columns:
            raise ValidationError(_("Say of one column at least where it is."), code="empty")
        if len({plain(where) for where in columns.values()}) < len(columns):
            raise ValidationError(_("Two columns cannot have the same heading."), code="twice")
        self.instance.columns = columns
        return given


def where_is(key, meaning):
    return forms.CharField(
        label=lazystr(Title(key)),
        help_text=format_lazy("{} {}", meaning, _("Its heading in the source’s files, or its letters (A, B, …).")),
        max_length=LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


ColumnMappingForm = type(
    "ColumnMappingForm", (MappingFields,), {key: where_is(key, meaning) for key, meaning in MEANINGS.items()}
)


@admin.register(ColumnMapping)
class ColumnMappingAdmin(PlainBudgetAdmin):
    form = ColumnMappingForm
    list_display = ["name", "unit"]
    search_fields = ["name"]

    def get_fields(self, request, obj=None):
        return ["name", "unit", *MEANINGS]
