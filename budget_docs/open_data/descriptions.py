"""A year's budget as a Fiscal Data Package: what is in it, and what each column means, in three languages.

Fiscal Data Package 1.0 (specs.frictionlessdata.io) adds `columnType` to a Tabular Data Package; validators know
the older profile of that name, which has another structure: the package therefore calls itself tabular.
"""

import datetime
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop

from budget_docs.models import Budget, BudgetHeading, BudgetLine, BudgetSide, FiscalYear
from budget_docs.models.lines import LEVELS
from tetouan_portal.journal.chain import newest_about
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, in_every_language, texts, verbose_name
from tetouan_portal.lib.portions import in_portions

CURRENCY, COUNTRY = "MAD", "MA"
VOTED_PHASES = ("previous", "proposed", "admitted")
EXECUTED_PHASES = {
    BudgetSide.REVENUE: ("net_due", "collected", "to_collect"),
    BudgetSide.EXPENDITURE: ("open_credits", "committed", "ordered", "to_pay"),
}
PHASES = (*VOTED_PHASES, *EXECUTED_PHASES[BudgetSide.REVENUE], *EXECUTED_PHASES[BudgetSide.EXPENDITURE])
AUTHOR = gettext_noop("Commune of Tétouan")
DEMONSTRATION = {"ar": "معطيات تجريبية", "fr": "données de démonstration", "es": "datos de demostración"}


class Field(NamedTuple):
    name: str
    type: str
    meaning: str  # an English message id
    column_type: str = ""  # the fiscal concept
    required: bool = True


CODE_MEANINGS = {
    "part": gettext_noop("Code of the part: 1 operating, 2 equipment."),
    "section": gettext_noop("Code of the section."),
    "chapter": gettext_noop("Code of the chapter."),
    "article": gettext_noop("Code of the article."),
    "paragraph": gettext_noop("Code of the paragraph."),
    "line": gettext_noop("Code of the line."),
}
CONCEPTS = {
    "chapter": "functional-classification:generic:level1:code:part",
    "article": "functional-classification:generic:level2:code:part",
}
LABEL_MEANINGS = {
    "label_ar": gettext_noop("Label in Arabic; empty where the source has none."),
    "label_fr": gettext_noop("Label in French; empty where the source has none."),
    "label_es": gettext_noop("Label in Spanish; empty where the source has none."),
}
LABELS = tuple(Field(name, "string", LABEL_MEANINGS[name], required=False) for name in columns("label"))
YEAR = Field("fiscal_year", "integer", gettext_noop("Budget year, 1 January to 31 December."), "date:fiscal-year")
SIDE = Field("direction", "string", gettext_noop("revenue: money in; expenditure: money out."), "direction")
PATH = Field(
    "path",
    "string",
    gettext_noop("All codes from the part down to the line, divided by slashes: it names one line of one side."),
    "budget-line-id",
)
AMOUNTS = (
    YEAR,
    SIDE,
    Field("phase", "string", gettext_noop("What the amount counts: see the table of phases."), "phase:id"),
    PATH,
    *(Field(level, "string", CODE_MEANINGS[level], CONCEPTS.get(level, "")) for level in LEVELS),
    Field(
        "economic_code",
        "string",
        gettext_noop("Economic code of the line; empty where the source has none."),
        "economic-classification:generic:code:full",
        required=False,
    ),
    *LABELS,
    Field("amount", "number", gettext_noop("Amount in dirhams. A line without an amount is absent."), "value"),
)
HEADINGS = (
    SIDE,
    Field("path", "string", gettext_noop("Codes from the part down to the heading, divided by slashes.")),
    Field("level", "string", gettext_noop("part, section, chapter, article or paragraph.")),
    *LABELS,
)
PHASE_FIELDS = (Field("phase", "string", gettext_noop("What the amount counts.")), *LABELS)
DICTIONARY = (
    Field("table", "string", gettext_noop("Name of the table.")),
    Field("field", "string", gettext_noop("Name of the column.")),
    Field("type", "string", gettext_noop("Type of its values.")),
    *(Field(f"meaning_{code}", "string", gettext_noop("What the column means.")) for code in LANGUAGE_CODES),
)
TABLES = {"budget": AMOUNTS, "headings": HEADINGS, "phases": PHASE_FIELDS, "dictionary": DICTIONARY}
KEYS = {"budget": ["direction", "path", "phase"], "headings": ["direction", "path"], "phases": ["phase"]}


def phase_labels() -> dict[str, dict[str, str]]:
    """{phase: {language: label}}: the words of the lines' own columns."""
    found: dict[str, dict[str, str]] = {phase: {} for phase in PHASES}
    for code in LANGUAGE_CODES:
        with translation.override(code):
            for phase in PHASES:
                found[phase][code] = str(verbose_name(BudgetLine, phase))
    return found


def meanings() -> Iterator[tuple[str, Field, dict[str, str]]]:
    """(table, field, {language: meaning})"""
    for table, fields in TABLES.items():
        for field in fields:
            yield table, field, in_every_language(field.meaning)


def rows_of(table: str, year: int, budgets: dict[str, Budget]) -> Iterator[list[Any]]:
    """The rows of a table, in an order of their own, in constant memory."""
    if table == "budget":
        return amounts(year, budgets)
    if table == "headings":
        return headings(budgets)
    if table == "phases":
        return ([phase, *(labels[code] for code in LANGUAGE_CODES)] for phase, labels in phase_labels().items())
    return ([table, field.name, field.type, *words.values()] for table, field, words in meanings())


def amounts(year: int, budgets: dict[str, Budget]) -> Iterator[list[Any]]:
    for name, budget in budgets.items():
        lines = BudgetLine.objects.filter(budget=budget).defer("search").order_by("side", "path")
        for line in in_portions(lines, 1000):
            for phase in VOTED_PHASES if name == "voted" else EXECUTED_PHASES[BudgetSide(line.side)]:
                amount = getattr(line, phase)
                if amount is not None:
                    codes = (getattr(line, level) for level in LEVELS)
                    labels = texts(line, "label").values()
                    yield [year, line.side, phase, line.path, *codes, line.economic_code, *labels, amount]


def headings(budgets: dict[str, Budget]) -> Iterator[list[Any]]:
    """Those of the voted budget, and what the execution alone has."""
    known: set[tuple[str, str]] = set()
    for budget in budgets.values():
        for heading in BudgetHeading.objects.filter(budget=budget).order_by("side", "path"):
            place = (heading.side, heading.path)
            if place not in known:
                known.add(place)
                yield [*place, LEVELS[heading.path.count("/")], *texts(heading, "label").values()]


def descriptor(fiscal_year: FiscalYear, budgets: dict[str, Budget]) -> dict[str, Any]:
    """datapackage.json without what only the written tables tell (their size and hash)."""
    year, is_demo = fiscal_year.year, any(budget.is_demo for budget in budgets.values())
    titles = titles_of(year, is_demo=is_demo)
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": package_name(year, is_demo=is_demo),
        "title": " – ".join(titles.values()),
        "titles": titles,
        "description": " – ".join(DEMONSTRATION.values()) if is_demo else titles["fr"],
        "homepage": address("budget:lines", year),
        "version": ".".join(str(budget.version) for budget in budgets.values()),
        "created": newest(budgets).astimezone(datetime.UTC).isoformat(),
        "countryCode": COUNTRY,
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "demonstration": is_demo,
        # No licence is stated yet: the page says so, and will say which one.
        "licenses": [{"path": address("pages:legal"), "title": "Mentions légales – معلومات قانونية"}],
        "sources": sources(fiscal_year, budgets),
        "resources": [resource(table, year, is_demo=is_demo) for table in TABLES],
    }
    if told := newest_about(budgets.values()):
        found["journal"] = {**told._asdict(), "path": address("journal:line", told.number)}
    if not is_demo:
        found["contributors"] = [{"title": " – ".join(in_every_language(AUTHOR).values()), "role": "author"}]
    return found


def titles_of(year: int, *, is_demo: bool) -> dict[str, str]:
    titles = in_every_language(gettext_noop("Budget of the Commune of Tétouan, %(year)s"), year=year)
    return {code: f"{title} ({DEMONSTRATION[code]})" if is_demo else title for code, title in titles.items()}


def package_name(year: int, *, is_demo: bool) -> str:
    return download_name("budget", year, *(["demonstration"] if is_demo else []))


def address(name: str, *args: object) -> str:
    with translation.override("fr"):
        return f"{settings.SITE_URL}{reverse(name, args=args)}"


def newest(budgets: dict[str, Budget]) -> datetime.datetime:
    return max(budget.publish_at for budget in budgets.values() if budget.publish_at)


def sources(fiscal_year: FiscalYear, budgets: dict[str, Budget]) -> list[dict[str, str]]:
    """The documents that the lines were taken from, where they are public; the year's page otherwise."""
    found = []
    for budget in budgets.values():
        document = budget.document
        if document and document.publish_at and budget.publish_at and document.publish_at <= budget.publish_at:
            title = texts(document, "title")
            title_now = title["fr"] or next(text for text in title.values() if text)
            found.append({"title": title_now, "path": address("budget:document", document.slug)})
    return found or [{"title": f"Budget {fiscal_year.year}", "path": address("budget:year", fiscal_year.year)}]


def table_path(table: str, year: int, *, is_demo: bool) -> str:
    """Taken out of the package, a table of invented amounts still says what it is."""
    return f"data/{table}-{year}{'-demonstration' if is_demo else ''}.csv"


def resource(table: str, year: int, *, is_demo: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [schema_field(field) for field in TABLES[table]], "missingValues": [""]}
    if table in KEYS:
        schema["primaryKey"] = KEYS[table]
    if table == "budget":
        schema["foreignKeys"] = [{"fields": ["phase"], "reference": {"resource": "phases", "fields": ["phase"]}}]
        schema["extraFields"] = [
            {"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": CURRENCY}
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": table_path(table, year, is_demo=is_demo),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": schema,
    }


def schema_field(field: Field) -> dict[str, Any]:
    words = in_every_language(field.meaning)
    found: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": words["fr"],
        "descriptions": words,
    }
    if field.column_type:
        found["columnType"] = field.column_type
    if field.required:
        found["constraints"] = {"required": True}
    return found


def fingerprint(fiscal_year: FiscalYear, budgets: dict[str, Budget]) -> str:
    """The package's ETag. Lines of a budget never change: its row and the words around it say everything."""
    rows = [(budget.pk, budget.version, budget.stage) for budget in budgets.values()]
    known = [descriptor(fiscal_year, budgets), phase_labels(), rows]
    return sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()
