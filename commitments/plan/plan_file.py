"""Loads what is really known of the plans from a JSON file (`data/plan-2022-2026.json`), and its corrections.

What a member of staff wrote is left alone and told (`tetouan_portal.known.keeping`). A fact of a promise that an
amendment changed is the amendment's.
"""

import json
import re
from pathlib import Path
from typing import Any

from django.db import transaction

from commitments import models
from commitments.models import AmendedField
from tetouan_portal.audit.context import acting
from tetouan_portal.known.keeping import ORIGIN, Keeper, Outcome, in_columns

PLAN_FILE = Path(__file__).parent.parent / "data" / "plan-2022-2026.json"
TEXTS = ("title", "problem", "status_quo", "action", "contribution")
ROLES = {"lead": models.Role.LEAD, "supporting": models.Role.SUPPORT, "involved": models.Role.INVOLVED}
TERMS = {
    "themes": models.Theme,
    "ogp_values": models.OgpValue,
    "policy_areas": models.PolicyArea,
    "sectors": models.Sector,
}


@transaction.atomic
def load(path: Path = PLAN_FILE) -> Outcome:
    """Make what the file knows and the database lacks, whole or not at all; correct what nobody else has written."""
    with acting(origin=ORIGIN, detail="load_plan"):
        return walk_file(path).settle()


def differences(path: Path = PLAN_FILE) -> Keeper:
    """A walk that writes nothing: what the database holds otherwise than the file."""
    return walk_file(path, writes=False)


def walk_file(path: Path, *, writes: bool = True) -> Keeper:
    content = json.loads(path.read_text(encoding="utf-8"))
    keeper = Keeper("plan", reasons=content.get("reasons", []), writes=writes, guard=is_amended)
    known = Known(content, keeper)
    for data in content["plans"]:
        load_plan(data, known, keeper)
    for position, data in enumerate(content.get("bodies", []), start=1):
        load_body(data, position, known, keeper)
    return keeper


def is_amended(row: Any, column: str) -> bool:
    """Whether an amendment has changed this fact of a promise."""
    if isinstance(row, models.Responsibility):
        return row.commitment.amendments.filter(field=AmendedField.INSTITUTIONS).exists()
    if not isinstance(row, models.Commitment):
        return False
    return row.amendments.filter(field__in=(column, re.sub("_(ar|fr|es)$", "", column))).exists()


class Known:
    """Sources, institutions and terms by code or slug."""

    def __init__(self, content: dict, keeper: Keeper) -> None:
        self.keeper = keeper
        self.sources: dict = {None: None}
        for data in content["sources"]:
            values = {"url": data["url"], "trust": data["trust"], **in_columns("title", data["title"])}
            subject = f"source/{data['code']}"
            self.sources[data["code"]] = keeper.row(models.Source, subject, {"code": data["code"]}, values)
        self.institutions = {data["slug"]: self.institution(data) for data in content["institutions"]}
        self.terms = {name: self.named(name, model, content.get(name, [])) for name, model in TERMS.items()}

    def institution(self, data: dict) -> Any:
        subject = f"institution/{data['slug']}"
        values = {"kind": data["kind"], "source": self.sources[data["source"]], **in_columns("name", data["name"])}
        institution = self.keeper.row(models.Institution, subject, {"slug": data["slug"]}, values)
        for alias in data["aliases"]:
            key = {"institution": institution, "name": alias["name"]}
            values = {"language": alias["language"], "source": self.sources[alias["source"]]}
            self.keeper.row(models.InstitutionAlias, f"{subject}/alias", key, values)
        for name in data.get("dropped_aliases", []):
            key = {"institution": institution, "name": name}
            self.keeper.dropped(models.InstitutionAlias, f"{subject}/alias", key)
        return institution

    def named(self, name: str, model: Any, rows: list[dict]) -> dict[str, Any]:
        return {
            data["slug"]: self.keeper.row(
                model, f"{name}/{data['slug']}", {"slug": data["slug"]}, in_columns("name", data["name"])
            )
            for data in rows
        }

    def of(self, name: str, slugs: list[str]) -> list[Any]:
        return [self.terms[name][slug] for slug in slugs]


def load_plan(data: dict, known: Known, keeper: Keeper) -> None:
    names = ("kind", "starts_on", "ends_on", "reporting_ends_on", "submitted_on")
    stated = ("participants_stated", "groups_stated", "public_meetings_stated")
    plan = keeper.row(
        models.ActionPlan,
        subject := f"plan/{data['slug']}",
        {"slug": data["slug"]},
        {
            **{name: data[name] for name in (*names, *stated)},
            "source": known.sources[data["source"]],
            **in_columns("title", data["title"]),
            **in_columns("source_note", data["source_note"]),
        },
        once={"is_current": data["is_current"], "is_published": True},
    )
    if plan is None:  # only told, or taken away by somebody
        return
    wanted = [known.institutions[slug] for slug in data["lead_institutions"]]
    keeper.related(plan, subject, "lead_institutions", wanted)
    load_narrative(plan, subject, data, known)
    load_cocreation(plan, subject, data, known)
    for axis in data["axes"]:
        load_axis(plan, axis, known)
    for event in data.get("events", []):
        load_event(plan, event, known)


def load_narrative(plan: Any, subject: str, data: dict, known: Known) -> None:
    for section in data["sections"]:
        known.keeper.row(
            models.NarrativeSection,
            f"{subject}/section/{section['question']}",
            {"plan": plan, "question": section["question"]},
            {"source": known.sources[section["source"]], **in_columns("body", section["body"])},
        )
    for position, note in enumerate(data["notes"], start=1):
        known.keeper.row(
            models.PlanNote,
            f"{subject}/note/{position}",
            {"plan": plan, "position": position},
            {"topic": note["topic"], "source": known.sources[note["source"]], **in_columns("text", note["text"])},
        )

    for promise in data.get("promises", []):
        known.keeper.row(
            models.PlanPromise,
            f"{subject}/promise/{promise['slug']}",
            {"plan": plan, "slug": promise["slug"]},
            {
                "question": promise["question"],
                "source": known.sources[promise["source"]],
                **in_columns("title", promise["title"]),
            },
        )


def load_cocreation(plan: Any, subject: str, data: dict, known: Known) -> None:
    for position, figure in enumerate(data["cocreation"], start=1):
        known.keeper.row(
            models.CoCreationFigure,
            f"{subject}/figure/{position}",
            {"plan": plan, "position": position},
            {"count": figure["count"], "unit": figure["unit"], **in_columns("category", figure["category"])},
        )
    for position, endorsement in enumerate(data["endorsements"], start=1):
        source = known.sources[endorsement.get("own_name_source")]
        values = {**endorsement, "own_name_source": source}
        key = {"plan": plan, "position": position}
        known.keeper.row(models.Endorsement, f"{subject}/endorsement/{position}", key, values)
    for position, attachment in enumerate(data["attachments"], start=1):
        values = {name: attachment.get(name, "") for name in ("as_given", "language")}
        known.keeper.row(
            models.PlanAttachment,
            f"{subject}/attachment/{position}",
            {"plan": plan, "position": position},
            {**values, **in_columns("title", attachment["title"])},
        )


def load_axis(plan: Any, data: dict, known: Known) -> None:
    axis = known.keeper.row(
        models.Axis,
        f"axis/{data['slug']}",
        {"plan": plan, "slug": data["slug"]},
        {
            "number": data["number"],
            "source": known.sources[data["source"]],
            **in_columns("title", data["title"]),
            **in_columns("summary", data["summary"]),
        },
    )
    for commitment in data["commitments"]:
        load_commitment(axis, commitment, known)


def load_commitment(axis: Any, data: dict, known: Known) -> None:
    texts: dict[str, Any] = {}
    for field in TEXTS:
        texts |= in_columns(field, data[field])
    if axis is None:
        return
    commitment = known.keeper.row(
        models.Commitment,
        subject := f"commitment/{data['slug']}",
        {"slug": data["slug"]},
        {
            "title_source": known.sources[data["title_source"]],
            "source": known.sources[data["source"]],
            **{name: data[name] for name in ("number", "ogp_id", "starts_on", "ends_on")},
            **texts,
        },
        once={"axis": axis, "is_published": True},
    )
    for name in TERMS:
        known.keeper.related(commitment, subject, name, known.of(name, data.get(name, [])))
    load_responsibilities(commitment, subject, data, known)
    if inception := data["inception"]:
        names = ("verifiable", "relevant", "kind", "depth")
        values = {name: inception[name] for name in names} | in_columns("explanation", inception["explanation"])
        values["source"] = known.sources[inception["source"]]
        known.keeper.row(models.InceptionAssessment, f"{subject}/inception", {"commitment": commitment}, values)


def load_responsibilities(commitment: Any, subject: str, data: dict, known: Known) -> None:
    """Who answers for a commitment that stood there without them is a change of what was published, and is told."""
    is_new = subject in known.keeper.created
    for name, role in ROLES.items():
        for slug in data.get(name, []):
            key = {"commitment": commitment, "institution": known.institutions[slug]}
            one = f"{subject}/institution/{slug}"
            row = known.keeper.row(models.Responsibility, one, key, {"role": role})
            if one in known.keeper.created and not is_new:
                known.keeper.tell_row(row, one, becomes=str(row))


def load_event(plan: Any, data: dict, known: Known) -> None:
    known.keeper.row(
        models.Event,
        f"event/{data['slug']}",
        {"slug": data["slug"]},
        {
            **{name: data[name] for name in ("starts_on", "ends_on", "is_month")},
            "source": known.sources[data["source"]],
            **in_columns("title", data["title"]),
            **in_columns("text", data["text"]),
        },
        once={"plan": plan},
    )


def load_body(data: dict, position: int, known: Known, keeper: Keeper) -> None:
    values = {
        "institution": known.institutions[data["institution"]] if data["institution"] else None,
        "source": known.sources[data["source"]],
        "ties_source": known.sources[data.get("ties_source")],
    }
    for field in ("name", "mandate", "composition", "ties"):
        values |= in_columns(field, data.get(field))
    keeper.row(models.Body, f"body/{data['slug']}", {"slug": data["slug"]}, values, once={"position": position})
