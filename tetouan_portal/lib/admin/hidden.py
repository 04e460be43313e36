"""On the admin's pages: what a file hides, a reason for each kind, and the list of files that wait for one."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.admin.verb_table import Verb, VerbForm
from tetouan_portal.lib.hidden_contents import in_words

MOST_CHARACTERS = 500


class TakeUpForm(VerbForm):
    """A reason for each kind that waits; one kind may be taken up before another: `reasons`."""

    refusal = _("The reason is too long.")
    code = "too_long"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in self.row.open_kinds:
            self.fields[one["kind"]] = forms.CharField(
                label=_("Why it may be published: %(kind)s") % {"kind": in_words(one)},
                required=False,
                max_length=MOST_CHARACTERS,
                widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
            )

    def said(self):
        return {"reasons": dict(self.cleaned_data)}


def take_up_verb(act, *, allowed, offered) -> Verb:
    """Of files that hide something: `act(row, reasons, by=…)` notes why it may be published."""
    label = _("Allow its publication as it stands")
    return Verb(name="take_up", label=label, act=act, allowed=allowed, offered=offered, form=TakeUpForm, signed=True)


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
