"""The words of a budget, in plain words."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from budget_docs.explorer.glossary import GROUPS


@require_safe
def glossary_page(request):
    return render(request, "budget_docs/explorer/glossary.html", {"groups": GROUPS})
