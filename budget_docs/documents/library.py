"""What the public sees of the documents on a date: plain data, whatever their number in a few queries."""

import datetime
from collections import defaultdict
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from budget_docs.calendar.due_dates import absence_of, last_look, standing_of
from budget_docs.models import (
    BudgetDocument,
    DocumentFile,
    DocumentType,
    FilePage,
    FiscalYear,
    PublicationDate,
    StatedFigure,
)
from tetouan_portal.lib.excerpts import excerpt
from tetouan_portal.lib.languages import texts
from tetouan_portal.lib.search import Understood
from tetouan_portal.lib.standing import State

MOST_PLACES = 3  # shown of each document


def years() -> list[int]:
    """Every fiscal year that the portal knows something about, newest first."""
    return list(FiscalYear.objects.order_by("-year").values_list("year", flat=True))


def slots_of(found: list[int], *, now: datetime.datetime, in_full: bool = False) -> list[dict[str, Any]]:
    """The slots of some years with their published documents and how they stand at the moment `now`.

    `in_full`: also how their due dates were moved, and why.
    """
    slots = list(
        PublicationDate.objects.filter(fiscal_year__year__in=found)
        .with_first_publication(now=now)
        .select_related("type", "fiscal_year")
        .prefetch_related("looks", *(["changes"] if in_full else []))
        .order_by("type__position", "type__slug", "-fiscal_year__year")
    )
    documents = defaultdict(list)
    for row in documents_of(BudgetDocument.objects.filter(slot__in=slots), now=now):
        documents[row["slot"]].append(row)
    on = timezone.localdate(now)
    return [slot_data(slot, documents[slot.pk], on, in_full=in_full) for slot in slots]


def slot_data(
    slot: PublicationDate, documents: list[dict], on: datetime.date, *, in_full: bool = False
) -> dict[str, Any]:
    """`documents`: newest publication first."""
    look = last_look(slot, on)
    found = standing_of(slot, slot.first_published_on, on=on, look=look)
    return {
        "type": slot.type.slug,
        "name": texts(slot.type, "name"),
        "is_confirmed": slot.type.is_confirmed,
        "year": slot.fiscal_year.year,
        "due_on": slot.due_on,
        "note": texts(slot, "note"),
        "changes": [
            {"due_from": one.due_from, "due_to": one.due_to, "reason": texts(one, "reason")}
            for one in (slot.changes.all() if in_full else ())
        ],
        "standing": found,
        "absence": absence_of(slot, found, look),
        "is_demo": found.state == State.OVERDUE and slot.is_awaited_in_demo,
        "published_on": slot.first_published_on,
        "documents": documents,
    }


def documents_of(queryset: Any, *, now: datetime.datetime, limit: int | None = None) -> list[dict[str, Any]]:
    """Published documents with their files, newest first."""
    rows = list(
        queryset.public(now=now)
        .select_related("slot__type", "slot__fiscal_year", "second_reading")
        .defer("search")
        .order_by("-publish_at", "-pk")[:limit]
    )
    files = defaultdict(list)
    for file in DocumentFile.objects.public(now=now).filter(document__in=rows).defer("text_search"):
        files[file.document_id].append(file_data(file))
    return [document_data(row, files[row.pk], now) for row in rows]


def document_data(row: BudgetDocument, files: list[dict], now: datetime.datetime) -> dict[str, Any]:
    again = getattr(row, "second_reading", None)
    in_force = {file["language"]: file["version"] for file in files if file["is_current"]}
    # One held back is named where a later one took its place; a new version that waits is not told of.
    told = [file for file in files if not file["is_held_back"] or file["version"] < in_force.get(file["language"], 0)]
    return {
        "slot": row.slot_id,
        "slug": row.slug,
        "title": texts(row, "title"),
        "summary": texts(row, "summary"),
        "type": texts(row.slot.type, "name"),
        "year": row.slot.fiscal_year.year,
        "published_on": row.published_on,
        "publish_at": row.publish_at,
        "session": row.get_session_kind_display(),
        "session_on": row.session_on,
        "votes": row.votes_for is not None,
        **{name: getattr(row, name) or 0 for name in ("votes_for", "votes_against", "abstentions")},
        "visa": row.visa,
        "visa_words": row.get_visa_display(),
        "visa_on": row.visa_on,
        "read_again": again.slug if again and again.publish_at and again.publish_at <= now else None,
        "withdrawn": texts(row, "withdrawal_reason") if row.withdrawn_at else None,
        "files": [file for file in told if file["is_current"]],
        "former_files": [file for file in told if not file["is_current"]],
        "is_demo": row.is_demo,
    }


def file_data(file: DocumentFile) -> dict[str, Any]:
    return {
        "address": file.get_absolute_url(),
        "language": file.language,
        "language_words": file.get_language_display(),
        "format": PurePosixPath(file.filename).suffix.lstrip(".").upper(),
        "filename": file.filename,
        "size": file.size,
        "pages": file.pages,
        "sha256": file.sha256,
        "version": file.version,
        "is_current": file.is_current,
        "is_held_back": file.held_back,
        "removed": file.removed,  # by law: what stands in its place
        "note": file.note,
        "added_on": timezone.localdate(file.added_at),
        "text": file.text_state,
    }


def figures_of(year: int | None) -> list[dict[str, Any]]:
    """What others stated about a year's budget, or without a year, with who says so."""
    of_year = Q(fiscal_year=None) if year is None else Q(fiscal_year__year=year)
    figures = StatedFigure.objects.filter(of_year)
    return [
        {
            "kind": figure.kind,
            "words": figure.get_kind_display(),
            "amount": figure.amount,
            "is_approximate": figure.is_approximate,
            "note": texts(figure, "note"),
            "source": texts(figure, "source_title"),
            "url": figure.source_url,
            "trust": figure.trust,
            "trust_words": figure.get_trust_display(),
            "is_demo": figure.is_demo,
        }
        for figure in figures.order_by("pk")
    ]


def gap_of(figures: list[dict[str, Any]]) -> Decimal | None:
    """What one source's total exceeds its own revenue, expenditure and estimated surplus by; None when they agree.

    Announced totals add up revenue, expenditure and surplus (Tétouan, 2025); the gap is shown, never corrected.
    """
    by_source: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    for figure in figures:
        if figure["amount"] is not None:
            by_source[figure["url"], figure["source"]["fr"]][figure["kind"]] = figure["amount"]
    for stated in by_source.values():
        if {"total", "revenue", "expenditure"} <= stated.keys():
            surplus = stated.get("estimated_surplus", Decimal(0))
            return stated["total"] - stated["revenue"] - stated["expenditure"] - surplus or None
    return None


def first_reading_of(slug: str, *, now: datetime.datetime) -> dict[str, Any] | None:
    """The published document, its visa refused, that this one was voted again for."""
    found = documents_of(BudgetDocument.objects.filter(second_reading__slug=slug), now=now)
    return found[0] if found else None


def types() -> list[dict[str, Any]]:
    return [type_data(kind) for kind in DocumentType.objects.order_by("position", "slug")]


def type_data(kind: DocumentType) -> dict[str, Any]:
    return {
        "slug": kind.slug,
        **{name: texts(kind, name) for name in ("name", "explanation", "legal_basis")},
        "is_confirmed": kind.is_confirmed,
    }


def rule_changes(kind: DocumentType) -> list[dict[str, Any]]:
    """How its rule was confirmed or put in doubt, in order, with the reasons."""
    return [
        {
            "confirmed_on": change.confirmed_on,
            "told_on": timezone.localdate(change.recorded_at),
            "reason": texts(change, "reason"),
        }
        for change in kind.rule_changes.all()
    ]


def with_pages(documents: list[dict[str, Any]], query: Understood, *, now: datetime.datetime) -> list[dict[str, Any]]:
    """The documents, each with a few `places`: pages of its files that hold the words, those in force first."""
    files = DocumentFile.objects.live(now=now).filter(document__slug__in=[one["slug"] for one in documents])
    nth = Window(
        RowNumber(),
        partition_by="file__document",
        order_by=[F("file__is_current").desc(), F("file").asc(), F("number").asc()],
    )
    rows = FilePage.objects.filter(file__in=files, search=query).annotate(nth=nth).filter(nth__lte=MOST_PLACES)
    places = defaultdict(list)
    for page in rows.select_related("file__document").defer("search", "file__text_search", "file__document__search"):
        places[page.file.document.slug].append(place_data(page, query))
    return [document | {"places": places[document["slug"]]} for document in documents]


def place_data(page: FilePage, query: Understood) -> dict[str, Any]:
    is_paged = page.file.content_type == "application/pdf"
    address = page.file.get_absolute_url()
    return {
        "address": f"{address}#page={page.number}" if is_paged else address,
        "page": page.number if is_paged else None,
        "sheet": page.name,
        "filename": page.file.filename,
        "language": page.file.language,
        "pieces": excerpt(page.text, query.stems),
    }
