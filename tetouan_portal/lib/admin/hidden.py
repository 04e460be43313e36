"""On the admin's pages: what a file hides, a reason for each kind, and the list of files that wait for one."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.admin.verbs import Verb, said_with
from tetouan_portal.lib.hidden_contents import in_words

TAKE_UP = "take_up"
TAKE_UP_LABEL = _("Allow its publication as it stands")
MOST_CHARACTERS = 500


def take_up_form(row) -> type[forms.Form]:
    """A reason for each kind that waits; one kind may be taken up before another."""
    fields = {
        one["kind"]: forms.CharField(
            label=_("Why it may be published: %(kind)s") % {"kind": in_words(one)},
            required=False,
            max_length=MOST_CHARACTERS,
            widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
        )
        for one in row.open_kinds
    }
    return type("TakeUpForm", (forms.Form,), fields)


def take_up_verb(row) -> Verb:
    return Verb(TAKE_UP, str(TAKE_UP_LABEL), take_up_form(row)())


def reasons_of(request, row):
    """{kind: reason} of a posted form. Raises `too_long`."""
    form = said_with(request, take_up_form(row))
    if not form.is_valid():
        raise ValidationError(_("The reason is too long."), code="too_long")
    return form.cleaned_data


class HidesFilter(admin.SimpleListFilter):
    title = _("hidden contents")
    parameter_name = "hides"

    def lookups(self, request, model_admin):
        return [
            ("open", _("wait for a decision")),
            ("unexamined", _("not looked into yet")),
            ("taken_up", _("taken up with a reason")),
        ]

    def queryset(self, request, queryset):
        found = {
            "open": queryset.hiding(),
            "unexamined": queryset.not_looked_into(),
            "taken_up": queryset.filter(hides=False).exclude(hidden=[]),
        }
        return found.get(self.value(), queryset)
