"""Before writing: what can be sent, and whether it is published already."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commitments.models import Commitment
from participation import already_published, clock
from participation.forms.search import SearchForm
from participation.models import TermUse


@require_safe
def start(request):
    context = {
        "commitment": commitment_asked(request),
        "time": {str(use): clock.told(use) for use in (TermUse.SUBMISSION, TermUse.QUESTION, TermUse.REQUEST)},
        "is_open": settings.CITIZEN_FORM_IS_OPEN,
        "erased": "erased" in request.GET,
    }
    return render(request, "participation/start.html", context)


def commitment_asked(request):
    """The commitment that somebody writes about, or None."""
    slug = request.GET.get("commitment", "").replace("\0", "")
    return Commitment.objects.published().defer("search").filter(slug=slug).first() if slug else None


@require_safe
def published(request):
    """The first question of a request for information: is the answer there already?"""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"form": form, "commitment": commitment_asked(request), "is_open": settings.CITIZEN_FORM_IS_OPEN}
    if form.is_valid():
        groups = already_published.look(form.cleaned_data["q"], now=timezone.now())
        context["groups"] = groups
        context["shows_demo"] = any(row.is_demo for group in groups for row in group.found)
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "participation/sending/published.html", context, status=status)
