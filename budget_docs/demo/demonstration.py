"""A believable library and three budgets on the real calendar, every row marked `is_demo`, and their removal.

The words and amounts are invented (`data/demo/`). Real rows are read, never rewritten, but that some dates of the
calendar are awaited (`is_awaited_in_demo`) while the demonstration is there; where the Commune has published something
itself, nothing is invented beside it.
"""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from budget_docs.demo import sample_lines
from budget_docs.demo.sample_files import Made, Told, make_file
from budget_docs.lines import budget_versions
from budget_docs.models import (
    Budget,
    BudgetDocument,
    BudgetSide,
    BudgetStage,
    DocumentFile,
    DocumentType,
    FiscalYear,
    PublicationDate,
    StatedFigure,
    Trust,
)
from tetouan_portal.lib.demonstration import DemonstrationError, delete_marked, mark_what_hangs_on
from tetouan_portal.lib.demonstration_story import tell
from tetouan_portal.lib.languages import texts
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

MORNING = datetime.time(10)
SHOWN = {  # type of document → the amounts of its table
    "draft-budget": "proposed",
    "committee-report": "proposed",
    "adopted-budget": "admitted",
    "citizen-budget": "admitted",
    "execution-statement": "executed",
    "outstanding-receivables": "to_collect",
}
SPOKEN = {"ar": ("ar",), "fr": ("fr",), "es": ("es",), "ar-fr": ("ar", "fr")}
# What points at others comes before what it points at.
MARKED = (Budget, StatedFigure, BudgetDocument)
HANGS_ON = {Budget: ("document",), BudgetDocument: ("second_reading_of",)}


@cache
def contents() -> dict[str, Any]:
    return tell(json.loads((sample_lines.FOLDER / "documents.json").read_text(encoding="utf-8")))


def load() -> Counter:
    """Create the demonstration, whole or not at all; nothing when it is there. Returns how many of each model.

    Raises DemonstrationError in production and without the real calendar.
    """
    if settings.PRODUCTION:
        raise DemonstrationError("Demonstration data puts invented words in real mouths: production refuses it.")
    stored: list[FieldFile] = []
    try:
        with transaction.atomic():
            return fill(stored)
    except BaseException:
        with transaction.atomic():
            doom(stored, Reason.DEMONSTRATION)
        raise


def fill(stored: list[FieldFile]) -> Counter:
    """`stored` receives the files as they are written."""
    # The locks make a second load wait, and then find the first one's rows.
    list(DocumentType.objects.select_for_update().order_by("pk"))
    if any(model.objects.filter(is_demo=True).exists() for model in MARKED):
        return Counter()
    created: Counter = Counter()
    real = set(PublicationDate.objects.filter(documents__isnull=False).values_list("pk", flat=True))
    taken: dict[tuple[int, str], BudgetDocument] = {}
    first_reading = None
    for data in contents()["documents"]:
        slot = slot_of(data)
        if slot.pk in real:
            continue
        document = add_document(slot, data, first_reading if data.get("reading") == 2 else None)
        first_reading = document if data.get("reading") == 1 else None
        created["BudgetDocument"] += 1
        created["DocumentFile"] += add_files(document, data, stored)
        if stage := data.get("takes"):
            taken[data["year"], stage] = document
    await_some(real)
    created["Budget"] = sum(add_budget(year, stage, taken.get((year, stage))) for year, stage in stages())
    created["StatedFigure"] = sum(add_figure(data) for data in contents()["figures"])
    return +created


def await_some(real: set[int]) -> None:
    """Documents that never came, so that the demonstration has some trouble to show."""
    for data in contents()["awaited"]:
        slot = slot_of(data)
        if slot.pk not in real:
            PublicationDate.objects.filter(pk=slot.pk).update(is_awaited_in_demo=True)


def slot_of(data: Mapping[str, Any]) -> PublicationDate:
    slots = PublicationDate.objects.select_related("type", "fiscal_year")
    slot = slots.filter(fiscal_year__year=data["year"], type__slug=data["type"]).first()
    if slot is None:
        raise DemonstrationError("The calendar of budget documents is not there: run load_budget first.")
    return slot


def moment(data: Mapping[str, Any]) -> datetime.datetime:
    if "in_days" in data:
        day = timezone.localdate() + datetime.timedelta(days=data["in_days"])
    else:
        day = datetime.date.fromisoformat(data["published_on"])
    return timezone.make_aware(datetime.datetime.combine(day, MORNING))


def title_of(slot: PublicationDate, data: Mapping[str, Any]) -> dict[str, str]:
    return data.get("title") or {code: f"{name} {data['year']}" for code, name in texts(slot.type, "name").items()}


def summary_of(data: Mapping[str, Any]) -> dict[str, str]:
    return data.get("summary") or contents()["summaries"][data["type"]]


def add_document(slot: PublicationDate, data: Mapping[str, Any], first: BudgetDocument | None) -> BudgetDocument:
    kind, session_on = data.get("session", ["", None])
    votes = dict(zip(("votes_for", "votes_against", "abstentions"), data.get("votes", []), strict=False))
    visa, visa_on = data.get("visa", ["", None])
    return BudgetDocument.objects.create(
        slot=slot,
        slug="-".join(["demo", str(data["year"]), data["type"], *(["1"] if data.get("reading") == 1 else [])]),
        session_kind=kind,
        session_on=session_on,
        visa=visa,
        visa_on=visa_on,
        second_reading_of=first,
        publish_at=moment(data),
        is_demo=True,
        **votes,
        **{f"title_{code}": text for code, text in title_of(slot, data).items()},
        **{f"summary_{code}": text for code, text in summary_of(data).items()},
    )


def shown_in(data: Mapping[str, Any]) -> str:
    """Which amounts a document's table shows: what was proposed, voted or carried out; "" for none."""
    if data.get("reading") == 1:
        return "proposed"
    return SHOWN.get(data["type"], "")


def add_files(document: BudgetDocument, data: Mapping[str, Any], stored: list[FieldFile]) -> int:
    replaced = data.get("replaced", {})
    count = 0
    for name in data["files"]:
        language, kind = name.split()
        says = Told(title_of(document.slot, data), summary_of(data), data["year"], SPOKEN[language], shown_in(data))
        versions = [(says, document.publish_at, "")]
        if name == replaced.get("file"):
            corrected = {code: f"{text}\n\n{replaced['note']}" for code, text in says.summary.items()}
            on = moment({"published_on": replaced["on"]})
            versions.append((says._replace(summary=corrected), on, replaced["note"]))
        for version, (words, at, note) in enumerate(versions, 1):
            values = {"version": version, "note": note, "is_current": version == len(versions)}
            stored.append(add_file(document, language, make_file(kind, words), at, values))
            count += 1
    return count


def add_file(
    document: BudgetDocument, language: str, file: Made, at: datetime.datetime, values: Mapping[str, Any]
) -> FieldFile:
    """`at`: when it is said to have been added."""
    filename = f"{document.slug}-{language}.{file.ending}"
    added = DocumentFile.objects.create(
        document=document,
        language=language,
        file=ContentFile(file.content, name=filename),
        filename=filename,
        content_type=file.content_type,
        size=len(file.content),
        pages=file.pages,
        hidden=[],
        sha256=hashlib.sha256(file.content).hexdigest(),
        **values,
    )
    DocumentFile.objects.filter(pk=added.pk).update(added_at=min(at, timezone.now()))
    return added.file


def stages() -> list[tuple[int, str]]:
    """The years and stages that get lines: none beside a budget of the Commune itself."""
    real = set(Budget.objects.values_list("fiscal_year__year", "stage"))
    every = [(year, BudgetStage.VOTED) for year in sample_lines.TOTALS]
    every += [(year, BudgetStage.EXECUTED) for year in sample_lines.EXECUTED]
    return [(year, str(stage)) for year, stage in every if (year, str(stage)) not in real]


def add_budget(year: int, stage: str, document: BudgetDocument | None) -> int:
    if document is None:
        return 0
    budget_versions.add_version(
        fiscal_year=FiscalYear.objects.get(year=year),
        stage=stage,
        headings=sample_lines.headings(),
        lines=sample_lines.budget_lines(year, executed=stage == BudgetStage.EXECUTED),
        document=document,
        publish_at=document.publish_at,
        is_demo=True,
    )
    return 1


def add_figure(data: Mapping[str, Any]) -> bool:
    """What the cover of the invented budget states; in one case more than its lines add up to."""
    year, kind = data["year"], data["kind"]
    side = BudgetSide.REVENUE if kind == "revenue" else BudgetSide.EXPENDITURE
    summed = sum((amount for (of, _path), amount in sample_lines.vote(year).items() if of == side), Decimal(0))
    values = {
        "amount": summed + data["beyond"],
        "trust": Trust.INVENTED,
        "is_demo": True,
        **{f"source_title_{code}": text for code, text in contents()["cover"].items()},
        **{f"note_{code}": text for code, text in data.get("note", {}).items()},
    }
    about = {"fiscal_year": FiscalYear.objects.get(year=year), "kind": kind, "source_url": ""}
    return StatedFigure.objects.get_or_create(**about, defaults=values)[1]


@transaction.atomic
def remove() -> Counter:
    """Take every marked row away, and have its files destroyed. Returns how many of each model."""
    mark_what_hangs_on(HANGS_ON)
    PublicationDate.objects.filter(is_awaited_in_demo=True).update(is_awaited_in_demo=False)
    doom((row.file for row in DocumentFile.objects.filter(document__is_demo=True).only("file")), Reason.DEMONSTRATION)
    removed: Counter = Counter()
    for model in MARKED:
        removed.update(delete_marked(marked_rows(model)))
    return removed


def marked_rows(model: Any) -> QuerySet:
    """A model's marked rows, a second reading before the first."""
    rows = model.objects.filter(is_demo=True)
    return rows.filter(second_reading__isnull=True) if model is BudgetDocument else rows
