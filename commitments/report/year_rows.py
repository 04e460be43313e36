"""What is public of a report's year, by commitment: its monitor reads it beside the finding that is to be written."""

import datetime
from typing import Any

from commitments.evidence.proofs import proofs_of
from commitments.models import AnnualReport, Commitment
from commitments.report.sections import said_in_the_year
from commitments.standing.dossier import dossiers_of

FEW = 6  # rows that are shown at once; more of them are folded


def rows_of_year(report: AnnualReport) -> dict[int, dict[str, Any]]:
    """{id of a commitment: {"statements", "milestones", "values", "updates", "proofs", "is_short", …}}

    As the report's edition will show them; the number of queries does not depend on the number of commitments.
    """
    commitments = Commitment.objects.public().filter(plan=report.plan_id).order_by("pk")
    keys = list(commitments.values_list("pk", flat=True))
    dossiers = dossiers_of(commitments, on=report.covers_to)
    return {key: of_year(dossier, report) for key, dossier in zip(keys, dossiers, strict=True)}


def of_year(dossier: dict[str, Any], report: AnnualReport) -> dict[str, Any]:
    since, until = report.covers_from, report.covers_to
    milestones = [
        milestone | {"said": said_in_the_year(said_of(milestone), report)}
        for milestone in dossier["milestones"]
        if concerns(milestone, since, until)
    ]
    values = [
        {"indicator": indicator, "reading": reading}
        for indicator in dossier["indicators"]
        for reading in indicator["readings"]
        if reading["dated_on"] >= since
    ]
    found = {
        "statements": said_in_the_year(dossier["history"], report),
        "milestones": milestones,
        "values": values,
        "updates": [update for update in dossier["updates"] if update["dated_on"] >= since],
        "proofs": [proof for proof in proofs_of(dossier) if proof["dated_on"] >= since],
    }
    count = sum(len(rows) for rows in found.values())
    return found | {"slug": dossier["slug"], "year": report.year, "count": count, "is_short": count <= FEW}


def said_of(milestone: dict[str, Any]) -> list[dict[str, Any]]:
    return [*(said for said in milestone["statements"].values() if said), *milestone["earlier"]]


def concerns(milestone: dict[str, Any], since: datetime.date, until: datetime.date) -> bool:
    """Whether its date came by the end of the year and it was open in it, or it was done in it."""
    done_on, due_on = milestone["done_on"], milestone["due_on"]
    if done_on:
        return done_on >= since
    return due_on is None or due_on <= until
