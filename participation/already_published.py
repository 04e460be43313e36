"""Is it published already? Looks through what anybody may read, before somebody asks for it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetDocument, DocumentFile
from commitments.models import AnnualReport, Commitment, Edition
from participation.models import PublishedCase
from participation.similar import ranked
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts
from tetouan_portal.lib.search import holding, search_column

MOST = 5  # of each sort


class Found(NamedTuple):
    title: dict[str, str]
    address: str
    is_demo: bool


class Group(NamedTuple):
    label: Promise
    found: list[Found]


def look(text: str, *, now: datetime) -> list[Group]:
    """Groups that have something: what holds every word, or else what holds some."""
    text = " ".join(text.replace("\x00", " ").split())
    if not text:
        return []
    return gathered(text, every, now) or gathered(text, ranked, now)


def gathered(text: str, narrowed: Any, now: datetime) -> list[Group]:
    groups = [
        Group(_("Budget and accounting documents"), of_documents(text, narrowed, now)),
        Group(_("Commitments"), found(narrowed(Commitment.objects.published().defer("search"), text), "title")),
        Group(_("Annual reports"), of_reports(narrowed(reports(), text))),
        Group(_("Answers given to others"), of_cases(narrowed(PublishedCase.objects.visible(), text))),
    ]
    return [group for group in groups if group.found]


def every(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(holding(text, "search"))


def found(rows: QuerySet, title: str) -> list[Found]:
    return [Found(texts(row, title), row.get_absolute_url(), getattr(row, "is_demo", False)) for row in rows[:MOST]]


def of_documents(text: str, narrowed: Any, now: datetime) -> list[Found]:
    rows = BudgetDocument.objects.published(now=now).filter(withdrawn_at=None).defer("search")
    if narrowed is every:  # the pages of the documents hold nearly any single word
        inside = DocumentFile.objects.published(now=now).filter(holding(text, "text_search"))
        chosen = rows.filter(holding(text, "search") | Q(pk__in=inside.values("document")))
    else:
        chosen = narrowed(rows, text)
    return found(chosen, "title")


def of_reports(rows: QuerySet) -> list[Found]:
    """Reports have one title each year: it is the year that tells them apart."""
    return [
        Found(
            {language: f"{text} – {row.report.year}" for language, text in texts(row, "title").items() if text},
            row.report.get_absolute_url(),
            row.is_demo,
        )
        for row in rows[:MOST]
    ]


def of_cases(rows: QuerySet) -> list[Found]:
    chosen = rows.select_related("case").defer("search")[:MOST]
    return [Found(texts(row, "title"), row.get_absolute_url(), row.case.is_demo) for row in chosen]


def reports() -> QuerySet:
    """What their newest editions say: a report's own words may be the unfinished ones of its next edition."""
    newest = Edition.objects.filter(report=OuterRef("report")).order_by("-number").values("pk")[:1]
    rows = Edition.objects.filter(report__in=AnnualReport.objects.published(), pk=Subquery(newest))
    said = {
        f"{field}_{code}": KT(f"snapshot__report__{field}__{code}")
        for field in ("title", "summary", "conclusion")
        for code in LANGUAGE_CODES
    }
    vector = search_column(title="A", summary="B", conclusion="C").expression
    return rows.select_related("report").defer("snapshot").annotate(**said).annotate(search=vector)
