"""What the public journal tells of plans, promises, statements, proofs and reports."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from commitments.journal.sources import municipality
from commitments.models import (
    ActionPlan,
    Admission,
    AnnualReport,
    Commitment,
    DateConfirmation,
    Edition,
    Evidence,
    Indicator,
    Milestone,
    ProgressUpdate,
    Reading,
    Side,
    Statement,
)
from commitments.models.plan_querysets import public_promise
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject
from tetouan_portal.lib.languages import texts


def side(row: Statement) -> By:
    return By.MONITOR if row.side == Side.MONITOR else By.MUNICIPALITY


def commitment(row: Any) -> Commitment:
    return row.commitment or row.milestone.commitment


def proved(row: Evidence) -> Any:
    return row.statement or row.update or row.reading or row.milestone


def proof_side(row: Evidence) -> By:
    return side(row.statement) if row.statement else By.MUNICIPALITY


def page_of_proof(row: Evidence) -> Commitment:
    about = proved(row)
    return about.indicator.commitment if isinstance(about, Reading) else commitment(about)


def public(model: Any, *related: str) -> Any:
    """Those that the public may see, withdrawn ones too; `related`: what their page and facts are read from."""
    return lambda _now: model.objects.public().select_related(*related or [None])


def under_promise(model: Any, *related: str, path: str = "commitment") -> Any:
    return lambda _now: model.objects.filter(public_promise(path)).select_related(*related)


def slugs_of(relation: str) -> Callable[[Any], str]:
    """Of the rows that it names, in one order: "one two"."""
    return lambda row: " ".join(sorted(getattr(row, relation).values_list("slug", flat=True)))


def institutions(row: Commitment) -> str:
    """In one order: "finance:lead works:support"."""
    pairs = row.responsibilities.order_by("institution__slug").values_list("institution__slug", "role")
    return " ".join(f"{slug}:{role}" for slug, role in pairs)


def confirmations(_now: datetime.datetime) -> QuerySet[DateConfirmation]:
    found = DateConfirmation.objects.filter(public_promise("commitment") | public_promise("milestone__commitment"))
    return found.select_related("commitment", "milestone__commitment")


def news(_now: datetime.datetime) -> QuerySet[ProgressUpdate]:
    """What was withdrawn too, whose words stay beside the reason."""
    found = ProgressUpdate.objects.released().filter(public_promise("commitment"))
    return found.select_related("commitment", "institution")


def editions(_now: datetime.datetime) -> QuerySet[Edition]:
    return Edition.objects.select_related("report")


def edition_side(edition: Edition) -> By:
    """The monitor's where it published itself; in older editions nothing says, and only publishers could."""
    return By(edition.snapshot["edition"].get("published_by", {"side": By.MUNICIPALITY})["side"])


def edition_title(edition: Edition) -> dict[str, str]:
    """As it was published: the row's own may be the monitor's unfinished one."""
    title: dict[str, str] = edition.snapshot["report"]["title"]
    return title


def report_title(report: AnnualReport) -> dict[str, str]:
    newest = report.editions.first()
    return edition_title(newest) if newest else texts(report, "title")


ABOUT = ("commitment", "milestone__commitment", "institution")
SUBJECTS = {
    Admission: Subject(
        kind=Kind.ADMITTED,
        page=lambda _row: reverse("commitments:reports"),
        by=municipality,
        rows=lambda _now: Admission.objects.select_related("institution"),
        facts=("institution", "admitted_on", "letter_on"),
        texts=("letter_reference",),
        since=lambda row: row.admitted_on,
        title=lambda row: texts(row.institution, "name"),
    ),
    ActionPlan: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=municipality,
        rows=public(ActionPlan),
        facts=(
            *("slug", "kind", "starts_on", "ends_on", "reporting_ends_on", "submitted_on", "is_current", "source"),
            *("participants_stated", "groups_stated", "public_meetings_stated"),
        ),
        more={"lead_institutions": slugs_of("lead_institutions")},
        texts=("title", "source_note"),
        since=lambda row: row.submitted_on,
    ),
    Commitment: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=municipality,
        rows=public(Commitment, "axis"),
        facts=(
            *("number", "slug", "ogp_id", "axis", "starts_on", "ends_on"),
            *("source", "title_source", "carried_over_from"),
        ),
        more={
            "institutions": institutions,
            "sdgs": lambda row: " ".join(map(str, row.sdgs)),
            **{relation: slugs_of(relation) for relation in ("themes", "ogp_values", "policy_areas", "sectors")},
        },
        texts=("title", "problem", "status_quo", "action", "contribution"),
    ),
    Milestone: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.commitment,
        by=municipality,
        rows=public(Milestone, "commitment", "institution"),
        facts=("number", "institution", "due_on"),
        texts=("title", "expected_output"),
    ),
    Indicator: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.commitment,
        by=municipality,
        rows=under_promise(Indicator, "commitment"),
        facts=("number", "kind", "direction", "frequency", "baseline", "baseline_on", "target", "target_on"),
        texts=("title", "unit", "definition", "data_source"),
    ),
    Reading: Subject(
        kind=Kind.MEASURED,
        page=lambda row: row.indicator.commitment,
        by=municipality,
        rows=under_promise(Reading, "indicator__commitment", "supersedes", "statement", path="indicator__commitment"),
        facts=("indicator", "dated_on", "value", "supersedes", "statement"),
        texts=("note",),
        since=lambda row: timezone.localdate(row.recorded_at),
    ),
    DateConfirmation: Subject(
        kind=Kind.CONFIRMED,
        page=commitment,
        by=municipality,
        rows=confirmations,
        facts=("milestone", "ends_on", "due_on", "confirmed_on"),
        texts=("confirmed_by",),
        since=lambda row: row.confirmed_on,
    ),
    Statement: Subject(
        kind=Kind.STATED,
        page=commitment,
        by=side,
        rows=public(Statement, *ABOUT, "supersedes"),
        facts=("milestone", "institution", "dated_on", "level", "done_on", "supersedes"),
        texts=("summary", "obstacles", "next_steps"),
    ),
    ProgressUpdate: Subject(
        kind=Kind.STATED,
        page=lambda row: row.commitment,
        by=municipality,
        rows=news,
        facts=("institution", "dated_on"),
        texts=("title", "body"),
    ),
    Evidence: Subject(
        kind=Kind.PROVED,
        page=page_of_proof,
        by=proof_side,
        rows=public(
            Evidence,
            *("statement__commitment", "statement__milestone__commitment", "update__commitment"),
            *("reading__indicator__commitment", "milestone__commitment"),
        ),
        facts=("statement", "reading", "milestone", "update", "dated_on", "answered_on", "sha256", "size"),
        texts=("title", "url", "alternative_text"),
    ),
    Edition: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.report,
        by=edition_side,
        rows=editions,
        facts=("number", "published_at", "sha256"),
        title=edition_title,
        since=lambda row: timezone.localdate(row.published_at),
    ),
    AnnualReport: Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row,
        by=lambda _row: By.MONITOR,
        rows=public(AnnualReport),
        facts=("year",),
        title=report_title,
    ),
}
