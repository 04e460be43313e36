"""The register of what the portal holds about persons, for the file of the data protection commission (law 09-08)."""

from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation import clock
from participation.models import TermUse
from tetouan_portal.lib.personal_data import Entry, register
from tetouan_portal.templatetags.portal import days_phrase


@require_safe
def register_page(request):
    return render(request, "pages/register.html", {"apps": entries_by_app(lengths())})


def entries_by_app(lengths):
    """[{"name", "entries": [{"name", "fields", "declared", "kept"}]}]"""

    def app_of(entry: Entry):
        return entry.model._meta.app_config.label

    return [
        {"name": apps.get_app_config(label).verbose_name, "entries": [shown(entry, lengths) for entry in entries]}
        for label, entries in groupby(register(), key=app_of)
    ]


def shown(entry, lengths):
    return {"name": entry.name, "fields": entry.fields, "declared": entry.declared, "kept": entry.kept(lengths)}


def lengths():
    """In words, of everything that a declaration may name."""
    terms = {str(use): clock.length(use) for use in (TermUse.KEEP_CONTACT, TermUse.KEEP_TEXT, TermUse.KEEP_REQUEST)}
    return {
        **terms,
        "keep_draft": days_phrase(settings.DRAFTS_KEPT_FOR.days),
        "keep_letter": days_phrase(settings.LETTERS_KEPT_FOR.days),
        "keep_invitation": days_phrase(settings.INVITATION_VALID_FOR.days),
    }
