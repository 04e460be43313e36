"""The promise and its proof: statements, milestones, indicators, history, tables, drawings."""

import json
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.standing.overview import overview, standing_of
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.style_guide import words
from tetouan_portal.style_guide.example import ON, by_language, text_columns, trees
from tetouan_portal.style_guide.specimens import Section, Specimen

DOSSIER = "commitments/standing"


def promise_sections():
    dossier = trees()
    return [
        Section("overview", _("Commitments at a glance"), overviews(), is_wide=True),
        Section("statements", _("Two statements"), [*agreements(dossier), *single_statements(dossier)], is_wide=True),
        Section("milestones", _("Milestones and history"), parts(dossier), is_wide=True),
        Section("indicators", _("Indicators and charts"), indicators(dossier), is_wide=True),
        Section("tables", _("Tables"), tables()),
    ]


def row(number, declared, assessed, **values):
    """A commitment of the list, as the database would give it."""
    plain = {"pk": number, "slug": "example", "number": number, "ogp_id": None, "ends_on": date(2026, 12, 31)}
    axis = {"axis__slug": "green", "axis__number": 2, **text_columns(axis__title=words.AXIS)}
    plan = {"plan__slug": "example", **text_columns(plan__title=words.PLAN)}
    service = {f"name_{code}": name for code, name in zip(LANGUAGE_CODES, words.SERVICE, strict=True)}
    facts = {
        "declared_level": declared,
        "assessed_level": assessed,
        "milestones_done": 0,
        "milestones_total": 0,
        "updated_on": date(2026, 3, 1),
        "shows_demo": False,
        "is_demo": False,
        "is_bound": True,
        "institutions": json.dumps([service]),
        "policy_areas": "[]",
        "sectors": "[]",
    }
    return overview({**plain, **text_columns(title=words.PROMISE), **plan, **axis, **facts, **values}, ON)


def rows():
    late = {"ends_on": date(2025, 3, 31), "updated_on": date(2025, 6, 1), "ogp_id": "EXAMPLE0002"}
    late |= {"milestones_done": 4, "milestones_total": 7}
    return [
        (_("in time, both sides agree"), row(1, "complete", "complete", milestones_done=7, milestones_total=7)),
        (
            _("late, old, the sides differ"),
            row(2, "substantial", "limited", **late, **text_columns(title=words.LONG_PROMISE)),
        ),
        (_("nothing was ever said"), row(3, "", "", updated_on=None, institutions="[]")),
        (
            _("past its published end, and nothing was said"),
            row(5, "", "", updated_on=None, ends_on=date(2025, 3, 31), is_bound=False),
        ),
        (_("in another language only"), row(4, "not_started", "no_evidence", **text_columns(title=words.ONLY_SPANISH))),
    ]


def overviews():
    found = rows()
    standing = {
        "standing": standing_of([one for _state, one in found]),
        "list_address": f"{reverse('commitments:commitments')}?",
        "late": 1,
        "differing": 2,
        "awaited": 12,
    }
    around = '<ol class="commitment-list"><li class="commitment-row">{}</li></ol>'
    return [
        Specimen(_("where the commitments stand"), "components/standing.html", standing),
        *(Specimen(state, "commitments/plan/commitment_row.html", {"row": one}, around) for state, one in found),
    ]


def agreements(dossier):
    municipality, monitor = dossier["statements"]["municipality"], dossier["statements"]["monitor"]
    unproved = {**municipality, "evidence": []}
    cases = [
        (_("the two sides differ"), "differ", municipality, monitor),
        (_("the two sides agree"), "agree", unproved, {**monitor, "level": unproved["level"]}),
        (_("only the municipality spoke"), "one_side", unproved, None),
        (_("only the monitor spoke"), "one_side", None, monitor),
        (_("nobody spoke"), "silent", None, None),
    ]
    return [
        Specimen(
            state,
            f"{DOSSIER}/statements.html",
            {"dossier": {**dossier, "agreement": agreement, "statements": {"municipality": said_by, "monitor": found}}},
        )
        for state, agreement, said_by, found in cases
    ]


def single_statements(dossier):
    statement = dossier["statements"]["municipality"]
    alone = f"{DOSSIER}/milestone_level.html"
    return [
        Specimen(_("evidence of each kind"), "components/evidence_list.html", {"evidence": statement["evidence"]}),
        Specimen(_("of a milestone"), alone, {"statement": statement}, "<p>{}</p>"),
        Specimen(_("of a milestone, none yet"), alone, {"statement": None}, "<p>{}</p>"),
        Specimen(_("entered by hand before"), f"{DOSSIER}/by_hand.html", {"before": date(2026, 11, 30)}, "<p>{}</p>"),
        Specimen(
            _("News"),
            f"{DOSSIER}/news.html",
            {
                "update": {
                    "dated_on": date(2026, 2, 3),
                    "title": by_language(words.RECORD),
                    "body": by_language(words.KEEP_WATERING),
                    "withdrawn_on": date(2026, 2, 10),
                    "withdrawn": by_language(words.RECORD),
                }
            },
        ),
        Specimen(
            _("why it was withdrawn"),
            f"{DOSSIER}/withdrawal.html",
            {
                "withdrawal": {
                    "reason": by_language(words.KEEP_WATERING),
                    "decision": by_language(words.RECORD),
                    "decided_on": date(2026, 2, 10),
                }
            },
        ),
    ]


def parts(dossier):
    about, answers = {"dossier": dossier}, {"recommendations": advice()}
    return [
        Specimen(_("what the page of a promise begins with"), "commitments/plan/commitment_facts.html", about),
        Specimen(_("in time, late, to come, without a date"), f"{DOSSIER}/milestones.html", {**about, "in_full": True}),
        Specimen(_("wording and date changed"), f"{DOSSIER}/amendments.html", about),
        Specimen(_("judged as the plan began"), f"{DOSSIER}/inception.html", about),
        Specimen(_("with a correction"), f"{DOSSIER}/history.html", {"statements": dossier["history"]}),
        Specimen(_("with and without an answer"), "commitments/reports/recommendations.html", answers),
    ]


def advice():
    plain = {"text": by_language(words.KEEP_WATERING), "commitment": None, "answer": ""}
    answered = {
        "answer": "partly",
        "answered_on": ON,
        "answer_reason": by_language(words.LATE_DELIVERY),
        "due_on": date(2026, 12, 31),
        "commitment": {"slug": "example", "number": 7, "title": by_language(words.PROMISE)},
    }
    return [{**plain, "number": 1, **answered}, {**plain, "number": 2}]


def indicators(dossier):
    measured, silent = dossier["indicators"]
    few = {**measured, "readings": measured["readings"][:1], "baseline_on": None}
    squares = "style_guide/specimens/squares.html"
    return [
        Specimen(_("measured, with its chart"), f"{DOSSIER}/indicator.html", {"indicator": measured}),
        Specimen(_("too few values for a chart"), f"{DOSSIER}/indicator.html", {"indicator": few}),
        Specimen(_("not measured yet"), f"{DOSSIER}/indicator.html", {"indicator": silent}),
        Specimen(_("so many of so many"), squares, {"counts": [(0, 7), (4, 7), (7, 7)]}),
    ]


def tables():
    kinds = [(words.TREES, 1200), (words.SHADE, 40), (words.ONLY_FRENCH, 7)]
    lines = [(by_language(name), count) for name, count in kinds]
    folder = "style_guide/specimens"
    return [
        Specimen(_("with figures and their sum"), f"{folder}/table.html", {"lines": lines, "total": 1247}),
        Specimen(_("a line becomes a card on a phone"), f"{folder}/stacking_table.html", {"lines": lines}),
        Specimen(_("list with rules"), f"{folder}/ruled.html", {"lines": lines}),
    ]
