"""Sentences that are built from pieces: agreement never depends on a piece that is put in from outside."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tests.house.catalogues import catalogue, forms
from tetouan_portal.templatetags.portal import days_alone, days_phrase, months_alone, months_phrase

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BEFORE_A_NOUN = re.compile(r"%\((\w+)\)[sd] (?=[\u0621-\u064a])")
DETACHED_DATE = re.compile(r"(?!of |last )[a-z][^.%]*(?: since| on|, )? ?%\(date\)s")
COUNTED = [0, 1, 2, 3, 11, 100, 102]


def counted(language):
    return [message for message in catalogue(language) if message.pluralizable]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_stands_apart_from_the_noun_that_it_chooses(language):
    """A figure of its own takes a label, “late commitments: 2”, which the number does not change."""
    assert [m.id for m in counted(language) if not PLACEHOLDER.search(m.id[1])] == []


def test_arabic_writes_none_one_and_two_as_words():
    wrong = []
    for message in counted("ar"):
        nouns = [dict(re.findall(r"%\((\w+)\)[sd] ([\u0621-\u0652]+)", text)) for text in forms(message)]
        number = {name for name in nouns[3] if nouns[3].get(name) != nouns[4].get(name)}
        wrong += [text for text in forms(message)[:3] if number & set(BEFORE_A_NOUN.findall(text))]
    assert wrong == []


def test_arabic_names_a_detached_date_by_a_label():
    """نُشرت في agrees with a document and stood under reports and projects, too."""
    wrong = []
    for message in catalogue("ar"):
        if isinstance(message.id, str) and DETACHED_DATE.fullmatch(message.id) and ":" not in message.string:
            wrong.append((message.id, message.string))
    assert wrong == []


@pytest.mark.parametrize(
    ("filter_", "words"),
    [
        (days_phrase, ["أقل من يوم", "يوم واحد", "يومين", "3 أيام", "11 يوما", "100 يوم", "102 يوم"]),
        (days_alone, ["أقل من يوم", "يوم واحد", "يومان", "3 أيام", "11 يوما", "100 يوم", "102 يوم"]),
        (months_phrase, ["أقل من شهر", "شهر واحد", "شهرين", "3 أشهر", "11 شهرا", "100 شهر", "102 شهر"]),
        (months_alone, ["أقل من شهر", "شهر واحد", "شهران", "3 أشهر", "11 شهرا", "100 شهر", "102 شهر"]),
    ],
)
def test_a_length_stands_in_the_case_of_its_place(filter_, words):
    with translation.override("ar"):
        assert [filter_(count).replace("\u00a0", " ") for count in COUNTED] == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["المحطات الرئيسية المنجزة: ", "من أصل 44", "الالتزامات التي انقضى أجلها ولم تكتمل: "]),
        ("fr", ["Jalons réalisés\u00a0: ", "0 sur 44", "Engagements non achevés après leur date de fin\u00a0: "]),
        ("es", ["Hitos realizados: ", "0 de 44", "Compromisos sin completar pasada su fecha de fin: "]),
    ],
)
def test_a_tile_of_the_report_names_its_figure_first(language, words):
    counts = {
        "total": 12,
        "late": 2,
        "agreement": {"agree": 1, "differ": 0},
        "milestones": {"done": 0, "total": 44, "late": 2},
        "indicators": {"met": 3, "total": 24},
    }
    with translation.override(language):
        page = render_to_string("commitments/reports/chapters_summary.html", {"data": {"counts": counts}})
    assert [word for word in words if word not in page] == []
