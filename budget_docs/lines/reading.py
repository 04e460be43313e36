"""Rows of a file of lines, one after the other: XLSX as an inspected upload, or CSV. Memory does not grow with it."""

import re
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple

from openpyxl.utils import column_index_from_string

from budget_docs.lines import csv_files
from budget_docs.lines.columns import LABELS, SIDE, TEMPLATE_SHEETS, known_headings, plain, sides
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.workbooks import MOST_COLUMNS, Table, Workbook, letters_of

MOST_ROWS = 200_000
HEADER_WITHIN = 30  # rows
NEEDED = ("part", "section", "chapter", "article", "paragraph", "line")
LETTERS = re.compile(r"[A-Z]{1,2}")


class Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, Any]  # {key of a column: what the cell holds}
    columns: dict[str, str]  # {key of a column: its letters}
    side: str  # that of the sheet, or ""


def rows(
    file: IO[bytes], mapping: dict[str, str] | None, notices: list[Problem], report: Callable[[Problem], None]
) -> Iterator[Row]:
    """Every row below the headings that is not empty. Raises Unreadable.

    Adds to `notices` what is to be known, and reports, before the first row, what is wrong outside of the values.
    """
    file.seek(0)
    if file.read(2) != b"PK":
        yield from rows_of_a_sheet(csv_files.NAME, csv_files.table(file, notices), mapping)
        return
    book = Workbook(file)
    for problem in book.damage(notices):
        report(problem)
    found_any = False
    for title, table in book.tables(notices):
        try:
            yield from rows_of_a_sheet(title, table, mapping)
        except Unreadable as error:
            if error.problem.code != "no_header":
                raise
            if title != TEMPLATE_SHEETS["columns"]:
                notices.append(Problem("sheet_left_out", title))
        else:
            found_any = True
    if not found_any:
        raise Unreadable("no_header")


def rows_of_a_sheet(title: str, table: Table, mapping: dict[str, str] | None) -> Iterator[Row]:
    columns: dict[str, int] = {}
    letters: dict[str, str] = {}
    heads: list[str] = []
    side = sides().get(plain(title), "")
    count = 0
    for number, cells in table:
        if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS] not in (None, ""):
            raise Unreadable("too_many_columns", title, number, limit=MOST_COLUMNS)
        if not columns:
            heads = [plain(cell) if isinstance(cell, str) else "" for cell in cells]
            columns = header(title, number, heads, mapping)
            letters = {key: letters_of(place) for key, place in columns.items()}
            if not columns and number >= HEADER_WITHIN:
                break
            continue
        found = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        if all(cell is None or cell == "" for cell in found.values()) or repeats_header(found, columns, heads):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable("too_many_rows", title, number, limit=MOST_ROWS)
        yield Row(title, number, found, letters, side)
    if not columns:
        raise Unreadable("no_header", title)


def header(title: str, number: int, heads: list[str], mapping: dict[str, str] | None) -> dict[str, int]:
    """{key: place from 0} when this row names the columns; {} when it does not."""
    columns: dict[str, int] = {}
    twice = []
    for place, head in enumerate(heads):
        key = known_headings().get(head)
        if key is None or (mapping and key in mapping):
            continue
        if columns.setdefault(key, place) != place:
            twice.append((key, place))
    columns |= mapped(heads, mapping or {}, has_known=bool(columns))
    if sum(name in columns for name in NEEDED) < 2:
        return {}
    for key, place in twice:
        raise Unreadable("column_twice", title, number, letters_of(place), column_key=key)
    insist_on(columns, title, number)
    return columns


def mapped(heads: list[str], mapping: dict[str, str], *, has_known: bool) -> dict[str, int]:
    """The columns that a mapping names by their heading, or by their letters once the row is known to be the one."""
    named = {key: heads.index(plain(where)) for key, where in mapping.items() if plain(where) in heads}
    letters = {key: where for key, where in mapping.items() if key not in named and LETTERS.fullmatch(where)}
    if named or has_known:
        named |= {key: column_index_from_string(where) - 1 for key, where in letters.items()}
    return named


def insist_on(columns: dict[str, int], title: str, number: int) -> None:
    missing = [key for key in NEEDED if key not in columns]
    if SIDE not in columns and not sides().get(plain(title)):
        missing.append(SIDE)
    if not any(key in columns for key in LABELS):
        missing.append("label_fr")
    if missing:
        raise Unreadable("no_column", title, number, column_key=missing[0])


def repeats_header(found: dict[str, Any], columns: dict[str, int], heads: list[str]) -> bool:
    """The names of the columns stand in several rows, one a language, and again on each printed page."""
    part = found.get("part")
    if not isinstance(part, str) or any(letter.isdigit() for letter in part):
        return False  # most rows: a code
    known = known_headings()
    names = {key: plain(cell) for key, cell in found.items() if isinstance(cell, str)}
    repeated = [key for key, name in names.items() if name and (known.get(name) == key or name == heads[columns[key]])]
    return len(repeated) > len(columns) / 2
