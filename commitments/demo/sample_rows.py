"""The demonstration's JSON (`data/demo/`) as rows in memory, every one marked; `Rows.save` writes them."""

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max, Model
from django.db.models.fields.files import FieldFile

from commitments.demo import evidence_files
from commitments.models import (
    AmendedField,
    Amendment,
    AnnualReport,
    Commitment,
    Evidence,
    Finding,
    Indicator,
    Institution,
    Milestone,
    ProgressUpdate,
    Reading,
    Recommendation,
    Side,
    Statement,
)
from tetouan_portal.lib import uploads
from tetouan_portal.lib.demonstration_story import tell

FOLDER = Path(__file__).parent.parent / "data" / "demo"
STATEMENT_TEXTS = ("summary", "obstacles", "next_steps")
REPORT_TEXTS = ("title", "summary", "context", "method", "independence", "conclusion")
IS_THERE = {
    "ar": "المنتوج متوفر",
    "fr": "Le produit attendu est là\u00a0",
    "es": "El producto esperado está listo",
}
# What is pointed at comes first.
ORDER = (
    *(Milestone, Indicator, Statement, Reading, Amendment, ProgressUpdate, Evidence),
    *(AnnualReport, Finding, Recommendation),
)


def contents(pattern: str) -> list[dict]:
    """The parsed files of the folder that match, by name; keys such as `due_on`, `covers_to` hold dates."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob(pattern))]
    return [with_dates(tell(content)) for content in files]


def with_dates(data: Any) -> Any:
    if isinstance(data, list):
        return [with_dates(value) for value in data]
    if not isinstance(data, dict):
        return data
    return {
        key: datetime.date.fromisoformat(value)
        if key.endswith(("_on", "_from", "_to")) and isinstance(value, str) and value
        else with_dates(value)
        for key, value in data.items()
    }


def in_columns(data: Mapping[str, Any], *fields: str) -> dict[str, str]:
    """{"title": {"ar": …}} as {"title_ar": …}; a language without a text is left out."""
    return {f"{field}_{code}": text for field in fields for code, text in data.get(field, {}).items() if text}


class Rows:
    """Rows to be, by model. They may point at each other before they are saved."""

    def __init__(self) -> None:
        self.by_model: dict[type[Model], list] = defaultdict(list)

    def add(self, model: type[Model], **values: Any) -> Any:
        row = model(is_demo=True, **values)
        self.by_model[model].append(row)
        return row

    def save(self) -> None:
        for model in ORDER:
            corrections = [row for row in self.by_model[model] if getattr(row, "supersedes", None)]
            firsts = [row for row in self.by_model[model] if row not in corrections]
            for rows in (firsts, corrections):
                model._default_manager.bulk_create(rows)

    def files(self) -> list[FieldFile]:
        """Those written so far."""
        return [row.file for row in self.by_model[Evidence] if row.file and row.file._committed]

    def counted(self) -> Counter:
        return Counter({model.__name__: len(self.by_model[model]) for model in ORDER if self.by_model[model]})


class CommitmentRows:
    """Adds one commitment's milestones, indicators, statements, updates and their evidence."""

    def __init__(self, rows: Rows, commitment: Commitment, institutions: Mapping[str, Institution]) -> None:
        self.rows, self.commitment, self.institutions = rows, commitment, institutions

    def add(self, data: dict) -> None:
        self.institution = self.institutions[data["institution"]]
        for number, milestone in enumerate(data["milestones"], start=self.next_number("milestones")):
            self.add_milestone(number, milestone)
        for number, indicator in enumerate(data["indicators"], start=self.next_number("indicators")):
            self.add_indicator(number, indicator)
        for statement in data["statements"]:
            self.add_statement(statement, commitment=self.commitment)
        for update in data["updates"]:
            self.add_update(update)

    def next_number(self, children: str) -> int:
        """After the real ones, if the plan has some by now."""
        return (getattr(self.commitment, children).aggregate(last=Max("number"))["last"] or 0) + 1

    def add_milestone(self, number: int, data: dict) -> None:
        milestone = self.rows.add(
            Milestone,
            commitment=self.commitment,
            number=number,
            institution=self.institutions[data["institution"]] if "institution" in data else self.institution,
            due_on=data["due_on"],
            done_on=data["done_on"],
            **in_columns(data, "title", "expected_output"),
        )
        for amendment in data.get("amendments", []):
            self.rows.add(
                Amendment,
                milestone=milestone,
                field=AmendedField.DUE_ON,
                date_from=amendment["promised_on"],
                date_to=milestone.due_on,
                decided_on=amendment["decided_on"],
                **in_columns(amendment, "reason", "decision"),
            )
        for statement in with_the_day_of_being_done(data):
            self.add_statement(statement, milestone=milestone)
        self.add_evidence(data, data["expected_output"], milestone=milestone)

    def add_statement(self, data: dict, **about: Any) -> None:
        statement = self.rows.add(
            Statement,
            side=data["side"],
            institution=self.institution_of(data["side"], about),
            dated_on=data["dated_on"],
            level=data["level"],
            done_on=data.get("done_on"),
            state="published",
            **in_columns(data, *STATEMENT_TEXTS),
            **about,
        )
        self.add_evidence(data, data["summary"], statement=statement)
        if correction := data.get("correction"):
            self.add_statement({"side": data["side"], **correction}, **{**about, "supersedes": statement})

    def institution_of(self, side: str, about: Mapping[str, Any]) -> Institution | None:
        """The municipality speaks through whoever is responsible; the monitor for itself."""
        if side == Side.MONITOR:
            return None
        return about["milestone"].institution if "milestone" in about else self.institution

    def add_indicator(self, number: int, data: dict) -> None:
        names = ("kind", "direction", "frequency", "baseline_on", "target_on")
        indicator = self.rows.add(
            Indicator,
            commitment=self.commitment,
            number=number,
            baseline=Decimal(data["baseline"]),
            target=Decimal(data["target"]),
            **{name: data[name] for name in names},
            **in_columns(data, "title", "unit", "definition", "data_source"),
        )
        for day, value in data["readings"].items():
            self.add_reading(indicator, day, value, data)

    def add_reading(self, indicator: Indicator, day: str, value: str, data: dict) -> None:
        note = data.get("notes", {}).get(day, {})
        about = {"indicator": indicator, "dated_on": datetime.date.fromisoformat(day)}
        reading = self.rows.add(Reading, value=Decimal(value), **about, **in_columns({"note": note}, "note"))
        if correction := data.get("corrections", {}).get(day):
            value = correction["value"]
            self.rows.add(Reading, value=Decimal(value), supersedes=reading, **about, **in_columns(correction, "note"))
        self.add_evidence({"evidence": data.get("evidence", {}).get(day, [])}, data["title"], reading=reading)

    def add_update(self, data: dict) -> None:
        update = self.rows.add(
            ProgressUpdate,
            commitment=self.commitment,
            dated_on=data["dated_on"],
            state="published",
            **in_columns(data, "title", "body"),
        )
        self.add_evidence(data, data["body"], update=update)

    def add_evidence(self, data: dict, text: Mapping[str, str], **about: Any) -> None:
        for proof in data.get("evidence", []):
            what = (
                {"url": proof["url"], "answered_on": proof["dated_on"]}
                if "url" in proof
                else stored_fields(proof, text)
            )
            self.rows.add(
                Evidence,
                dated_on=proof["dated_on"],
                **in_columns(title_columns(proof), "title", "alternative_text"),
                **what,
                **about,
            )


def with_the_day_of_being_done(data: dict) -> list[dict]:
    """A milestone's statements: the one that calls it complete says when it was done, or one of that day does."""
    statements, done = data.get("statements", []), {"done_on": data["done_on"]}
    if not data["done_on"]:
        return statements
    complete = {"side": Side.MUNICIPALITY, "level": "complete"}
    if any(complete.items() <= said.items() for said in statements):
        return [said | done if complete.items() <= said.items() else said for said in statements]
    summary = {code: f"{words}: {data['expected_output'][code]}" for code, words in IS_THERE.items()}
    return [{**complete, "dated_on": data["done_on"], "summary": summary, **done}, *statements]


def title_columns(proof: dict) -> dict:
    """A picture's title says that it is drawn, wherever the title stands alone."""
    if "picture" not in proof:
        return proof
    title = {code: f"{text} ({evidence_files.DRAWN[code]})" for code, text in proof["title"].items() if text}
    return {**proof, "title": title}


def stored_fields(proof: Mapping[str, Any], text: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an evidence file, made and then accepted as if somebody had uploaded it."""
    if "pdf" in proof:
        name, content = proof["pdf"], evidence_files.document(proof["title"], text, proof["dated_on"])
    else:
        name, content = proof["filename"], evidence_files.picture(proof["picture"], proof["dated_on"])
    upload = accept_file(name, content)
    return {
        "file": ContentFile(upload.file.file.getvalue(), upload.filename),
        "filename": upload.filename,
        "content_type": upload.content_type,
        "size": upload.size,
        "sha256": upload.sha256,
        "hidden": [],
    }


@cache
def accept_file(name: str, content: bytes) -> uploads.Upload:
    """Examined once for as many loads as one process does."""
    return uploads.accept(SimpleUploadedFile(name, content), max_bytes=settings.EVIDENCE_MAX_BYTES)


def add_report(
    rows: Rows, data: dict, *, plan: Any, author: Institution, commitments: Mapping[int, Commitment]
) -> None:
    report = rows.add(
        AnnualReport,
        plan=plan,
        author=author,
        year=data["year"],
        covers_from=data["covers_from"],
        covers_to=data["covers_to"],
        **in_columns(data, *REPORT_TEXTS),
    )
    for number, finding in data["findings"].items():
        about = {"report": report, "commitment": commitments[int(number)]}
        rows.add(Finding, level=finding["level"], **about, **in_columns(finding, "text"))
    for number, recommendation in enumerate(data["recommendations"], start=1):
        rows.add(
            Recommendation,
            report=report,
            number=number,
            commitment=commitments.get(recommendation["commitment"]),
            answer=recommendation.get("answer", ""),
            answered_on=recommendation.get("answered_on"),
            due_on=recommendation.get("due_on"),
            **in_columns(recommendation, "text", "answer_reason"),
        )
