"""How many cases came in, and how they were answered: the page and its file."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from participation.models import Case
from participation.statistics import tables, year_counts
from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import direction
from tetouan_portal.lib.spreadsheets import XLSX_TYPE, csv_rows, xlsx


def counts_asked_for(request, today):
    """The counts of the year in the address, of this year without one."""
    typed = request.GET.get("year") or str(today.year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise Http404
    counts = year_counts.counts_of(int(typed), on=today)
    if counts.year not in {*counts.years, today.year}:
        raise Http404
    return counts


@require_safe
def statistics_page(request):
    today = timezone.localdate()
    counts = counts_asked_for(request, today)
    context = {
        "counts": counts,
        "years": sorted({*counts.years, today.year}, reverse=True),
        "kinds": tables.kinds(counts),
        "all_kinds": tables.all_kinds(counts),
        "tables": [table for table in tables.tables(counts) if table.bars],
        "places": tables.places(counts),
        "is_too_small": tables.is_too_small(counts),
        "shows_demo": Case.objects.filter(is_demo=True).exists(),
    }
    return render(request, "participation/statistics/page.html", context)


@for_other_sites
@require_safe
def statistics_file(request, kind):
    if kind not in {"csv", "xlsx"}:
        raise Http404
    counts, language = counts_asked_for(request, timezone.localdate()), get_language()
    rows = tables.file_rows(counts, language)
    if kind == "csv":
        content = csv_rows(tables.HEADER, rows)
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        right_to_left = direction(language) == "rtl"
        book = xlsx(tables.HEADER, rows, title=str(counts.year), right_to_left=right_to_left)
        response = HttpResponse(book, content_type=XLSX_TYPE)
    mark = "-demonstration" if Case.objects.filter(is_demo=True).exists() else ""
    name = download_name("participation", f"{counts.year}{mark}.{kind}")
    response["Content-Disposition"] = disposition(name, inline=False)
    return response
