"""All commitments at a glance, for the list and the home page: plain rows, whatever their number in two queries."""

import json
from collections import Counter

from commitments.models import Evidence, Side
from commitments.standing.lateness import in_time
from commitments.standing.levels import BEST_FIRST, agreement
from commitments.standing.overview_queries import FACTS, NEWS, rows_of
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns, list_names
from tetouan_portal.lib.virus_scan import SERVED

COLUMNS = ("pk", "slug", "number", "ogp_id", "ends_on", *columns("title"))
AXIS = ("axis__slug", "axis__number", *columns("axis__title"))
PLAN = ("plan__slug", *columns("plan__title"))


def overview_of(commitments, *, on):
    """One row a commitment, in the queryset's order, as of the date `on`: a lighter dossier of the same words."""
    rows = list(commitments.values(*COLUMNS, *AXIS, *PLAN))
    facts = {fact["pk"]: fact for fact in rows_of(FACTS, ids=[row["pk"] for row in rows], on=on)}
    return [overview({**row, **facts[row["pk"]]}, on) for row in rows]


def overview(row, on):
    levels = row["declared_level"], row["assessed_level"]
    updated_on = row["updated_on"]
    leads = names_in(row["institutions"])
    kept = ("pk", "slug", "number", "ogp_id", "ends_on", "declared_level", "assessed_level")
    return {
        **{
            name: row[name]
            for name in (*kept, "milestones_done", "milestones_total", "updated_on", "shows_demo", "is_demo")
        },
        "title": by_language(row, "title"),
        "plan": {"slug": row["plan__slug"], "title": by_language(row, "plan__title")},
        "axis": {
            "slug": row["axis__slug"],
            "number": row["axis__number"],
            "title": by_language(row, "axis__title"),
        },
        "institutions": leads,
        "policy_areas": names_in(row["policy_areas"]),
        "sectors": names_in(row["sectors"]),
        "awaited_from": list_names(leads),
        "agreement": agreement(*levels),
        "days_since_update": updated_on and (on - updated_on).days,
        **in_time(ends_on=row["ends_on"], updated_on=updated_on, levels=levels, is_bound=row["is_bound"], on=on),
    }


def names_in(rows):
    return [by_language(row, "name") for row in json.loads(rows)]


def by_language(row, field):
    return {code: row[f"{field}_{code}"] or "" for code in LANGUAGE_CODES}


def standing_of(rows):
    """How many commitments stand where, by whom stated: counts alone, best level first.

    {"total", "levels": [{"level", "municipality", "monitor"}], "tiles": {side: [level]}}: a tile a commitment.
    """
    counts = {
        Side.MUNICIPALITY.value: Counter(row["declared_level"] for row in rows),
        Side.MONITOR.value: Counter(row["assessed_level"] for row in rows),
    }
    return {
        "total": len(rows),
        "levels": [{"level": level, **{side: counts[side][level] for side in counts}} for level in BEST_FIRST],
        "tiles": {side: [level for level in BEST_FIRST for _ in range(counts[side][level])] for side in counts},
    }


def news_of(rows, *, on, limit=6):
    """The newest statements, updates and evidence about some commitments, newest first, in one query."""
    by_pk = {row["pk"]: row for row in rows}
    return [
        {
            **{name: entry[name] for name in ("kind", "dated_on", "is_demo", "side", "level", "milestone")},
            "text": by_language(entry, "text"),
            "address": address_of(entry),
            "commitment": by_pk[entry["subject"]],
        }
        for entry in rows_of(NEWS, ids=list(by_pk), on=on, limit=limit, served=[str(scan) for scan in SERVED])
    ]


def address_of(entry):
    if entry["kind"] != "evidence":
        return ""
    return Evidence(key=entry["key"], url=entry["url"], filename=entry["filename"]).get_absolute_url()
