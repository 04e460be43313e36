"""Small marks and boxes: levels, lateness, freshness, what is missing, what is new."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.models import CompletionLevel, Trust
from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.style_guide import words
from tetouan_portal.style_guide.example import ON, by_language, sources
from tetouan_portal.style_guide.specimens import Section, Specimen


def marks():
    line, both = "<p>{}</p>", "components/two_levels.html"
    return [
        Section(
            "levels",
            _("Levels"),
            [
                *(
                    Specimen(level.label, "components/level_badge.html", {"level": level.value}, line)
                    for level in reversed(CompletionLevel)
                ),
                Specimen(_("no statement yet"), "components/level_badge.html", {"level": ""}, line),
                Specimen(_("both sides spoke"), both, {"declared": "complete", "assessed": "limited"}),
                Specimen(_("one side spoke"), both, {"declared": "not_started", "assessed": ""}),
            ],
        ),
        Section(
            "marks",
            _("Marks"),
            [
                *lateness(),
                *freshness(),
                *absences(),
                Specimen(_("invented row"), "components/demo_mark.html", {"is_demo": True}, line),
                *wholes(),
                Specimen(_("tables to download"), "components/exports.html", {"csv": "#csv", "xlsx": "#xlsx"}),
                Specimen(
                    _("the other searches"),
                    "components/other_searches.html",
                    {"here": "commitments", "words": _("tree"), "looked": ""},
                ),
                *(
                    Specimen(Trust(source.trust).label, "components/source.html", {"source": source}, line)
                    for source in sources()
                ),
                Specimen(_("texts that another language alone has"), "style_guide/specimens/borrowed.html", borrowed()),
                Specimen(_("what differs, is old, was corrected, is missing"), "style_guide/specimens/remarks.html"),
            ],
        ),
        Section("boxes", _("Boxes and lists"), boxes()),
    ]


def wholes():
    abouts = [
        (_("all of a block invented"), ""),
        (_("what both sides say invented"), "said"),
        (_("all but the promise invented"), "commitment"),
        (_("the documents invented"), "documents"),
        (_("what was done invented"), "done"),
        (_("what is awaited invented"), "overdue"),
        (_("the amounts invented"), "amounts"),
    ]
    return [Specimen(state, "components/demo_whole.html", {"whole": True, "about": about}) for state, about in abouts]


def lateness():
    return [
        Specimen(state, "components/lateness.html", {"months": months}, '<p><span class="late">{}</span></p>')
        for state, months in (
            (_("less than a month"), 0),
            (_("a month"), 1),
            (_("two months"), 2),
            (_("some months"), 3),
            (_("many months"), 14),
        )
    ]


def freshness():
    return [
        Specimen(state, "components/freshness.html", {"updated_on": day, "days": days, "is_stale": is_stale})
        for state, day, days, is_stale in (
            (_("fresh"), date(2026, 3, 29), 2, False),
            (_("older than four months"), date(2025, 9, 1), 211, True),
            (_("nothing was ever said"), None, None, True),
        )
    ]


def absences():
    address = "https://www.example.org/documents"
    cases = [
        (_("nobody brought it here"), Absence(Kind.NOT_TAKEN_UP)),
        (_("somebody looked"), Absence(Kind.NOT_FOUND, date(2026, 3, 3), address, by_language(words.SERVICE))),
        (_("a source says that there is none"), Absence(Kind.SAID_NOT_TO_EXIST, address=address)),
        (_("the day has passed"), Absence(Kind.EXPECTED_SINCE, date(2026, 2, 1), who=by_language(words.SERVICE))),
        (_("the day is to come"), Absence(Kind.NOT_DUE_YET, date(2026, 12, 5), is_confirmed=False)),
        (_("a source without an address"), Absence(Kind.NO_ADDRESS)),
        (_("somebody saw it elsewhere"), Absence(Kind.ELSEWHERE, date(2026, 3, 3), address, "M. B.")),
    ]
    return [Specimen(state, "components/absence.html", {"absence": one}, "<p>{}</p>") for state, one in cases]


def borrowed():
    return {"texts": [by_language(text) for text in (words.ONLY_ARABIC, words.ONLY_FRENCH, words.ONLY_SPANISH)]}


def boxes():
    nothing = {"message": _("No commitment fits these filters.")}
    way_out = {"address": reverse("commitments:commitments"), "label": _("See every commitment")}
    return [
        Specimen(_("with a way out"), "components/empty.html", {**nothing, **way_out}),
        Specimen(_("without"), "components/empty.html", nothing),
        Specimen(_("alert, notice, missing part"), "style_guide/specimens/boxes.html"),
        Specimen(_("cards"), "style_guide/specimens/cards.html", {"title": by_language(words.LONG_PROMISE)}),
        Specimen(_("linked, never replaced"), "components/channels.html"),
        *news(),
    ]


def news():
    common = {
        "dated_on": ON,
        "is_demo": False,
        "side": "",
        "level": "",
        "milestone": None,
        "address": "",
        "text": by_language(words.PLANT_ALL),
        "commitment": {"slug": "example", "title": by_language(words.PROMISE)},
    }
    entries = [
        (_("statement of the municipality"), {"kind": "statement", "side": "municipality", "level": "substantial"}),
        (
            _("assessment of a milestone, invented"),
            {"kind": "statement", "side": "monitor", "level": "no_evidence", "milestone": 2, "is_demo": True},
        ),
        (_("new evidence"), {"kind": "evidence", "address": "https://www.example.org/"}),
        (_("news, in another language only"), {"kind": "update", "text": by_language(words.ONLY_SPANISH)}),
    ]
    around = '<ol class="ruled news"><li>{}</li></ol>'
    return [
        Specimen(state, "components/news_entry.html", {"entry": {**common, **entry}}, around)
        for state, entry in entries
    ]
