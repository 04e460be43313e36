"""Saying that a document stands elsewhere, or was looked for in vain: with address, day and who looked."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from budget_docs.models import Look
from tetouan_portal.lib.admin.verb_table import VerbForm


class LookForm(VerbForm):
    refusal = _("Say whether it was found, at which whole address, on which day and who looked.")
    code = "incomplete"
    was_found = forms.TypedChoiceField(
        label=_("Was it found there?"),
        choices=[("", "—"), ("yes", _("yes, it is published there")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )
    address = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where you looked; readers are led there."),
    )
    looked_on = forms.DateField(label=_("Looked on"), widget=AdminDateWidget)
    looked_by = forms.CharField(
        label=_("Who looked"), max_length=120, help_text=_("Your office, which readers see; no private person’s name.")
    )


class LookInline(admin.TabularInline):
    model = Look
    fields = readonly_fields = ["looked_on", "was_found", "address", "looked_by"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
