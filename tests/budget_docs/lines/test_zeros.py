"""A zero that a spreadsheet took away is named where it is missing, and never put back by a guess."""

import pytest

from budget_docs.lines.zeros import bare
from budget_docs.models import ImportState
from tests.budget_docs import imports, rows
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import csv, line, xlsx


def told(checker):
    return [(one.code, one.row, one.column, one.params["value"], one.params["expected"]) for one in checker.notices]


def test_a_number_beside_codes_that_begin_with_zero_is_named():
    file = xlsx(line(chapter="0110"), line(chapter="0120"), line(chapter=130), line(chapter=130, line=12))
    checker, lines = read(file)

    assert said(checker) == []
    assert told(checker) == [("zero_lost", 4, "D", "130", "0130")]
    assert checker.notices[0].params["count"] == 2
    assert [one["chapter"] for one in lines] == ["0110", "0120", "130", "130"]


@pytest.mark.parametrize(
    "chapters",
    [
        pytest.param([10, 110], id="no code begins with zero"),
        pytest.param(["0110", 1110], id="the number is as long"),
        pytest.param(["0110", "01", 5], id="codes of several lengths"),
        pytest.param(["0110", "110"], id="written as a text"),
        pytest.param(["0", 1], id="zero alone"),
        pytest.param(["0.10", 1], id="a section"),
    ],
)
def test_where_the_codes_do_not_show_it_nothing_is_said(chapters):
    file = xlsx(*(line(chapter=chapter, line=20 + place) for place, chapter in enumerate(chapters)))

    assert told(read(file)[0]) == []


@pytest.mark.parametrize(
    ("path", "without"), [("1/0.1/01/010/0/11", "1/0.1/1/10/0/11"), ("1/00/A0/0a/1/1", "1/0/A0/0a/1/1")]
)
def test_zeros_that_codes_begin_with_are_left_out(path, without):
    assert bare(path) == without


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [xlsx, csv])
def test_a_code_that_had_its_zero_in_the_version_in_force_is_named_with_its_place(kind):
    before = rows.budget(2026)
    for path in ("1/0/10/10/10/01", "1/0/10/10/10/02", "1/0/10/10/10/30"):
        rows.line(before, path)
    begun = imports.begin(kind(line(line=1), line(line=2), line(line=30), line(line=3)), "f.xlsx")
    assert imports.read(begun) == ImportState.CHECKED
    notices = [one for one in begun.report["notices"] if one["code"] == "zero_lost_since"]
    assert [(one["row"], one["column"], one["params"]) for one in notices] == [
        (2, "G", {"value": "1", "expected": "01", "count": 2})
    ]
    assert begun.preview["counts"] == {"added": 3, "removed": 2, "changed": 1}


@pytest.mark.django_db
def test_a_zero_that_came_back_is_no_loss():
    rows.line(rows.budget(2026), "1/0/10/10/10/1")
    begun = imports.begin(xlsx(line(line="01")))
    imports.read(begun)
    assert [one["code"] for one in begun.report["notices"]] == []
