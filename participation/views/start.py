"""Before writing: what can be sent, and whether it is published already."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.case import subjects
from participation.forms.search import SearchForm
from participation.law import due_dates
from participation.models import TermUse
from participation.sending import already_published


@require_safe
def start(request):
    context = {
        "about": subjects.subject_asked_for(request.GET),
        "time": {
            str(use): due_dates.limit_in_words(use) for use in (TermUse.SUBMISSION, TermUse.QUESTION, TermUse.REQUEST)
        },
        "is_open": settings.CITIZEN_FORM_IS_OPEN,
        "erased": "erased" in request.GET,
    }
    return render(request, "participation/sending/start.html", context)


@require_safe
def published_page(request):
    """The first question of a request for information: is the answer there already?"""
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"form": form, "about": subjects.subject_asked_for(request.GET), "is_open": settings.CITIZEN_FORM_IS_OPEN}
    if form.is_valid():
        groups = already_published.look(form.cleaned_data["q"], now=timezone.now())
        context["groups"] = groups
        context["shows_demo"] = any(row.is_demo for group in groups for row in group.found)
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "participation/sending/published.html", context, status=status)
