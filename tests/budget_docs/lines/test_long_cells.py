"""A cell that no spreadsheet program writes is refused at its place, whatever file it stands in."""

import io
import json

import pytest

from budget_docs.lines import apart
from budget_docs.lines.workbooks import LONGEST_CELL
from tests.budget_docs.lines import files
from tests.budget_docs.lines.checked import read, said
from tests.budget_docs.lines.files import HEAD, line
from tests.budget_docs.lines.opendocuments import ods, table

open_apart = apart.open_apart  # before the tests' own takes its place: see conftest
MARK = "long-cell"


def xlsx(text, **changes):
    """The library that writes it cuts what is longer than Excel keeps."""
    book = files.xlsx(line(), line(**{"line": 12} | dict.fromkeys(changes, MARK)))
    return files.with_part(book, "xl/worksheets/sheet1.xml", lambda old: old.replace(MARK.encode(), text.encode()))


KINDS = {
    "xlsx": xlsx,
    "ods": lambda text, **changes: ods(table("Lignes", HEAD, line(), line(line=12, **dict.fromkeys(changes, text)))),
    "csv": lambda text, **changes: files.csv(line(), line(line=12, **dict.fromkeys(changes, text))),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("key", "column"), [("side", "A"), ("chapter", "D"), ("label_fr", "I"), ("admitted", "J")])
@pytest.mark.parametrize("letter", ["x", "0"])
def test_a_cell_of_more_characters_than_any_program_keeps_is_refused_at_its_place(kind, key, column, letter):
    checker, lines = read(KINDS[kind](letter * (LONGEST_CELL + 1), **{key: ""}))
    assert said(checker) == [("cell_too_long", 3, column)]
    assert len(lines) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_is_as_long_as_any_is_told_by_what_it_should_be(kind):
    checker, _lines = read(KINDS[kind]("x" * LONGEST_CELL, label_fr="", admitted=""))
    assert said(checker) == [("label_too_long", 3, "I"), ("bad_number", 3, "J")]
    assert len(json.dumps([one.as_data() for one in checker.problems])) < 1000


def test_digits_that_are_no_code_are_told_once_and_not_repeated_whole():
    checker, _lines = read(xlsx("0" * LONGEST_CELL, line=""))
    assert said(checker) == [("bad_code", 3, "G")]
    assert len(json.dumps([one.as_data() for one in [*checker.problems, *checker.notices]])) < 1000


@pytest.mark.parametrize("text", ["x" * (LONGEST_CELL + 1), "س" * 1_000_000])
def test_the_reader_apart_hands_on_enough_of_it_to_be_refused(monkeypatch, text):
    monkeypatch.setattr(apart, "open_apart", open_apart)
    checker, _lines = read(xlsx(text, label_ar=""))
    assert said(checker) == [("cell_too_long", 3, "H")]


def test_a_mark_of_quotation_that_is_missing_is_told_where_it_opens():
    rows = "\n".join(";".join(map(str, line(line=n))) for n in range(2000))
    lost = rows.replace("Taxe", '"Taxe', 1)
    checker, lines = read(io.BytesIO(f"{';'.join(HEAD)}\n{lost}".encode()))
    assert said(checker) == [("cell_too_long", 2, "I")]
    assert lines == []


def test_it_is_refused_in_a_column_that_nobody_reads_as_well():
    """Lines that stood behind it would be missing without a word."""
    checker, _lines = read(files.csv([*line(), "x" * (LONGEST_CELL + 1)], head=[*HEAD, "Observations"]))
    assert said(checker) == [("cell_too_long", 2, "K")]


def test_above_the_names_of_the_columns_anything_may_stand():
    checker, lines = read(files.csv(["x" * (LONGEST_CELL + 1)], HEAD, line(), head=["Budget"]))
    assert said(checker) == []
    assert len(lines) == 1
