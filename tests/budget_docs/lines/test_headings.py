"""Columns that two rows name: a group above what it holds."""

import pytest
from openpyxl import Workbook

from tests.budget_docs.lines import files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import csv
from tests.budget_docs.lines.opendocuments import cell, ods, table
from tests.budget_docs.lines.two_rows import BOTH, CODES, LOWER, ROW, UPPER

MAPPING = {"side": "=dépenses", "label_fr": "Intitulé", "open_credits": "Crédits ouverts"}
MAPPING |= {"committed": "Crédits engagés", "ordered": "Crédits mandatés"}


def workbook(*rows, merges):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    return files.saved(book)


def merged():
    down = [f"{letter}3:{letter}4" for letter in "ABCDEFGK"]
    return workbook(BOTH, [], UPPER, LOWER, ROW, merges=["A1:K1", "H3:J3", *down])


def spanned():
    file = ods(table("L", BOTH, [], ["CODES"], LOWER, ROW))
    group = '<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Crédits</text:p>'
    group += '</table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>'
    head = "".join(map(cell, CODES)) + group + cell("Observations")
    return files.with_part(file, "content.xml", lambda old: old.replace(cell("CODES").encode(), head.encode()))


def left_blank():
    return csv([], UPPER, LOWER, ROW, head=BOTH)


@pytest.mark.parametrize("file", [merged, spanned, left_blank])
def test_a_group_and_what_stands_below_it_are_one_heading(file):
    checker, lines = read(file(), mapping=MAPPING)

    assert said(checker) == []
    assert [(one["open_credits"], one["committed"], one["ordered"]) for one in lines] == [(900, 800, 700)]
    assert [one["path"] for one in lines] == ["1/0.1/10/10/10/11"]


@pytest.mark.parametrize("file", [merged, spanned, left_blank])
def test_a_problem_below_two_rows_of_headings_keeps_its_place(file):
    checker, _lines = read(file(), mapping=MAPPING | {"committed": "Observations"})

    assert said(checker) == [("bad_number", 5, "K")]


def test_names_of_the_template_are_known_in_two_rows_too():
    head = ["Recettes ou dépenses", *CODES[:-1], "Intitulé en français", "Crédits", None]
    lower = [None] * 8 + ["ouverts", "libres"]
    checker, lines = read(csv(lower, ["dépenses", *ROW[:8], 3], head=head))

    assert said(checker) == []
    assert lines[0]["open_credits"] == 900


def test_a_title_above_the_headings_is_no_group():
    checker, lines = read(csv(["side", *CODES[:-1], "label_fr", "admitted"], ["dépenses", *ROW[:8]], head=["BUDGET"]))

    assert said(checker) == []
    assert len(lines) == 1


def test_a_group_holds_no_more_than_it_is_merged_over():
    upper, lower = [*CODES, "Crédits", None, None], [*[None] * 7, "Ouverts", "Engagés", "Voté"]
    mapping = MAPPING | {"admitted": "Voté"}
    del mapping["ordered"]
    file = workbook(upper, lower, ROW, merges=["H1:I1"])
    checker, lines = read(file, mapping=mapping)

    assert said(checker) == []
    assert (lines[0]["committed"], lines[0]["admitted"]) == (800, 700)
    file = workbook(upper, lower, ROW, merges=["H1:I1"])
    checker, lines = read(file, mapping=mapping | {"admitted": "Crédits Voté"})
    assert "admitted" not in lines[0]
    assert [(one.code, one.params["value"]) for one in checker.notices] == [("mapped_nowhere", "Crédits Voté")]


def test_both_rows_are_passed_over_where_a_printed_page_repeats_them():
    file = csv(UPPER, LOWER, ROW, UPPER, LOWER, [*ROW[:5], 12, *ROW[6:]], head=BOTH)
    checker, lines = read(file, mapping=MAPPING)

    assert said(checker) == []
    assert [one["line"] for one in lines] == ["11", "12"]


def test_an_amount_beside_a_repeated_name_is_not_passed_over():
    file = csv(UPPER, LOWER, ROW, [*[None] * 7, 5, "Engagés"], head=BOTH)

    assert said(read(file, mapping=MAPPING)[0]) != []


def test_a_heading_that_is_there_twice_is_not_guessed():
    head = [*CODES, "Montant", "Montant"]
    mapping = {"side": "=dépenses", "label_fr": "Intitulé", "admitted": "Montant"}

    assert said(read(csv(ROW[:9], head=head), mapping=mapping)[0]) == [("column_twice", 1, "I")]


def test_a_year_names_a_column():
    head = [*CODES, 2025, 2026]
    mapping = {"side": "=dépenses", "label_fr": "Intitulé", "previous": "2025", "admitted": "2026"}
    checker, lines = read(files.xlsx(ROW[:9], head=head), mapping=mapping)

    assert said(checker) == []
    assert (lines[0]["previous"], lines[0]["admitted"]) == (900, 800)


def test_the_row_that_is_chosen_is_the_one_and_letters_need_no_name_there():
    mapping = {"side": "=dépenses", "admitted": "H", "label_fr": "G"}
    mapping |= dict(zip(["part", "section", "chapter", "article", "paragraph", "line"], "ABCDEF", strict=True))
    file = csv(["?"] * 8, ROW[:8], head=CODES)

    checker, lines = read(file, mapping=mapping, heading_row=2)
    assert said(checker) == []
    assert lines[0]["admitted"] == 900
    assert said(read(file, mapping=mapping)[0]) != []


def test_a_heading_of_a_million_letters_is_only_a_heading():
    checker, lines = read(
        csv(["dépenses", *ROW[:8], 1], head=["side", *CODES[:-1], "label_fr", "admitted", "x" * 10**6])
    )

    assert said(checker) == []
    assert len(lines) == 1
