"""All commitments at a glance, for the list and the home page: plain rows, whatever their number in one query."""

from collections import Counter

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, JSONObject

from commitments.models import (
    Amendment,
    CompletionLevel,
    Evidence,
    Indicator,
    Milestone,
    ProgressUpdate,
    Reading,
    Responsibility,
    Side,
    Statement,
)
from commitments.time_spans import months_between
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns

BEST_FIRST = [*reversed(CompletionLevel.values), ""]  # "": the side has not spoken
COLUMNS = ("pk", "slug", "number", "ogp_id", "ends_on", *columns("title"))
AXIS = ("axis__slug", "axis__number", *columns("axis__title"))
DERIVED = ("declared_level", "assessed_level", "milestones_done", "milestones_total")


def overview_of(commitments, *, on):
    """One row a commitment, in the queryset's order, as of the date `on`: a lighter dossier of the same words."""
    found = (
        commitments.with_levels(on)
        .with_milestone_counts(on)
        .annotate(updated_on=newest_fact(on), institution_names=lead_institutions(), shows_demo=any_demo(on))
    )
    rows = found.values(*COLUMNS, *AXIS, *DERIVED, "updated_on", "institution_names", "shows_demo")
    return [overview(row, on) for row in rows]


def overview(row, on):
    is_complete = "complete" in {row["declared_level"], row["assessed_level"]}
    is_late = bool(row["ends_on"] and row["ends_on"] < on and not is_complete)
    updated_on = row["updated_on"]
    days = updated_on and (on - updated_on).days
    return {
        **{name: row[name] for name in ("pk", "slug", "number", "ogp_id", "ends_on", *DERIVED)},
        "title": by_language(row, "title"),
        "axis": {
            "slug": row["axis__slug"],
            "number": row["axis__number"],
            "title": by_language(row, "axis__title"),
        },
        "institutions": [by_language(name, "name") for name in row["institution_names"]],
        "agreement": agreement(row["declared_level"], row["assessed_level"]),
        "is_late": is_late,
        "months_late": months_between(row["ends_on"], on) if is_late else 0,
        "updated_on": updated_on,
        "days_since_update": days,
        "is_stale": updated_on is None or days > settings.STALE_AFTER_DAYS,
        "shows_demo": row["shows_demo"],
    }


def by_language(row, field):
    return {code: row[f"{field}_{code}"] or "" for code in LANGUAGE_CODES}


def agreement(declared, assessed):
    """As in the dossier: "agree", "differ", "one_side" or "silent"."""
    if declared and assessed:
        return "agree" if declared == assessed else "differ"
    return "one_side" if declared or assessed else "silent"


def of_commitment(path=""):
    return {f"{path}commitment": OuterRef("pk")}


def newest_fact(on):
    """The date of the newest published fact: statement, reading, update or milestone done."""
    statements = Statement.objects.published()
    dated = [
        statements.filter(**of_commitment()),
        statements.filter(**of_commitment("milestone__")),
        Reading.objects.filter(**of_commitment("indicator__")),
        ProgressUpdate.objects.filter(is_published=True, **of_commitment()),
    ]
    newest = [Subquery(rows.filter(dated_on__lte=on).order_by("-dated_on").values("dated_on")[:1]) for rows in dated]
    done = Milestone.objects.done(on=on).filter(**of_commitment()).order_by("-done_on").values("done_on")[:1]
    return Greatest(*newest, Subquery(done))


def lead_institutions():
    names = {column: F(f"institution__{column}") for column in columns("name")}
    rows = Responsibility.objects.filter(role="lead", **of_commitment()).order_by("institution__slug")
    return ArraySubquery(rows.annotate(json=JSONObject(**names)).values("json"))


def any_demo(on):
    """Whether the commitment's page shows an invented row (as the dossier says)."""
    statements = Statement.objects.published().filter(is_demo=True, dated_on__lte=on)
    invented = [
        statements.filter(**of_commitment()),
        statements.filter(**of_commitment("milestone__")),
        Milestone.objects.filter(is_demo=True, **of_commitment()),
        Indicator.objects.filter(is_demo=True, **of_commitment()),
        Reading.objects.filter(is_demo=True, dated_on__lte=on, **of_commitment("indicator__")),
        ProgressUpdate.objects.filter(is_demo=True, is_published=True, dated_on__lte=on, **of_commitment()),
        Amendment.objects.filter(is_demo=True, decided_on__lte=on, **of_commitment()),
    ]
    condition = Q()
    for rows in invented:
        condition |= Q(Exists(rows))
    return condition


def standing_of(rows):
    """How many commitments stand where, by whom stated: counts alone, best level first.

    {"total", "levels": [{"level", "municipality", "monitor"}], "bars": {side: [{"level", "start", "count"}]}}.
    """
    counts = {
        Side.MUNICIPALITY.value: Counter(row["declared_level"] for row in rows),
        Side.MONITOR.value: Counter(row["assessed_level"] for row in rows),
    }
    return {
        "total": len(rows),
        "levels": [{"level": level, **{side: counts[side][level] for side in counts}} for level in BEST_FIRST],
        "bars": {side: bar(count) for side, count in counts.items()},
    }


def bar(count):
    segments, start = [], 0
    for level in BEST_FIRST:
        if count[level]:
            segments.append({"level": level, "start": start, "count": count[level]})
            start += count[level]
    return segments


def news_of(rows, *, on, limit=6):
    """The newest statements, updates and evidence about some commitments, newest first, in three queries."""
    by_pk = {row["pk"]: row for row in rows}
    entries = [
        *newest_statements(by_pk, on, limit),
        *newest_updates(by_pk, on, limit),
        *newest_evidence(by_pk, on, limit),
    ]
    entries.sort(key=lambda entry: entry["dated_on"], reverse=True)
    return [{**entry, "commitment": by_pk[entry["subject"]]} for entry in entries[:limit]]


def newest_statements(by_pk, on, limit):
    rows = (
        Statement.objects.standing(on=on)
        .annotate(subject=Coalesce("commitment_id", "milestone__commitment_id"))
        .filter(subject__in=by_pk)
        .newest_first()
    )
    found = rows.values("pk", "side", "level", "dated_on", "subject", "milestone_id", "is_demo", *columns("summary"))
    return [{"kind": "statement", "text": by_language(row, "summary"), **row} for row in found[:limit]]


def newest_updates(by_pk, on, limit):
    rows = ProgressUpdate.objects.filter(is_published=True, dated_on__lte=on, commitment__in=by_pk)
    found = rows.order_by("-dated_on", "-pk").values("dated_on", "is_demo", "commitment_id", *columns("title"))
    return [
        {"kind": "update", "text": by_language(row, "title"), "subject": row["commitment_id"], **row}
        for row in found[:limit]
    ]


def newest_evidence(by_pk, on, limit):
    subject = Coalesce(
        "statement__commitment_id",
        "statement__milestone__commitment_id",
        "reading__indicator__commitment_id",
        "milestone__commitment_id",
        "update__commitment_id",
    )
    rows = Evidence.objects.published().annotate(subject=subject).filter(subject__in=by_pk, dated_on__lte=on)
    return [
        {
            "kind": "evidence",
            "text": by_language(vars(evidence), "title"),
            "address": evidence.get_absolute_url(),
            "dated_on": evidence.dated_on,
            "subject": evidence.subject,
            "is_demo": evidence.is_demo,
        }
        for evidence in rows.order_by("-dated_on", "-pk")[:limit]
    ]
