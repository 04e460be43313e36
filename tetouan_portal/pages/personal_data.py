"""The register of what the portal holds about persons, for the file of the data protection commission (law 09-08)."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from participation.law import due_dates
from participation.models import TermUse
from tetouan_portal.lib.personal_data import register
from tetouan_portal.security.models import KEPT_FOR
from tetouan_portal.templatetags.portal import days_alone, days_phrase


@require_safe
def register_page(request):
    known = lengths()
    entries = [
        {"name": entry.name, "fields": entry.fields, "declared": entry.declared, "kept": entry.kept(known)}
        for entry in register()
    ]
    return render(request, "pages/register.html", {"entries": entries})


def lengths():
    """In words, of everything that a declaration may name."""
    terms = {str(use): due_dates.length(use) for use in (TermUse.KEEP_CONTACT, TermUse.KEEP_TEXT, TermUse.KEEP_REQUEST)}
    return {
        **terms,
        "keep_draft": days_phrase(settings.DRAFTS_KEPT_FOR.days),
        "keep_letter": days_alone(settings.LETTERS_KEPT_FOR.days),
        "keep_browser": days_phrase(settings.BROWSER_KNOWN_FOR.days),
        "keep_security": days_alone(KEPT_FOR.days),
        "keep_invitation": days_phrase(settings.INVITATION_VALID_FOR.days),
    }
