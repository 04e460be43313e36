"""Rows that sum up: of what they are the total, and whether it is so."""

import pytest

from budget_docs.lines.totals import is_total, level_named
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import line, xlsx

CODES = dict.fromkeys(["part", "section", "chapter", "article", "paragraph", "line"])


def total(label, admitted, **codes):
    labels = {"label_fr": label, "label_ar": ""}
    return line(**{**CODES, "side": "", **labels, "admitted": admitted, **codes})


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Total", True),
        ("TOTAL DE L’ARTICLE", True),
        ("Sous-total du chapitre 10", True),
        ("مجموع الفصل", True),
        ("المجموع العام", True),
        ("Totalisateurs", False),
        ("المجموعة الصحية", False),
        ("Taxe totale", False),
        ("", False),
    ],
)
def test_a_total_is_known_by_its_first_word(label, answer):
    assert is_total(label) is answer


@pytest.mark.parametrize(
    ("label", "depth"),
    [
        ("Total de l’article", 4),
        ("مجموع الفصل", 4),
        ("Total du chapitre", 3),
        ("Total de la 1ère partie", 1),
        ("Total", 0),
    ],
)
def test_a_total_names_its_level(label, depth):
    assert level_named([label]) == depth


ROWS = [line(admitted=100), line(line=12, admitted=50)]
NEXT = [line(article=20, line=11, admitted=7)]


@pytest.mark.parametrize("label", ["Total de l’article", "مجموع الفصل", "Total"])
def test_a_total_without_codes_is_of_what_ends_above_it(label):
    checker, lines = read(xlsx(*ROWS, total(label, 150), *NEXT, total(label, 7), total("Total du chapitre", 157)))
    assert (said(checker), len(lines)) == ([], 3)


def test_a_total_that_differs_is_compared_with_its_own_level():
    checker, _lines = read(xlsx(*ROWS, total("Total de l’article", 151), *NEXT))
    assert [(one.code, one.row, one.params["summed"]) for one in checker.problems] == [("total_differs", 4, "150.00")]


def test_a_total_with_codes_is_of_their_place_and_names_nothing():
    named = total("Total de l’article", 150, side="recettes", part=1, section="0", chapter=10, article=10)
    checker, lines = read(xlsx(*ROWS, named, *NEXT))
    assert (said(checker), len(lines), checker.headings) == ([], 3, {})
    named[-1] = 157
    checker, _lines = read(xlsx(*ROWS, named, *NEXT))
    assert said(checker) == [("total_differs", 4, "J")]


def test_a_total_of_nothing_is_only_pointed_out():
    checker, _lines = read(xlsx(total("Total", 5, side="recettes"), *ROWS, total("Total", 5, side="dépenses")))
    assert [(one.code, one.row) for one in checker.problems] == [("total_differs", 2)]
    assert [(one.code, one.row) for one in checker.notices] == [("total_unknown", 5)]


def test_a_line_may_be_called_total_something():
    checker, lines = read(xlsx(line(label_ar="", label_fr="Total des frais de gestion")))
    assert (said(checker), len(lines)) == ([], 1)
