"""Every row that is wrong is told with its place; every row that is right is read as it was meant."""

import datetime
import io
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import Workbook

from budget_docs.lines import columns, problems, reading
from budget_docs.lines.template import write_template
from tests.budget_docs.lines import files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, csv, line, xlsx


def test_a_good_line_is_read_whole():
    checker, lines = read(xlsx(line()))
    assert said(checker) == []
    assert lines == [
        {
            "side": "revenue",
            "path": "1/0/10/10/10/11",
            "part": "1",
            "section": "0",
            "chapter": "10",
            "article": "10",
            "paragraph": "10",
            "line": "11",
            "economic_code": "",
            "label_ar": "رسم السكن",
            "label_fr": "Taxe d’habitation",
            "label_es": "",
            "admitted": Decimal("1500.50"),
        }
    ]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (0, "0"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234.56", "1234.56"),
        ("1.234.567,8", "1234567.8"),
        ("1,234,567.80", "1234567.8"),
        ("١٢٣٤٫٥", "1234.5"),
        ("۱۲۳۴", "1234"),
        ("\u200f1234\u200e", "1234"),
        ("1234,50 DH", "1234.5"),
        ("1234 درهم", "1234"),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount):
    checker, lines = read(xlsx(line(admitted=written)))
    assert said(checker) == []
    assert lines[0]["admitted"] == Decimal(amount)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"side": ""}, ("no_side", 2, "A")),
        ({"side": "profits"}, ("unknown_side", 2, "A")),
        ({"part": 3}, ("unknown_code", 2, "B")),
        ({"chapter": None}, ("no_code", 2, "D")),
        ({"article": "1 0"}, ("bad_code", 2, "E")),
        ({"article": "12345678901"}, ("bad_code", 2, "E")),
        ({"label_ar": "", "label_fr": " "}, ("no_label", 2, "H")),
        ({"label_fr": "x" * 301}, ("label_too_long", 2, "I")),
        ({"label_ar": "رسم\u202e"}, None),  # a mark of direction is not kept
        ({"admitted": None}, ("no_amount", 2, "J")),
        ({"admitted": "abc"}, ("bad_number", 2, "J")),
        ({"admitted": "1,234"}, ("ambiguous_number", 2, "J")),
        ({"admitted": "=cmd|' /C calc'!A0"}, ("formula_without_value", 2, "J")),
        ({"admitted": "1e309"}, ("bad_number", 2, "J")),
        ({"admitted": "NaN"}, ("bad_number", 2, "J")),
        ({"admitted": "Infinity"}, ("bad_number", 2, "J")),
        ({"admitted": True}, ("bad_number", 2, "J")),
        ({"admitted": datetime.date(2026, 1, 1)}, ("date_in_amount", 2, "J")),
        ({"admitted": "#REF!"}, ("error_value", 2, "J")),
        ({"admitted": -5}, ("negative", 2, "J")),
        ({"admitted": 1.005}, ("too_precise", 2, "J")),
        ({"admitted": 10**15}, ("too_large", 2, "J")),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(changes, problem):
    checker, lines = read(xlsx(line(**changes)))
    assert said(checker)[:1] == ([problem] if problem else [])
    assert bool(lines) is (problem is None)


def test_all_problems_are_told_at_once_and_the_rest_are_counted():
    checker, _lines = read(xlsx(*(line(line=n, admitted="abc") for n in range(600))))
    assert (len(checker.problems), checker.more) == (500, 100)


def test_a_line_that_is_there_twice_names_the_first_even_on_another_sheet():
    checker, lines = read(xlsx(line(), line(), more=[("Suite", [HEAD, line()])]))
    assert [(one.sheet, one.row, one.params) for one in checker.problems] == [
        ("Lignes", 3, {"first_sheet": "Lignes", "first_row": 2}),
        ("Suite", 2, {"first_sheet": "Lignes", "first_row": 2}),
    ]
    assert len(lines) == 1


def test_an_amount_of_the_other_side_is_in_the_wrong_column():
    head = [*HEAD, "collected", "ordered"]
    rows = [[*line(), 5, None], [*line(side="dépenses"), 5, None], [*line(line=12), None, 7]]
    checker, _lines = read(xlsx(*rows, head=head))
    assert said(checker) == [("wrong_column", 3, "K"), ("wrong_column", 4, "L")]


def test_the_side_may_be_the_sheet():
    head, row = HEAD[1:], line()[1:]
    checker, lines = read(xlsx(row, head=head, sheet="المداخيل", more=[("Dépenses", [head, row])]))
    assert said(checker) == []
    assert [one["side"] for one in lines] == ["revenue", "expenditure"]


def test_rows_that_stop_early_are_headings_and_their_amounts_are_compared():
    rows = [
        line(section=None, chapter=None, article=None, paragraph=None, line=None, label_fr="Partie 1", admitted=3001),
        line(),
        line(line=12, admitted=1500.5),
    ]
    checker, lines = read(xlsx(*rows))
    assert checker.headings[("revenue", "1")]["label_fr"] == "Partie 1"
    assert said(checker) == []
    rows[0][-1] = 3000
    checker, lines = read(xlsx(*rows))
    assert len(lines) == 2
    assert [(one.code, one.row, one.params["summed"]) for one in checker.problems] == [("total_differs", 2, "3001.00")]


def test_a_row_called_total_is_no_line():
    total = ["recettes", *[None] * 6, "المجموع", "Total", 1500.5]
    checker, lines = read(xlsx(line(), total))
    assert (said(checker), len(lines)) == ([], 1)
    checker, lines = read(xlsx(line(), [*total[:-1], 9]))
    assert said(checker) == [("total_differs", 3, "J")]


def test_centimes_become_dirhams():
    _checker, lines = read(xlsx(line(admitted=150050)), unit="centime")
    assert lines[0]["admitted"] == Decimal("1500.50")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "cp1252"])
def test_csv_is_read_in_the_encodings_of_those_who_save_it(encoding, delimiter):
    row = line(label_ar="" if encoding == "cp1252" else "رسم", label_fr="Taxe" if encoding == "cp1256" else "Élection")
    checker, lines = read(csv(row, delimiter=delimiter, encoding=encoding))
    assert said(checker) == []
    assert (lines[0]["label_ar"], lines[0]["label_fr"]) == (row[7], row[8])
    guessed = [one.params["encoding"] for one in checker.notices]
    assert guessed == ([f"Windows-{encoding[2:]}"] if encoding.startswith("cp") else [])


def test_a_mapping_says_which_columns_hold_what():
    head = ["S", "P", "Sec", "Ch", "Art", "Par", "Lig", "بيان", "Libellé", "Montant"]
    mapping = dict(zip(HEAD, head, strict=True))
    checker, lines = read(xlsx(line(), head=head), mapping=mapping)
    assert (said(checker), len(lines)) == ([], 1)
    checker, lines = read(xlsx(line(), head=head), mapping={**mapping, "admitted": "J", "label_fr": "I"})
    assert (said(checker), lines[0]["label_fr"]) == ([], "Taxe d’habitation")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_headings_are_known_in_every_language(language):
    head = [columns.titles(key)[language] for key in HEAD]
    checker, lines = read(xlsx(line(), head=head))
    assert (said(checker), len(lines)) == ([], 1)


def test_the_blank_template_is_read_back_as_empty_and_takes_lines():
    out = io.BytesIO()
    write_template(out)
    out.seek(0)
    checker, lines = read(out)
    assert (said(checker), checker.notices, lines) == ([("no_lines", None, "")], [], [])
    from openpyxl import load_workbook  # noqa: PLC0415 -- what an officer does

    book = load_workbook(out)
    sheet = book.worksheets[0]
    keys = [cell.value for cell in sheet[3]]
    sheet.append([dict(zip(HEAD, line(), strict=True)).get(key) for key in keys])
    checker, lines = read(files.saved(book))
    assert (said(checker), lines[0]["label_ar"]) == ([], "رسم السكن")


def merged():
    book = Workbook()
    for row in (HEAD, line(), line(line=12)):
        book.active.append(row)
    book.active.merge_cells("H2:H3")
    return files.saved(book)


def hidden():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(line())
    book.create_sheet("secret").sheet_state = "hidden"
    return files.saved(book)


HOSTILE = {
    "nothing at all": (lambda: io.BytesIO(b""), "no_header"),
    "random bytes": (lambda: io.BytesIO(bytes(range(256)) * 50), "encoding"),
    "NUL in text": (lambda: io.BytesIO(b"part;section\x00;chapter"), "encoding"),
    "a broken package": (lambda: io.BytesIO(b"PK\x03\x04 nothing"), "unreadable"),
    "half a workbook": (lambda: io.BytesIO(xlsx(line()).getvalue()[:2000]), "unreadable"),
    "a Word document": (lambda: files.with_part(xlsx(line()), "xl/workbook.xml", lambda _old: b"<w/>"), "no_header"),
    "only the header": (xlsx, "no_lines"),
    "no header": (lambda: xlsx(line(), head=None), "no_header"),
    "a header too far down": (lambda: xlsx(*[["x"]] * 40, HEAD, line(), head=None), "no_header"),
    "a column twice": (lambda: xlsx([*line(), 4], head=[*HEAD, "admitted"]), "column_twice"),
    "no column of codes": (
        lambda: xlsx(line(), head=[*HEAD[:4], "x", *HEAD[5:]]),
        "no_column",
    ),
    "no column of names": (lambda: xlsx(line(), head=[*HEAD[:7], "x", "y", "admitted"]), "no_column"),
    "several columns missing": (lambda: xlsx(line(), head=["x", *HEAD[1:7], "x", "y", "admitted"]), "no_columns"),
    "a lone quotation mark": (lambda: io.BytesIO((";".join(HEAD) + '\n"recettes;1').encode()), "unknown_side"),
    "merged cells": (merged, "merged_cells"),
    "far too wide": (lambda: xlsx([*line(), *[1] * 200]), "too_many_columns"),
    "lone surrogates": (lambda: io.BytesIO(b"\xff\xfe\x00\xd8;"), "encoding"),
    "a name of a megabyte": (lambda: csv(line(label_fr="x" * 1_000_000)), "cell_too_long"),
    "a web page": (lambda: io.BytesIO(b"<html><table><tr><td>part</td></tr></table></html>"), "no_header"),
}


@pytest.mark.parametrize(("make", "code"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_file_that_cannot_be_used_is_answered_with_a_sentence(make, code, language):
    checker, lines = read(make())
    assert code in [one.code for one in checker.problems]
    with translation.override(language):
        sentences = [problems.sentence(one.as_data()) for one in checker.problems]
    assert all(sentences)
    assert lines == [] or code == "merged_cells"


def test_too_many_rows_stop_the_reading(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 100)
    checker, _lines = read(csv(*(line(line=n) for n in range(150))))
    assert [(one.code, one.row) for one in checker.problems] == [("too_many_rows", 102)]


def test_a_hidden_sheet_is_not_read_and_that_is_said():
    checker, lines = read(hidden())
    assert ([(one.code, one.sheet) for one in checker.notices], len(lines)) == ([("hidden_sheet", "secret")], 1)


def test_what_a_file_says_of_its_own_size_is_not_believed():
    huge = files.with_part(
        xlsx(line()),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b'<dimension ref="A1:J2"', b'<dimension ref="A1:XFD1048576"'),
    )
    checker, lines = read(huge)
    assert (said(checker), len(lines)) == ([], 1)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize("code", problems.SENTENCES)
def test_each_problem_has_its_sentence_in_each_language(code, language):
    params = {"column_key": "admitted", "limit": 1, "range": "A1:B2", "value": "x", "length": 1, "first_row": 1}
    params |= {"first_sheet": "s", "stated": "1", "summed": "2", "encoding": "e", "source": "s", "count": 2}
    params |= {"column_keys": ["part", "line"], "mark": ",", "example": "0110", "expected": "0120"}
    with translation.override(language):
        text = problems.sentence({"code": code, "sheet": "s", "row": 1, "column": "A", "params": params})
    assert "%(" not in text
