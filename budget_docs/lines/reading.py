"""Rows of a file of lines, one after the other: XLSX or ODS as an inspected upload, or CSV.

Memory does not grow with it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, NamedTuple

from openpyxl.utils import column_index_from_string

from budget_docs.lines import csv_files, opendocument
from budget_docs.lines.columns import LABELS, SIDE, TEMPLATE_SHEETS, WHOLE_CODE, known_headings, plain, sides
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.workbooks import MOST_COLUMNS, Damage, Table, Workbook, letters_of
from budget_docs.models.lines import LEVELS

MOST_ROWS = 200_000
HEADER_WITHIN = 30  # rows
CONSTANT = "="  # before what every row of a source's files is: =1, =dépenses
LETTERS = re.compile(r"[A-Z]{1,2}")


class Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, Any]  # {key of a column: what the cell holds}
    columns: dict[str, str]  # {key of a column: its letters}
    side: str  # that of the sheet, or ""


def rows(
    file: IO[bytes],
    mapping: dict[str, str] | None,
    notices: list[Problem],
    report: Callable[[Problem], None],
    *,
    fills_down: bool = False,
) -> Iterator[Row]:
    """Every row below the headings that is not empty. Raises Unreadable.

    Adds to `notices` what is to be known, and reports what is wrong outside of the values in the columns that are read.
    """
    tables, damage = opened(file, notices)
    found_any = False
    for title, table in tables:
        sheet = Sheet(title, mapping or {}, damage.get(title, []), report, fills_down=fills_down)
        try:
            yield from sheet.rows(table)
        except Unreadable as error:
            if error.problem.code != "no_header" or title == csv_files.NAME:
                raise
            if title != TEMPLATE_SHEETS["columns"]:
                notices.append(Problem("sheet_left_out", title))
        else:
            found_any = True
    if not found_any:
        raise Unreadable("no_header")


def opened(file: IO[bytes], notices: list[Problem]) -> tuple[Iterable[tuple[str, Table]], dict[str, list[Damage]]]:
    file.seek(0)
    if file.read(2) != b"PK":
        return [(csv_files.NAME, csv_files.table(file, notices))], {}
    if opendocument.is_one(file):
        return opendocument.tables(file, notices), {}
    book = Workbook(file)
    damage = book.damage(notices)
    return book.tables(notices), damage


class Sheet:
    """One table: where its columns are, and its rows below their names."""

    def __init__(
        self,
        title: str,
        mapping: dict[str, str],
        damage: list[Damage],
        report: Callable[[Problem], None],
        *,
        fills_down: bool,
    ) -> None:
        self.title, self.damage, self.report, self.fills_down = title, damage, report, fills_down
        self.same = {key: where[1:].strip() for key, where in mapping.items() if where.startswith(CONSTANT)}
        self.mapping = {key: where for key, where in mapping.items() if key not in self.same}
        self.side = sides().get(plain(title), "")
        self.columns: dict[str, int] = {}
        self.heads: list[str] = []

    def rows(self, table: Table) -> Iterator[Row]:
        letters: dict[str, str] = {}
        count = 0
        for number, cells in table:
            if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS] not in (None, ""):
                raise Unreadable("too_many_columns", self.title, number, limit=MOST_COLUMNS)
            if not self.columns:
                if self.begins(number, cells):
                    letters = {key: letters_of(place) for key, place in self.columns.items()}
                elif number >= HEADER_WITHIN:
                    break
                continue
            found = {key: cells[place] for key, place in self.columns.items() if place < len(cells)}
            if all(cell is None or cell == "" for cell in found.values()) or self.repeats_header(found):
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable("too_many_rows", self.title, number, limit=MOST_ROWS)
            yield Row(self.title, number, self.same | found, letters, self.side)
        if not self.columns:
            raise Unreadable("no_header", self.title)

    def begins(self, number: int, cells: list[Any]) -> bool:
        """Whether this row names the columns; what is damaged below it is reported."""
        self.heads = [plain(cell) if isinstance(cell, str) else "" for cell in cells]
        self.columns = header(self.title, number, self.heads, self.mapping, self.same)
        if self.columns:
            for one in self.damage:
                if one.rows[1] > number and self.is_in_the_way(one):
                    self.report(one.problem)
        return bool(self.columns)

    def is_in_the_way(self, damage: Damage) -> bool:
        """Above the lines and beside the columns that are read, anything may be merged; so may codes that are given
        once and left empty below.
        """
        first, last = damage.columns
        touched = {key for key, place in self.columns.items() if first <= place <= last}
        is_given_once = first == last and touched <= {*LEVELS, SIDE, WHOLE_CODE}
        return bool(touched) and not (self.fills_down and is_given_once and damage.problem.code == "merged_cells")

    def repeats_header(self, found: dict[str, Any]) -> bool:
        """The names of the columns stand in several rows, one a language, and again on each printed page."""
        first = found.get("part", found.get(WHOLE_CODE, found.get("chapter")))
        if not isinstance(first, str) or any(letter.isdigit() for letter in first):
            return False  # most rows: a code
        known = known_headings()
        names = {key: plain(cell) for key, cell in found.items() if isinstance(cell, str)}
        repeated = [
            key
            for key, name in names.items()
            if name and (known.get(name) == key or name == self.heads[self.columns[key]])
        ]
        return len(repeated) > len(self.columns) / 2


def header(title: str, number: int, heads: list[str], mapping: dict[str, str], same: dict[str, str]) -> dict[str, int]:
    """{key: place from 0} when this row names the columns; {} when it does not."""
    columns: dict[str, int] = {}
    twice = []
    for place, head in enumerate(heads):
        key = known_headings().get(head)
        if key is None or key in mapping or key in same:
            continue
        if columns.setdefault(key, place) != place:
            twice.append((key, place))
    columns |= mapped(heads, mapping, has_known=bool(columns))
    if not names_columns(columns, same):
        return {}
    for key, place in twice:
        raise Unreadable("column_twice", title, number, letters_of(place), column_key=key)
    insist_on(columns, same, title, number)
    return columns


def names_columns(columns: dict[str, int], same: dict[str, str]) -> bool:
    """Two codes, or as many as the file itself gives; where that is one, something else beside it."""
    if WHOLE_CODE in columns:
        return len(columns) > 1
    wanted = len([name for name in LEVELS if name not in same])
    return sum(name in columns for name in LEVELS) >= min(2, max(1, wanted)) and len(columns) > 1


def insist_on(columns: dict[str, int], same: dict[str, str], title: str, number: int) -> None:
    """All that is missing is told at once."""
    there = columns.keys() | same.keys()
    missing = [key for key in LEVELS if key not in there and WHOLE_CODE not in there]
    if SIDE not in there and not sides().get(plain(title)):
        missing.append(SIDE)
    if not any(key in there for key in LABELS):
        missing.append("label_fr")
    if len(missing) == 1:
        raise Unreadable("no_column", title, number, column_key=missing[0])
    if missing:
        raise Unreadable("no_columns", title, number, column_keys=missing)


def mapped(heads: list[str], mapping: dict[str, str], *, has_known: bool) -> dict[str, int]:
    """The columns that a mapping names by their heading, or by their letters once the row is known to be the one."""
    named = {key: heads.index(plain(where)) for key, where in mapping.items() if plain(where) in heads}
    letters = {key: where for key, where in mapping.items() if key not in named and LETTERS.fullmatch(where)}
    if named or has_known:
        named |= {key: column_index_from_string(where) - 1 for key, where in letters.items()}
    return named
