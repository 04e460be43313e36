import csv
import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tetouan_portal.lib import spreadsheets
from tetouan_portal.lib.spreadsheets import csv_rows, defuse, sheet_title, xlsx

RABAT = datetime.timezone(datetime.timedelta(hours=1))


def read_csv(header, rows):
    text = "".join(csv_rows(header, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def sheet(header, rows, *, title="Rows", right_to_left=False):
    return load_workbook(io.BytesIO(xlsx(header, rows, title=title, right_to_left=right_to_left))).active


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    '=HYPERLINK("https://example.org/?"&A1;"x")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_like_a_formula_is_defused_in_csv(text):
    ((title,), (value,)) = read_csv([text], [[text]])
    assert title == value == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS)
def test_text_like_a_formula_is_stored_as_text_in_xlsx(text):
    found = sheet([text], [[text]])
    for cell in (found["A1"], found["A2"]):
        assert cell.data_type == "s"
        assert cell.value == text.replace("\r", "\n") or cell.value == text


@pytest.mark.parametrize("text", ["", "Budget", "قسم الميزانية", "12 - 13", "a=b", "'quoted'", "§ 3"])
def test_harmless_text_stays_as_it_is(text):
    assert defuse(text) == text
    assert read_csv(["x"], [[text]])[1:] in ([[text]], [[]])


def test_values_keep_their_kind():
    when = datetime.datetime(2026, 1, 31, 12, 30, tzinfo=RABAT)
    row = [Decimal("-7.5000"), 3, datetime.date(2026, 1, 31), when, None, "٧٫٥"]
    assert read_csv(list("abcdef"), [row])[1] == [
        "-7.5000",
        "3",
        "2026-01-31",
        "2026-01-31T12:30:00+01:00",
        "",
        "٧٫٥",
    ]
    cells = [cell.value for cell in sheet(list("abcdef"), [row])[2]]
    assert cells[:2] == [-7.5, 3]
    assert cells[2].date() == datetime.date(2026, 1, 31)
    assert cells[4:] == [None, "٧٫٥"]


def test_a_moment_is_written_in_the_time_of_the_portal(settings):
    """A spreadsheet knows no time zones."""
    settings.TIME_ZONE = "Africa/Casablanca"
    when = datetime.datetime(2026, 1, 31, 23, 30, tzinfo=datetime.UTC)
    assert sheet(["x"], [[when]])["A2"].value == datetime.datetime(2026, 2, 1, 0, 30)
    assert read_csv(["x"], [[when]])[1] == ["2026-02-01T00:30:00+01:00"]


def test_quotes_separators_and_line_breaks_come_back_whole():
    texts = ["a;b", "a,b", 'say "yes"', "one\ntwo", "one\r\ntwo", "، ؛"]
    assert read_csv(["x"], [[text] for text in texts])[1:] == [[text] for text in texts]


def test_csv_comes_in_pieces_and_no_row_is_lost(monkeypatch):
    monkeypatch.setattr(spreadsheets, "ROWS_AT_ONCE", 3)
    taken = []

    def rows():
        for number in range(8):
            taken.append(number)
            yield [number]

    pieces = csv_rows(["n"], rows())
    assert next(pieces).count("\n") == 4
    assert taken == [0, 1, 2]
    rest = "".join(pieces)
    assert rest.split() == ["3", "4", "5", "6", "7"]


@pytest.mark.parametrize("count", [0, 1, 500, 501])
def test_csv_has_its_header_once(count):
    found = read_csv(["n"], ([number] for number in range(count)))
    assert found[0] == ["n"]
    assert len(found) == count + 1


@pytest.mark.parametrize("to_left", [True, False])
def test_a_sheet_reads_in_the_direction_of_its_language_under_a_fixed_header(to_left):
    found = sheet(["الميزانية"], [["x"]], right_to_left=to_left)
    assert bool(found.sheet_view.rightToLeft) is to_left
    assert found.freeze_panes == "A2"
    assert found["A1"].font.bold
    assert not found["A2"].font.bold


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1fb"])
def test_a_character_that_a_sheet_cannot_hold_is_left_out(text):
    found = sheet([text], [[text]])
    assert (found["A1"].value, found["A2"].value) == ("ab", "ab")


def test_a_text_longer_than_a_cell_is_cut():
    assert len(sheet(["x"], [["a" * 40_000]])["A2"].value) == 32_767


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Énoncés", "Énoncés"),
        ("a/b:c*d?e[f]g\\h", "abcdefgh"),
        ("ا" * 60, "ا" * 31),
        ("", "1"),
        ("[]", "1"),
        ("'a'", "a"),
    ],
)
def test_a_sheet_has_a_name_that_spreadsheet_programs_take(title, shown):
    assert sheet_title(title) == shown
    assert sheet(["x"], [], title=title).title == shown
