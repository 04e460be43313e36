"""What the action plan contributes to the annual report: plain data, in every language.

`settings.ANNUAL_REPORT_SECTIONS` names such functions; each app of the portal may add its own. A section is
{"template", "title", "data"} and, if it has them, "summary" and "annex" (templates for the report's summary
and its data tables, with the same data), "contents" (entries of the table of contents: {"anchor",
"label", "title", "children"}) and "shows_demo". Editions keep the template names: never rename one.
"""

from collections import Counter
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_noop

from commitments.models import Commitment, Side
from commitments.standing.dossier import FORMAT, dossiers_of
from commitments.standing.dossier_parts import earlier_of, is_amended, standing_among
from commitments.standing.levels import BEST_FIRST, level_of
from tetouan_portal.lib.languages import in_every_language, texts


def commitment_chapters(report):
    commitments = Commitment.objects.public().filter(plan=report.plan).order_by("axis__number", "number")
    dossiers = dossiers_of(commitments, on=report.covers_to)
    findings = {finding.commitment.slug: finding for finding in report.findings.select_related("commitment")}
    for dossier in dossiers:
        dossier["finding"] = finding_data(findings.get(dossier["slug"]))
        dossier["is_amended"] = is_amended(dossier)
        dossier["earlier"] = said_in_the_year(earlier_of(dossier["history"]), report)
        for milestone in dossier["milestones"]:
            milestone["earlier"] = said_in_the_year(milestone["earlier"], report)
        dossier["updates"] = [u for u in dossier["updates"] if u["dated_on"] >= report.covers_from]
    summaries = {axis.slug: texts(axis, "summary") for axis in report.plan.axes.all()}
    axes = [
        {**axis, "summary": summaries[axis["slug"]], "commitments": list(group)}
        for axis, group in groupby(dossiers, key=lambda dossier: dossier["axis"])
    ]
    return {
        "template": "commitments/reports/chapters.html",
        "summary": "commitments/reports/chapters_summary.html",
        "annex": "commitments/reports/chapters_data.html",
        "title": in_every_language(gettext_noop("The commitments, one by one")),
        "contents": [axis_contents(axis) for axis in axes],
        "data": {
            "format": FORMAT,
            "on": report.covers_to,
            "axes": axes,
            "counts": counts_of(dossiers),
            "sources": sources_of(dossiers),
            "evidence": annex_of(dossiers),
        },
        "shows_demo": any(d["shows_demo"] or (d["finding"] and d["finding"]["is_demo"]) for d in dossiers),
    }


def said_in_the_year(statements, report):
    """Those dated in the report's year, and those that were corrected in it."""
    return [s for s in statements if max(s["dated_on"], s["corrected_on"] or s["dated_on"]) >= report.covers_from]


def finding_data(finding):
    return finding and {"level": finding.level, "text": texts(finding, "text"), "is_demo": finding.is_demo}


def axis_contents(axis):
    return {
        "anchor": f"axis-{axis['slug']}",
        "label": in_every_language(gettext_noop("Axis %(number)s"), number=axis["number"]),
        "title": axis["title"],
        "children": [commitment_contents(d) for d in axis["commitments"]],
    }


def commitment_contents(dossier):
    return {
        "anchor": f"commitment-{dossier['slug']}",
        "label": in_every_language(gettext_noop("Commitment %(number)s"), number=dossier["number"]),
        "title": dossier["title"],
    }


def counts_of(every):
    """Counts only, never a percentage: how many commitments stand where, by whom stated; the withdrawn ones apart."""
    dossiers = standing_among(every)
    by_side = {side: Counter(level_of(d["statements"][side]) for d in dossiers) for side in Side.values}
    return {
        "total": len(dossiers),
        "withdrawn": len(every) - len(dossiers),
        "levels": [{"level": level, **{side: by_side[side][level] for side in Side.values}} for level in BEST_FIRST],
        "agreement": {
            kind: sum(d["agreement"] == kind for d in dossiers) for kind in ("agree", "differ", "one_side", "silent")
        },
        "late": sum(d["is_late"] for d in dossiers),
        "stale": sum(d["is_stale"] for d in dossiers),
        "awaited": sum(d["awaited_since"] is not None for d in dossiers),
        "milestones": {
            "done": sum(d["milestones_done"] for d in dossiers),
            "late": sum(m["is_late"] for d in dossiers for m in d["milestones"]),
            "unheard": sum(m["is_unheard"] for d in dossiers for m in d["milestones"]),
            "total": sum(d["milestones_total"] for d in dossiers),
        },
        "indicators": {
            "total": sum(len(standing_among(d["indicators"])) for d in dossiers),
            "met": sum(i["is_target_met"] is True for d in dossiers for i in standing_among(d["indicators"])),
            "unmeasured": sum(i["latest"] is None for d in dossiers for i in standing_among(d["indicators"])),
        },
    }


def sources_of(dossiers):
    """Every source the chapters rest on, once, by code."""
    found = {}
    for dossier in dossiers:
        inception = dossier["inception"]
        for source in (dossier["title_source"], dossier["source"], inception and inception["source"]):
            if source:
                found[source["code"]] = source
    return [found[code] for code in sorted(found)]


def annex_of(dossiers):
    """Every piece of evidence with its number, which is noted wherever the piece proves a figure."""
    annex: list[dict[str, Any]] = []
    for dossier in dossiers:
        pieces = evidence_of(dossier)
        numbers = {item["address"]: number for number, item in enumerate(pieces, start=len(annex) + 1)}
        for item in attached_to(dossier):
            item["reference"] = numbers[item["address"]]
        annex += [{"commitment": dossier["number"], **item} for item in pieces]
    return annex


def evidence_of(dossier):
    """Every piece of evidence of a dossier once, newest first."""
    found = {item["address"]: item for item in attached_to(dossier)}
    return sorted(found.values(), key=lambda item: item["dated_on"], reverse=True)


def attached_to(dossier):
    readings = [reading for indicator in dossier["indicators"] for reading in indicator["readings"]]
    holders = [
        *dossier["history"],
        *dossier["milestones"],
        *(s for m in dossier["milestones"] for s in (*m["statements"].values(), *m["earlier"]) if s),
        *readings,
        *(reading["declared_with"] for reading in readings if reading["declared_with"]),
        *dossier["updates"],
    ]
    return [item for holder in holders for item in holder["evidence"] if not item["withdrawn"]]


def annexed_evidence(snapshot):
    """What the annex lists."""
    return [item for section in snapshot["sections"] for item in section["data"].get("evidence", ())]
