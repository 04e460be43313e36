"""Whole years as data: the package, and the page that says what is in it."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.http import condition, require_safe

from budget_docs.explorer import budget_levels
from budget_docs.lines.template import write_template
from budget_docs.models import FiscalYear
from budget_docs.open_data import descriptions, fiscal_package
from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.spreadsheets import XLSX_TYPE

HOLDS = {
    "string": pgettext_lazy("of a column", "text"),
    "integer": pgettext_lazy("of a column", "whole number"),
    "number": pgettext_lazy("of a column", "number"),
}


def package_etag(request, year):
    fiscal_year = FiscalYear.objects.filter(year=year).first()
    budgets = budget_levels.budgets_of(year, now=timezone.now())
    return f'"{descriptions.fingerprint(fiscal_year, budgets)}"' if fiscal_year and budgets else None


@for_other_sites
@require_safe
@condition(etag_func=package_etag)
def package_file(request, year):
    """The year as a Fiscal Data Package, at one address in every language."""
    fiscal_year = get_object_or_404(FiscalYear, year=year)
    budgets = budget_levels.budgets_of(year, now=timezone.now())
    if not budgets:
        raise Http404
    is_demo = any(budget.is_demo for budget in budgets.values())
    name = f"{descriptions.package_name(year, is_demo=is_demo)}.zip"
    response = FileResponse(fiscal_package.write(fiscal_year, budgets), content_type="application/zip")
    response["Content-Disposition"] = disposition(name, inline=False)
    response["Cache-Control"] = "public, no-cache"
    return response


@require_safe
def data_page(request):
    """Which years there are, and what each column means."""
    now, language = timezone.now(), get_language()
    years = [(year, budget_levels.budgets_of(year, now=now)) for year in budget_levels.years_with_lines(now=now)]
    tables = {}
    for table, field, words in descriptions.meanings():
        row = {"name": field.name, "holds": HOLDS[field.type], "meaning": words[language]}
        tables.setdefault(table, []).append(row)
    context = {
        "years": [
            {
                "year": year,
                "lines": budget_levels.shown_first(budgets).lines_count,
                "has_voted": "voted" in budgets,
                "has_executed": "executed" in budgets,
                "is_demo": any(budget.is_demo for budget in budgets.values()),
            }
            for year, budgets in years
        ],
        "tables": tables.items(),
        "phases": [(phase, labels[language]) for phase, labels in descriptions.phase_labels().items()],
        "shows_demo": any(budget.is_demo for _year, budgets in years for budget in budgets.values()),
    }
    return render(request, "budget_docs/open_data/data.html", context)


@for_other_sites
@require_safe
def template_file(request):
    """The blank table in which a budget is imported, for officers here and in other communes."""
    out = io.BytesIO()
    write_template(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX_TYPE)
    response["Content-Disposition"] = disposition(download_name("budget", "template.xlsx"), inline=False)
    return response
