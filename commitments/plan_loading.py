"""Loads what is really known of a plan from a JSON file (`data/plan-2022-2026.json`).

A plan that is already there is left alone: staff may have corrected it since.
"""

import json
from pathlib import Path

from django.db import transaction

from commitments import models
from tetouan_portal.lib.languages import LANGUAGE_CODES

PLAN_FILE = Path(__file__).parent / "data" / "plan-2022-2026.json"


@transaction.atomic
def load(path: Path = PLAN_FILE) -> list[str]:
    """Create the file's missing plans, whole or not at all. Returns the slugs of those created."""
    content = json.loads(path.read_text(encoding="utf-8"))
    known = Known(content)
    created = []
    for data in content["plans"]:
        if not models.ActionPlan.objects.filter(slug=data["slug"]).exists():
            load_plan(data, known)
            created.append(data["slug"])
    return created


class Known:
    """Sources, institutions, themes and values by code or slug, created where missing."""

    def __init__(self, content: dict) -> None:
        self.sources: dict = {None: None}
        for data in content["sources"]:
            values = {"url": data["url"], "trust": data["trust"], **in_columns("title", data["title"])}
            self.sources[data["code"]] = self.first_or_new(models.Source, {"code": data["code"]}, values)
        self.institutions = {data["slug"]: self.institution(data) for data in content["institutions"]}
        self.themes = self.terms(models.Theme, content["themes"])
        self.ogp_values = self.terms(models.OgpValue, content["ogp_values"])

    @staticmethod
    def first_or_new(model, key, values):
        row, _created = model.objects.get_or_create(**key, defaults=values)
        return row

    def institution(self, data):
        values = {"kind": data["kind"], "source": self.sources[data["source"]], **in_columns("name", data["name"])}
        institution = self.first_or_new(models.Institution, {"slug": data["slug"]}, values)
        for alias in data["aliases"]:
            values = {"language": alias["language"], "source": self.sources[alias["source"]]}
            institution.aliases.get_or_create(name=alias["name"], defaults=values)
        return institution

    def terms(self, model, rows):
        return {
            data["slug"]: self.first_or_new(model, {"slug": data["slug"]}, in_columns("name", data["name"]))
            for data in rows
        }


def in_columns(field: str, text: dict | None) -> dict:
    """{"ar": …} as {"title_ar": …}; nothing for an unknown text."""
    return {f"{field}_{code}": text[code] for code in LANGUAGE_CODES} if text else {}


def load_plan(data, known):
    names = ("slug", "kind", "is_current", "starts_on", "ends_on", "reporting_ends_on", "submitted_on")
    plan = models.ActionPlan.objects.create(
        **{name: data[name] for name in names},
        is_published=True,
        source=known.sources[data["source"]],
        participants_stated=data["participants_stated"],
        groups_stated=data["groups_stated"],
        public_meetings_stated=data["public_meetings_stated"],
        **in_columns("title", data["title"]),
        **in_columns("source_note", data["source_note"]),
    )
    plan.lead_institutions.set(known.institutions[slug] for slug in data["lead_institutions"])
    load_narrative(plan, data, known)
    for axis in data["axes"]:
        load_axis(plan, axis, known)


def load_narrative(plan, data, known):
    for section in data["sections"]:
        plan.sections.create(
            question=section["question"],
            source=known.sources[section["source"]],
            **in_columns("body", section["body"]),
        )
    for position, note in enumerate(data["notes"], start=1):
        plan.notes.create(
            position=position,
            topic=note["topic"],
            source=known.sources[note["source"]],
            **in_columns("text", note["text"]),
        )
    for position, figure in enumerate(data["cocreation"], start=1):
        plan.cocreation_figures.create(
            position=position,
            count=figure["count"],
            unit=figure["unit"],
            **in_columns("category", figure["category"]),
        )
    for position, endorsement in enumerate(data["endorsements"], start=1):
        plan.endorsements.create(position=position, **endorsement)
    for position, attachment in enumerate(data["attachments"], start=1):
        plan.attachments.create(position=position, **in_columns("title", attachment["title"]))


def load_axis(plan, data, known):
    axis = plan.axes.create(
        slug=data["slug"],
        number=data["number"],
        source=known.sources[data["source"]],
        **in_columns("title", data["title"]),
        **in_columns("summary", data["summary"]),
    )
    for commitment in data["commitments"]:
        load_commitment(axis, commitment, known)


def load_commitment(axis, data, known):
    texts = {}
    for field in ("title", "problem", "status_quo", "action", "contribution"):
        texts |= in_columns(field, data[field])
    commitment = models.Commitment.objects.create(
        axis=axis,
        is_published=True,
        title_source=known.sources[data["title_source"]],
        source=known.sources[data["source"]],
        **{name: data[name] for name in ("slug", "number", "ogp_id", "starts_on", "ends_on")},
        **texts,
    )
    commitment.themes.set(known.themes[slug] for slug in data["themes"])
    commitment.ogp_values.set(known.ogp_values[slug] for slug in data["ogp_values"])
    for role, slugs in ((models.Role.LEAD, data["lead"]), (models.Role.SUPPORT, data["supporting"])):
        for slug in slugs:
            commitment.responsibilities.create(institution=known.institutions[slug], role=role)
    if inception := data["inception"]:
        models.InceptionAssessment.objects.create(
            commitment=commitment,
            source=known.sources[inception["source"]],
            **{name: inception[name] for name in ("verifiable", "relevant", "kind", "depth")},
            **in_columns("explanation", inception["explanation"]),
        )
