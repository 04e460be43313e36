"""Texts as spreadsheet programs, editors and scripts of many years save them."""

import io
import tracemalloc

import pytest

from budget_docs.lines import csv_files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, csv, line

BILINGUAL = {"label_ar": "رسم السكن", "label_fr": "Élément dépensé à l’été"}


def text(*rows, end="\r\n"):
    return end.join(";".join("" if cell is None else str(cell) for cell in row) for row in [HEAD, *rows])


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_lines_end_in_three_ways(end):
    checker, lines = read(io.BytesIO(text(line(), line(line=12), end=end).encode()))
    assert (said(checker), len(lines)) == ([], 2)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_are_known_without_a_mark(encoding):
    checker, lines = read(csv(line(), encoding=encoding))
    assert (said(checker), lines[0]["label_ar"]) == ([], "رسم السكن")


def test_french_accents_in_an_arabic_file_are_kept():
    content = text(line(label_ar="رسم السكن والتجهيز", label_fr="Taxe dépensée"))
    checker, lines = read(io.BytesIO(content.encode("cp1256")))
    assert said(checker) == []
    assert (lines[0]["label_ar"], lines[0]["label_fr"]) == ("رسم السكن والتجهيز", "Taxe dépensée")
    assert checker.notices[0].params == {"encoding": "Windows-1256"}


def test_capital_accents_are_french():
    _checker, lines = read(io.BytesIO(text(line(label_ar="", label_fr="Électricité, À l’État")).encode("cp1252")))
    assert lines[0]["label_fr"] == "Électricité, À l’État"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (text(line(), line(label_ar="", label_fr="a\0b")).encode(), 3),
        (text(line(label_ar="")).encode() + "\r\nÉtat".encode("cp1252") + b"\x81", 3),
        (b"\xff\xfe" + text(line()).encode("utf-16-le") + b"\n\x00\x00\xd8", 3),
    ],
)
def test_letters_that_cannot_be_read_are_told_with_their_row(content, row):
    checker, lines = read(io.BytesIO(content))
    assert said(checker) == [("encoding", row, "")]
    assert lines == []


def test_amounts_with_commas_do_not_decide_what_separates_the_cells():
    rows = [line(line=n, admitted="1,234,567.89", label_fr="a, b, c, d") for n in range(20)]
    checker, lines = read(csv(*rows, delimiter="\t"))
    assert (said(checker), len(lines)) == ([], 20)


def test_a_row_is_counted_once_however_many_lines_its_name_takes():
    broken = line(label_fr='"Taxe\r\nsur\r\nles terrains"')
    checker, lines = read(io.BytesIO(text(broken, line(line=12, admitted="abc")).encode()))
    assert lines[0]["label_fr"] == "Taxe sur les terrains"
    assert said(checker) == [("bad_number", 3, "J")]


def test_a_formula_is_a_name_like_any_other_and_no_amount():
    checker, _lines = read(csv(line(label_fr="=cmd|' /C calc'!A0"), line(line=12, admitted="=1+1")))
    assert said(checker) == [("bad_number", 3, "J")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_memory_does_not_grow_with_the_file(encoding):
    file = csv(*(line(line=n, label_fr="x" * 250) for n in range(30_000)), encoding=encoding)
    tracemalloc.start()
    found = sum(1 for _row in csv_files.table(file, []))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 30_001
    assert peak < 16_000_000
