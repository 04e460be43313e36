"""The library: every year's documents, due or published; a year; a document with its versions."""

from itertools import groupby

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from budget_docs.documents import library
from budget_docs.explorer import budget_levels
from budget_docs.forms import LibraryForm
from budget_docs.models import BudgetDocument, DocumentFile, FiscalYear
from tetouan_portal.lib.search import understood

YEARS_AT_A_GLANCE = 5
MOST_FOUND = 100
NEWEST = 5
FOR_EVERYBODY = ("citizen-budget", "participatory-budget")


@require_safe
def library_page(request):
    """The grid of years and kinds of documents; or, with words or a choice, the documents that fit."""
    now = timezone.now()
    form = LibraryForm(request.GET, language=get_language())
    if not form.is_valid():
        return render(
            request, "budget_docs/documents/library.html", {"form": form, "refused": True, "narrowed": True}, status=400
        )
    if form.narrows:
        found = search(form.cleaned_data, now=now)
        context = {"form": form, "found": found, "narrowed": True, "shows_demo": any(d["is_demo"] for d in found)}
        return render(request, "budget_docs/documents/library.html", context)
    years = form.years[:YEARS_AT_A_GLANCE]
    slots = library.slots_of(years, now=now)
    context = {
        "form": form,
        "narrowed": False,
        "years": years,
        "other_years": form.years[YEARS_AT_A_GLANCE:],
        "rows": [in_columns(group, years) for _type, group in groupby(slots, key=lambda slot: slot["type"])],
        "newest": newest(slots),
        "undated": library.figures_of(None),
        "shows_demo": any(d["is_demo"] for slot in slots for d in slot["documents"]),
    }
    return render(request, "budget_docs/documents/library.html", context)


def in_columns(slots, years):
    """A kind's name and its slot in each year, None where the year has none."""
    by_year = {slot["year"]: slot for slot in slots}
    return {"name": next(iter(by_year.values()))["name"], "cells": [(year, by_year.get(year)) for year in years]}


def newest(slots):
    documents = [document for slot in slots for document in slot["documents"] if not document["withdrawn"]]
    return sorted(documents, key=lambda document: document["publish_at"], reverse=True)[:NEWEST]


def search(wanted, *, now):
    documents = BudgetDocument.objects.live(now=now)
    if wanted["type"]:
        documents = documents.filter(slot__type__slug=wanted["type"])
    if wanted["year"]:
        documents = documents.filter(slot__fiscal_year__year=wanted["year"])
    query = understood(wanted["q"])
    if query is not None:
        inside = DocumentFile.objects.live(now=now).filter(text_search=query)
        documents = documents.filter(Q(search=query) | Q(pk__in=inside.values("document")))
    found = library.documents_of(documents, now=now, limit=MOST_FOUND)
    return found if query is None else library.with_pages(found, query, now=now)


@require_safe
def year_page(request, year):
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    slots = library.slots_of([year], now=timezone.now(), in_full=True)
    figures = library.figures_of(year)
    context = {
        "fiscal_year": fiscal_year,
        "slots": slots,
        "explained": year_in_words(slots),
        "figures": figures,
        "gap": library.gap_of(figures),
        "years": library.years(),
        "has_lines": year in budget_levels.years_with_lines(now=timezone.now()),
        "shows_demo": any(d["is_demo"] for slot in slots for d in slot["documents"])
        or any(figure["is_demo"] for figure in figures),
    }
    return render(request, "budget_docs/documents/year.html", context)


def year_in_words(slots):
    """The year in plain words: the documents that are written for everybody, newest of each kind."""
    found = []
    for slot in slots:
        if slot["type"] in FOR_EVERYBODY:
            found += [d for d in slot["documents"] if any(d["summary"].values()) and not d["withdrawn"]][:1]
    return found


@require_safe
def document_page(request, slug):
    found = library.documents_of(BudgetDocument.objects.filter(slug=slug), now=timezone.now())
    if not found:
        raise Http404
    (document,) = found
    slot = BudgetDocument.objects.select_related("slot__type", "second_reading_of").get(slug=slug).slot
    context = {
        "document": document,
        "kind": library.type_data(slot.type),
        "rule_changes": library.rule_changes(slot.type),
        "first_reading": library.first_reading_of(slug, now=timezone.now()),
        "shows_demo": document["is_demo"],
    }
    status = 410 if document["withdrawn"] else 200
    return render(request, "budget_docs/documents/document.html", context, status=status)
