"""Which column of a source's files holds what, where the source names them in its own way."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import PlainBudgetAdmin
from budget_docs.lines.checking import is_code
from budget_docs.lines.columns import LABELS, MAPPED, SIDE, WHOLE_CODE, lazy_title, plain, sides
from budget_docs.lines.reading import CONSTANT
from budget_docs.models import ColumnMapping
from budget_docs.models.lines import LEVELS

LENGTH = 120
OPTIONS = ["name", "unit", "fills_down", "decimal_mark", "heading_row"]
NO_CONSTANTS = {"line", *LABELS, "economic_code"}  # nobody's files have one in every row


HOW = _("Its heading in the source’s files, its letters (A, B, …), or = and what every row is, such as =1.")


class MappingFields(forms.ModelForm):
    class Meta:
        model = ColumnMapping
        fields = OPTIONS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, where in (self.instance.columns or {}).items():
            self.initial.setdefault(key, where)

    def clean(self):
        given = super().clean()
        columns = {key: given[key] for key in MAPPED if given.get(key)}
        if not columns:
            raise ValidationError(_("Say of one column at least where it is."), code="empty")
        places = [plain(where) for where in columns.values() if not where.startswith(CONSTANT)]
        if len(set(places)) < len(places):
            raise ValidationError(_("Two columns cannot have the same heading."), code="twice")
        for key, where in columns.items():
            if where.startswith(CONSTANT) and not may_be_everywhere(key, where[1:].strip()):
                self.add_error(key, ValidationError(_("This cannot stand in every row."), code="constant"))
        self.instance.columns = columns
        return given


def may_be_everywhere(key, value):
    """A code, or a side: what a file of expenditure alone, or of one part, leaves out. Nothing: not to be read."""
    if not value:
        return key not in {SIDE, *LEVELS, WHOLE_CODE}
    if key == SIDE:
        return plain(value) in sides()
    return key in LEVELS and key not in NO_CONSTANTS and bool(is_code(value))


def where_is(key, meaning):
    return forms.CharField(
        label=lazy_title(key),
        help_text=format_lazy("{} {}", meaning, HOW),
        max_length=LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


ColumnMappingForm = type(
    "ColumnMappingForm", (MappingFields,), {key: where_is(key, meaning) for key, meaning in MAPPED.items()}
)


@admin.register(ColumnMapping)
class ColumnMappingAdmin(PlainBudgetAdmin):
    form = ColumnMappingForm
    list_display = ["name", "unit"]
    search_fields = ["name"]

    def get_fields(self, request, obj=None):
        return [*OPTIONS, *MAPPED]
