"""What the public journal tells of what a plan says of itself and what sources say: never a person's name."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from commitments.models import (
    ActionPlan,
    Axis,
    Body,
    CoCreationFigure,
    Endorsement,
    Event,
    InceptionAssessment,
    Institution,
    InstitutionKind,
    Milestone,
    NarrativeSection,
    PlanAttachment,
    PlanNote,
    PlanPromise,
    Responsibility,
)
from commitments.models.plan_querysets import public_promise
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Subject
from tetouan_portal.lib.languages import texts


def municipality(_row: Model) -> By:
    return By.MUNICIPALITY


def of_plan(model: Any, facts: tuple[str, ...], words: tuple[str, ...], *related: str) -> Subject:
    """Of rows that the page of their plan shows, public with it."""
    return Subject(
        kind=Kind.PUBLISHED,
        page=lambda row: row.plan,
        by=municipality,
        rows=lambda _now: model.objects.filter(plan__is_published=True).select_related("plan", *related),
        facts=("plan", *facts),
        texts=words,
    )


def institutions(_now: datetime.datetime) -> QuerySet[Institution]:
    """Those that public pages name."""
    leading = ActionPlan.objects.public().values("lead_institutions")
    answering = Responsibility.objects.filter(public_promise("commitment")).values("institution")
    of_milestones = Milestone.objects.public().values("institution")
    named = Q(pk__in=leading) | Q(pk__in=answering) | Q(pk__in=of_milestones) | Q(body__isnull=False)
    return Institution.objects.filter(named | Q(kind=InstitutionKind.MONITOR)).select_related("source")


def name_of(row: Any) -> Mapping[str, str]:
    return texts(row, "name")


SUBJECTS = {
    Axis: of_plan(Axis, ("number", "slug", "source"), ("title", "summary"), "source"),
    NarrativeSection: of_plan(NarrativeSection, ("question", "source"), ("body",), "source"),
    PlanNote: of_plan(PlanNote, ("position", "topic", "source"), ("text",), "source"),
    PlanPromise: of_plan(PlanPromise, ("slug", "question", "source"), ("title",), "source"),
    CoCreationFigure: of_plan(CoCreationFigure, ("position", "count", "unit"), ("category",)),
    Endorsement: of_plan(Endorsement, ("position", "language"), ("organisation", "own_name")),
    PlanAttachment: of_plan(PlanAttachment, ("position", "language"), ("title", "as_given", "url")),
    Event: of_plan(Event, ("slug", "starts_on", "ends_on", "is_month", "source"), ("title", "text"), "source"),
    Body: Subject(
        kind=Kind.PUBLISHED,
        page=lambda _row: reverse("pages:about"),
        by=municipality,
        rows=lambda _now: Body.objects.select_related("institution", "source", "ties_source"),
        facts=("slug", "position", "institution", "source", "ties_source"),
        texts=("name", "mandate", "ties"),
        title=name_of,
    ),
    Institution: Subject(
        kind=Kind.PUBLISHED,
        page=lambda _row: reverse("commitments:commitments"),
        by=municipality,
        rows=institutions,
        facts=("slug", "kind", "source"),
        texts=("name",),
        title=name_of,
    ),
    InceptionAssessment: Subject(
        kind=Kind.STATED,
        page=lambda row: row.commitment,
        by=lambda _row: By.MONITOR,
        rows=lambda _now: InceptionAssessment.objects.filter(public_promise("commitment")).select_related(
            "commitment", "source"
        ),
        facts=("commitment", "verifiable", "relevant", "kind", "depth", "assessed_on", "source"),
        texts=("explanation",),
    ),
}
