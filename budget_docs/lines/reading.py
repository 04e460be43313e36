"""Rows of a file of lines, one after the other: XLSX or ODS as an inspected upload, or CSV.

Memory does not grow with it. Workbooks are read in a process of their own (`apart`).
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, Any, NamedTuple

from budget_docs.lines import apart, csv_files
from budget_docs.lines.columns import SIDE, TEMPLATE_SHEETS, WHOLE_CODE, known_headings, plain, sides
from budget_docs.lines.headings import Found, alone, found_in, insist_on, join_rows, names_columns
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.tables import Opened
from budget_docs.lines.workbooks import LONGEST_CELL, MOST_COLUMNS, Damage, Table, letters_of
from budget_docs.models.lines import LEVELS

MOST_ROWS = 200_000
HEADER_WITHIN = 30  # rows
CONSTANT = "="  # before what every row of a source's files is: =1, =dépenses

Numbered = tuple[int, list[Any]]


class Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, Any]  # {key of a column: what the cell holds}
    columns: dict[str, str]  # {key of a column: its letters}
    side: str  # that of the sheet, or ""


def rows(
    opened: Opened,
    mapping: dict[str, str] | None,
    notices: list[Problem],
    report: Callable[[Problem], None],
    *,
    fills_down: bool = False,
    heading_row: int | None = None,
) -> Iterator[Row]:
    """Every row below the headings that is not empty. Raises Unreadable.

    Adds to `notices` what is to be known, and reports what is wrong outside of the values in the columns that are read.
    """
    found_any = False
    for title, table in opened.tables:
        sheet = Sheet(title, mapping or {}, opened, report, notices, fills_down=fills_down, heading_row=heading_row)
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


def open_tables(file: IO[bytes], notices: list[Problem]) -> Opened:
    """Raises Unreadable."""
    file.seek(0)
    if file.read(2) != b"PK":
        return Opened([(csv_files.NAME, csv_files.table(file, notices))], {}, lambda _title: nowhere)
    return apart.open_apart(file, notices)


def nowhere(_number: int) -> dict[int, int]:
    return {}


class Sheet:
    """One table: where its columns are, and its rows below their names."""

    def __init__(
        self,
        title: str,
        mapping: dict[str, str],
        opened: Opened,
        report: Callable[[Problem], None],
        notices: list[Problem],
        *,
        fills_down: bool,
        heading_row: int | None = None,
    ) -> None:
        self.title, self.report, self.notices, self.fills_down = title, report, notices, fills_down
        self.damage, self.ends = opened.damage.get(title, []), opened.ends(title)
        self.same = {key: where[1:].strip() for key, where in mapping.items() if where.startswith(CONSTANT)}
        self.mapping = {key: where for key, where in mapping.items() if key not in self.same}
        self.side = sides().get(plain(title), "")
        self.heading_row = heading_row  # where it is not the first that names columns
        self.row = 0  # of the headings
        self.columns: dict[str, int] = {}
        self.names: list[tuple[str, ...]] = []

    def rows(self, table: Table) -> Iterator[Row]:
        count = 0
        rest = self.below_headings(self.no_wider(table))
        letters = {key: letters_of(place) for key, place in self.columns.items()}
        for number, cells in rest:
            self.no_longer(number, cells)
            found = {key: cells[place] for key, place in self.columns.items() if place < len(cells)}
            if all(cell is None or cell == "" for cell in found.values()) or self.repeats_header(found):
                continue
            count += 1
            if count > MOST_ROWS:
                raise Unreadable("too_many_rows", self.title, number, limit=MOST_ROWS)
            yield Row(self.title, number, self.same | found, letters, self.side)

    def no_wider(self, table: Table) -> Iterator[Numbered]:
        for number, cells in table:
            if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS] not in (None, ""):
                raise Unreadable("too_many_columns", self.title, number, limit=MOST_COLUMNS)
            yield number, cells

    def no_longer(self, number: int, cells: list[Any]) -> None:
        """Also where nobody reads it: in a CSV without its last mark of quotation, a cell is the rest of the lines."""
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise Unreadable("cell_too_long", self.title, number, letters_of(place), limit=LONGEST_CELL)

    def below_headings(self, table: Iterator[Numbered]) -> Iterator[Numbered]:
        """What is left of the table once its columns are known. Raises Unreadable."""
        row, before = next(table, None), None
        while row and row[0] <= (self.heading_row or HEADER_WITHIN):
            below = next(table, None)
            found = self.chosen(before, row) if self.heading_row else self.told(row, below)
            if found:
                self.begin(found)
                return chain([below] if below and below[0] > found.headings.row else [], table)
            row, before = below, row
        raise Unreadable("no_header", self.title)

    def told(self, row: Numbered, below: Numbered | None) -> Found | None:
        """The columns that this row names, or this and the next, which then name more than each alone."""
        one = found_in(alone(*row), self.mapping, self.same)
        if below and below[0] == row[0] + 1 and (pair := join_rows(below[0], row[1], below[1], self.ends(row[0]))):
            two = found_in(pair, self.mapping, self.same)
            lower = found_in(alone(*below), self.mapping, self.same)
            most = max(len(one.columns), len(lower.columns))
            if len(two.columns) > most and names_columns(two.columns, self.same):
                return two
        return one if names_columns(one.columns, self.same) else None

    def chosen(self, before: Numbered | None, row: Numbered) -> Found | None:
        """The columns below the row that the mapping says to be the one; letters need no name beside them."""
        if row[0] != self.heading_row:
            return None
        pair = join_rows(row[0], before[1], row[1], self.ends(before[0])) if before else None
        found = found_in(pair or alone(*row), self.mapping, self.same, is_the_row=True)
        return found if names_columns(found.columns, self.same) else None

    def begin(self, found: Found) -> None:
        """What is damaged below the headings is reported."""
        insist_on(found, self.same, self.title)
        self.row, self.columns, self.names = found.headings.row, found.columns, found.headings.names
        for key, where in self.mapping.items():
            if key in found.columns:
                continue
            params = {"column_key": key, "value": where}
            self.notices.append(Problem("mapped_nowhere", self.title, found.headings.row, params=params))
        for one in self.damage:
            if one.rows[1] > found.headings.row and self.is_in_the_way(one):
                self.report(one.problem)

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
        if first is None or first == "":
            return self.says_only_names(found)
        if not isinstance(first, str) or any(letter.isdigit() for letter in first):
            return False  # most rows: a code
        known = known_headings()
        names = {key: plain(cell) for key, cell in found.items() if isinstance(cell, str)}
        repeated = [
            key for key, name in names.items() if name and (known.get(name) == key or self.is_called(key, name))
        ]
        return len(repeated) > len(self.columns) / 2 or self.says_only_names(found)

    def says_only_names(self, found: dict[str, Any]) -> bool:
        """As each of two rows of names does, where one holds few of them."""
        said = {key: cell for key, cell in found.items() if cell not in (None, "")}
        return all(isinstance(cell, str) and self.is_called(key, plain(cell)) for key, cell in said.items())

    def is_called(self, key: str, name: str) -> bool:
        return name in self.names[self.columns[key]] if self.columns[key] < len(self.names) else False
