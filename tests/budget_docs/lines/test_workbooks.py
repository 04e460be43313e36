"""Workbooks that claim more than they hold, or hold more than a worker should."""

import tracemalloc

import pytest

from budget_docs.lines.workbooks import LAST_ROW, WIDEST_ROW
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, line, saved, with_part, with_shared_texts, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def with_rows(*rows, before=b"</sheetData>"):
    """A good workbook with other rows, as XML, at its end."""
    return with_part(xlsx(line()), SHEET, lambda old: old.replace(before, b"".join(rows) + before))


def styled_row(number, column="A"):
    return b'<row r="%d"><c r="%s%d"/></row>' % (number, column.encode(), number)


def formatted_to_the_last_row():
    """As when somebody gave a whole column a colour: the line, and far below a row without a value."""
    return with_rows(styled_row(LAST_ROW))


def test_rows_that_only_have_a_format_are_no_rows():
    checker, lines = read(formatted_to_the_last_row())
    assert (said(checker), len(lines), checker.rows_read) == ([], 1, 1)


def test_a_format_in_the_last_column_costs_nothing():
    checker, lines = read(with_rows(*(styled_row(number, "XFD") for number in range(3, 3000))))
    assert (said(checker), len(lines)) == ([], 1)


HOSTILE = {
    "a row of more cells than any program writes": (
        lambda: with_rows(b'<row r="3">' + b"<c/>" * (WIDEST_ROW + 1) + b"</row>"),
        "too_many_columns",
    ),
    "a row beyond the last": (lambda: with_rows(styled_row(10**15)), "too_many_rows"),
    "a row of no number": (lambda: with_rows(b'<row r="x"><c r="A3"><v>1</v></c></row>'), "unreadable"),
    "a cell of no place": (lambda: with_rows(b'<row r="3"><c r="?"><v>1</v></c></row>'), "unreadable"),
    "a text that is not there": (lambda: with_rows(b'<row r="3"><c r="A3" t="s"><v>9999</v></c></row>'), "unreadable"),
    "a number of five thousand digits": (
        lambda: with_rows(b'<row r="3"><c r="A3"><v>' + b"9" * 5000 + b"</v></c></row>"),
        "unreadable",
    ),
    "XML that breaks off": (lambda: with_part(xlsx(line()), SHEET, lambda old: old[:-60]), "unreadable"),
}


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_workbook_is_told(make, code):
    checker, _lines = read(make())
    assert code in [one.code for one in checker.problems]


def test_ten_million_cells_in_a_row_are_not_taken_into_memory():
    file = with_rows(b'<row r="3">', b"<c/>" * 10_000_000, b"</row>")
    tracemalloc.start()
    checker, _lines = read(file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said(checker) == [("too_many_columns", None, "")]
    assert peak < 30_000_000


def test_what_cannot_be_read_is_told_with_its_row():
    checker, _lines = read(with_rows(b'<row r="3"><c r="A3" t="s"><v>9999</v></c></row>'))
    assert said(checker) == [("unreadable", 3, "")]


def test_hidden_rows_are_read_and_that_is_said():
    from openpyxl import load_workbook  # noqa: PLC0415 -- what an officer does

    book = load_workbook(xlsx(line(), line(line=12)))
    book.active.row_dimensions[3].hidden = True
    checker, lines = read(saved(book))
    assert [(one.code, one.params) for one in checker.notices] == [("hidden_rows", {"count": 1})]
    assert len(lines) == 2


def test_the_names_of_the_columns_may_stand_on_every_printed_page():
    checker, lines = read(xlsx(line(), HEAD, line(line=12), HEAD, line(line=13)))
    assert (said(checker), len(lines)) == ([], 3)


def test_names_of_a_mapping_may_stand_on_every_printed_page_too():
    head = ["S", "P", "Sec", "Ch", "Art", "Par", "Lig", "بيان", "Libellé", "Montant"]
    mapping = dict(zip(HEAD, head, strict=True))
    checker, lines = read(xlsx(line(), head, line(line=12), head=head), mapping=mapping)
    assert (said(checker), len(lines)) == ([], 2)


def test_damage_is_found_wherever_the_sheet_is_cut_to_pieces(monkeypatch):
    from budget_docs.lines import workbooks  # noqa: PLC0415 -- the module, to cut smaller

    monkeypatch.setattr(workbooks, "PIECE", 700)
    monkeypatch.setattr(workbooks, "LONGEST_MATCH", 300)
    checker, _lines = read(xlsx(*(line(line=n, admitted="=1+1") for n in range(30))))
    assert said(checker) == [
        *(("formula_without_value", n + 2, "J") for n in range(30)),
        *(("no_amount", n + 2, "J") for n in range(30)),
    ]


def test_texts_that_cells_share_are_read_as_excel_writes_them():
    cells = {"A": 0, "H": 1, "I": 2}
    texts = "<si><t>dépenses</t></si><si><t>أجور</t></si><si><r><t>Trai</t></r><r><t>tements</t></r></si>"
    numbers = {"B": 1, "C": 0, "D": 10, "E": 10, "F": 10, "G": 12, "J": 5}
    row = "".join(
        f'<c r="{letter}3" t="s"><v>{cells[letter]}</v></c>'
        if letter in cells
        else f'<c r="{letter}3"><v>{numbers[letter]}</v></c>'
        for letter in sorted({*cells, *numbers})
    )
    checker, lines = read(with_shared_texts(xlsx(line()), texts.encode(), f'<row r="3">{row}</row>'.encode()))
    assert said(checker) == []
    assert (lines[1]["side"], lines[1]["label_ar"], lines[1]["label_fr"]) == ("expenditure", "أجور", "Traitements")


def test_millions_of_texts_that_no_cell_holds_are_not_taken_into_memory():
    file = with_shared_texts(xlsx(line()), b"<si><t>abc</t></si>" * 2_000_000)
    tracemalloc.start()
    checker, _lines = read(file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said(checker) == [("unreadable", None, "")]
    assert peak < 30_000_000
