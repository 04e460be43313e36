"""Where the money goes, one level of the nomenclature at a time; each view has an address of its own."""

from decimal import Decimal

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from budget_docs.documents import library
from budget_docs.explorer import budget_levels, line_search, treemap
from budget_docs.models import BudgetLine, BudgetSide, FiscalYear
from budget_docs.models.lines import LEVELS
from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import best_text, direction, texts
from tetouan_portal.lib.search import SEARCH_TEXT_MAX
from tetouan_portal.lib.spreadsheets import XLSX_TYPE, csv_rows, xlsx

HEADINGS = {
    BudgetSide.REVENUE: gettext_lazy("Where the money comes from, %(year)s"),
    BudgetSide.EXPENDITURE: gettext_lazy("Where the money goes, %(year)s"),
}
SIDE_NAMES = {BudgetSide.REVENUE: gettext_lazy("Revenue"), BudgetSide.EXPENDITURE: gettext_lazy("Expenditure")}


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=SEARCH_TEXT_MAX)


@require_safe
def newest_lines(request):
    """The newest year that has lines; a sentence when none has."""
    years = budget_levels.years_with_lines(now=timezone.now())
    return lines_page(request, years[0]) if years else render(request, "budget_docs/explorer/no_lines.html")


@require_safe
def lines_page(request, year, side=BudgetSide.EXPENDITURE, path=""):
    seen = View(year, side, path, compare=request.GET.get("compare", ""))
    form = SearchForm({"q": request.GET.get("q", "").replace("\x00", "")})
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        **seen.context(),
        "words": words,
        "found": line_search.search(seen.budget, words),
        "narrowed": bool(words),
    }
    return render(request, "budget_docs/explorer/lines.html", context)


@for_other_sites
@require_safe
def lines_file(request, year, side, kind, path=""):
    """Exactly the table of the page, as CSV or XLSX."""
    seen = View(year, side, path, compare=request.GET.get("compare", ""))
    return table_file(seen, ["budget", str(year), side, *seen.place.codes], kind, seen.header(), seen.rows())


@for_other_sites
@require_safe
def found_file(request, year, kind):
    """Exactly the lines that a search found."""
    seen = View(year, BudgetSide.EXPENDITURE, "", compare="")
    form = SearchForm(request.GET)
    found = line_search.search(seen.budget, form.cleaned_data["q"]) if form.is_valid() else None
    if found is None:
        raise Http404
    language = get_language()
    rows = [
        [
            line["side_words"],
            line["path"],
            *(best_text(line[name], language)[0] for name in ("article", "label")),
            line["amount"],
        ]
        for line in found.lines
    ]
    header = [gettext("Side"), gettext("Code"), gettext("Article"), gettext("Label"), seen.amount_words]
    return table_file(seen, ["budget", str(year), "lines"], kind, header, rows)


def table_file(seen, names, kind, header, rows):
    """A file named after what it holds; one of invented amounts says so even in its name."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    if seen.shows_demo:
        names = [*names, "demonstration"]
    name = download_name(*names) + f".{kind}"
    if kind == "csv":
        response = HttpResponse("".join(csv_rows(header, rows)), content_type="text/csv; charset=utf-8")
    else:
        right_to_left = direction(get_language()) == "rtl"
        content = xlsx(header, rows, title=str(seen.fiscal_year), right_to_left=right_to_left)
        response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = disposition(name, inline=False)
    return response


class View:
    """What one address shows: a year, a side, a place, perhaps another year beside it. Raises Http404."""

    def __init__(self, year, side, path, *, compare):
        self.now = timezone.now()
        self.fiscal_year = get_object_or_404(FiscalYear, year=year)
        self.budgets = budget_levels.budgets_of(year, now=self.now)
        codes = tuple(path.split("/")) if path else ()
        if not self.budgets or side not in BudgetSide.values or len(codes) >= len(LEVELS):
            raise Http404
        self.budget, self.place = budget_levels.shown_first(self.budgets), budget_levels.Place(side, codes)
        self.kind = "voted" if "voted" in self.budgets else "executed"
        self.years = budget_levels.years_with_lines(now=self.now)
        self.comparable = budget_levels.years_with_lines(now=self.now, kind=self.kind)  # like with like
        self.compared_year = int(compare) if compare.isdecimal() and int(compare) in self.comparable else None
        compared = budget_levels.budgets_of(self.compared_year, now=self.now) if self.compared_year else {}
        self.level = budget_levels.level(
            self.budgets, self.place, compared=compared.get(self.kind), population=self.fiscal_year.population
        )
        self.seen = [*self.budgets.values(), *compared.values()]
        self.shows_demo = any(budget.is_demo for budget in self.seen)
        if codes and not self.level["rows"]:
            raise Http404

    def context(self):
        place, trail = self.place, budget_levels.trail(self.budget, self.place)
        query = f"?compare={self.compared_year}" if self.compared_year else ""
        return {
            "fiscal_year": self.fiscal_year,
            "years": self.years,
            "other_years": [year for year in self.comparable if year != self.fiscal_year.year],
            "budget": self.budget,
            "is_executed_alone": self.kind == "executed",
            "has_executed": self.has_executed,
            "amount_words": self.amount_words,
            "compared_year": self.compared_year,
            "query": query,
            "side": place.side,
            "side_name": SIDE_NAMES[place.side],
            "heading": HEADINGS[place.side] % {"year": self.fiscal_year.year},
            "files": {kind: self.file_address(kind) + query for kind in ("csv", "xlsx")},
            "path": place.path,
            "trail": trail,
            "level_name": LEVELS[place.depth],
            "level_words": BudgetLine._meta.get_field(LEVELS[place.depth]).verbose_name,
            "has_per_head": bool(self.fiscal_year.population),
            "right_to_left": direction(get_language()) == "rtl",
            "level": self.level,
            "boxes": treemap.boxes(self.level["rows"]),
            "document": self.document(),
            "reconciled": self.reconciled() if not place.codes else None,
            "seen": self.seen,
            "shows_demo": self.shows_demo,
        }

    def file_address(self, kind):
        about = [self.fiscal_year.year, self.place.side, *([self.place.path] if self.place.codes else [])]
        return reverse(f"budget:lines_{'place_' if self.place.codes else ''}file", args=[*about, kind])

    def document(self):
        """The published document that the lines were taken from, if there is one."""
        document = self.budget.document
        is_live = document and document.is_live(now=self.now)
        return {"slug": document.slug, "title": texts(document, "title")} if is_live else None

    def reconciled(self):
        """The sum of the lines beside what others stated of the same thing; invented sums beside invented figures."""
        summed = self.level["total"]["amount"]
        if summed is None or self.kind == "executed":  # what others stated is of the budget
            return []
        return [
            {"figure": figure, "summed": summed, "difference": summed - figure["amount"]}
            for figure in library.figures_of(self.fiscal_year.year)
            if figure["kind"] == self.place.side and figure["is_demo"] == self.budget.is_demo
        ]

    @property
    def has_executed(self):
        """Beside the voted amounts."""
        return len(self.budgets) == 2

    @property
    def amount_words(self):
        return gettext("Voted") if self.kind == "voted" else gettext("Executed")

    def header(self):
        names = [gettext("Code"), gettext("Label"), self.amount_words]
        if self.has_executed:
            names.append(gettext("Executed"))
        if self.compared_year:
            names += [str(self.compared_year), pgettext("between two years", "Change")]
        if self.fiscal_year.population:
            names.append(gettext("Per inhabitant"))
        return names

    def rows(self):
        language = get_language()
        for row in self.level["rows"]:
            cells = [row["code"], best_text(row["label"], language)[0], row["amount"]]
            if self.has_executed:
                cells.append(row["executed"])
            if self.compared_year:
                cells += [row["compared"], row["change"]]
            if self.fiscal_year.population:
                cells.append(row["per_head"] and row["per_head"].quantize(Decimal("0.01")))
            yield cells
