"""What the public journal tells of budget documents, their files, the budget as data and the rules of the calendar."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from budget_docs.models import (
    Budget,
    BudgetDocument,
    BudgetStage,
    DocumentFile,
    DocumentType,
    DueDateChange,
    FigureKind,
    FiscalYear,
    PublicationDate,
    RuleChange,
    StatedFigure,
)
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject
from tetouan_portal.lib.languages import in_every_language, texts


def municipality(_row: Any) -> By:
    return By.MUNICIPALITY


def documents(now: datetime.datetime) -> QuerySet[BudgetDocument]:
    return BudgetDocument.objects.public(now=now).select_related("slot__type", "slot__fiscal_year")


def files(now: datetime.datetime) -> QuerySet[DocumentFile]:
    return DocumentFile.objects.live(now=now).select_related("document").defer("text_search")


def budgets(now: datetime.datetime) -> QuerySet[Budget]:
    return Budget.objects.live(now=now).select_related("fiscal_year", "document")


def published_on(row: Any) -> datetime.date:
    return timezone.localdate(row.publish_at)


def page_of_year(row: Any) -> FiscalYear:
    return row.fiscal_year


def budget_title(row: Budget) -> dict[str, str]:
    return of_year(in_every_language(BudgetStage(row.stage).label), row.fiscal_year)


def figure_title(row: StatedFigure) -> dict[str, str]:
    return of_year(in_every_language(FigureKind(row.kind).label), row.fiscal_year)


def slot_title(row: DueDateChange) -> dict[str, str]:
    return of_year(texts(row.date.type, "name"), row.date.fiscal_year)


def of_year(names: Mapping[str, str], year: FiscalYear | None) -> dict[str, str]:
    return {code: f"{name} {year}" for code, name in names.items() if name}


SUBJECTS = {
    BudgetDocument: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=municipality,
        rows=documents,
        facts=(
            *("session_kind", "session_on", "votes_for", "votes_against", "abstentions", "visa", "visa_on"),
            "second_reading_of",
        ),
        texts=("title", "summary"),
        since=published_on,
    ),
    DocumentFile: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.document,
        by=municipality,
        rows=files,
        facts=("language", "version", "sha256", "size"),
        texts=("filename", "note"),
        is_demo=lambda row: row.document.is_demo,
    ),
    Budget: Subject(
        kind=Kind.PUBLISHED,
        page=page_of_year,
        by=municipality,
        rows=budgets,
        facts=("stage", "version", "lines_count", "sha256"),
        since=published_on,
        title=budget_title,
    ),
    StatedFigure: Subject(
        kind=Kind.PUBLISHED,
        page=page_of_year,
        by=municipality,
        rows=lambda _now: StatedFigure.objects.filter(fiscal_year__isnull=False).select_related("fiscal_year"),
        facts=("kind", "amount", "is_approximate", "trust"),
        texts=("note", "source_title", "source_url"),
        title=figure_title,
    ),
    FiscalYear: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=municipality,
        rows=lambda _now: FiscalYear.objects.all(),
        facts=("year", "population"),
        texts=("population_source",),
        title=lambda row: in_every_language(str(row)),
    ),
    DocumentType: Subject(
        kind=Kind.PUBLISHED,
        page=lambda _row: reverse("budget:library"),
        by=municipality,
        rows=lambda _now: DocumentType.objects.all(),
        facts=("slug", "due_month", "due_day", "due_year_offset", "position"),
        texts=("name", "explanation", "legal_basis"),
        title=lambda row: texts(row, "name"),
    ),
    PublicationDate: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.fiscal_year,
        by=municipality,
        rows=lambda _now: PublicationDate.objects.select_related("fiscal_year", "type"),
        facts=("type", "is_expected"),
        texts=("note",),
        title=lambda row: of_year(texts(row.type, "name"), row.fiscal_year),
    ),
    RuleChange: Subject(
        kind=lambda row: Kind.CONFIRMED if row.confirmed_on else Kind.DOUBTED,
        page=lambda _row: reverse("budget:library"),
        by=municipality,
        rows=lambda _now: RuleChange.objects.select_related("type"),
        facts=("type", "confirmed_on"),
        texts=("reason",),
        since=lambda row: timezone.localdate(row.recorded_at),
        title=lambda row: texts(row.type, "name"),
    ),
    DueDateChange: Subject(
        kind=Kind.AMENDED,
        page=lambda row: row.date.fiscal_year,
        by=municipality,
        rows=lambda _now: DueDateChange.objects.select_related("date__type", "date__fiscal_year"),
        facts=("due_from", "due_to"),
        texts=("reason",),
        since=lambda row: timezone.localdate(row.changed_at),
        title=slot_title,
    ),
}
