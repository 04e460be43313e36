"""The sheets of an XLSX file, inspected when it came in: row after row, and what the values do not show."""

import re
import weakref
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from typing import IO, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from budget_docs.lines.flaws import Problem, Unreadable
from budget_docs.lines.strict import as_usual

MOST_COLUMNS = 100
LONGEST_CELL = 40_000  # characters: more than any program keeps
WIDEST_ROW = 20_000  # cells: more than any program writes, and than a worker should hold at once
LAST_ROW = 1_048_576  # of any program; a file may claim more
MOST_TEXTS = 1_000_000  # the names of 200,000 lines in three languages, and some
SMALL_PART = 5_000_000  # bytes: not even a million empty texts
PIECE = 1 << 20
LONGEST_MATCH = 20_000
NAMESPACE = re.compile(rb"<(\w+:)?worksheet\b")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
NO_RESULT = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>]*><(?:\w+:)?f(?:/>|[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v ?/>|<(?:\w+:)?v></)"
)
HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row [^>]*\bhidden="(?:1|true)"')
# whatever a damaged or hostile part makes the library raise; a fault of ours is found by the tests of good files
BROKEN = (
    *(BadZipFile, zlib.error, OSError, EOFError, SyntaxError),  # SyntaxError: of XML
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
)

MOST_DAMAGE = 10_000  # of one sheet: more nobody mends by hand

Table = Iterator[tuple[int, list[Any]]]


class Damage(NamedTuple):
    """What the values do not show, and the cells it is about: rows from 1, places of columns from 0."""

    problem: Problem
    rows: tuple[int, int]
    columns: tuple[int, int]


class Workbook:
    def __init__(self, file: IO[bytes]) -> None:
        """Raises Unreadable."""
        try:
            insist_on_few_texts(file)
            self.file = as_usual(file)
            if self.file is not file:
                weakref.finalize(self, self.file.close)
            self.book = load_workbook(self.file, read_only=True, data_only=True)
        except BROKEN as error:
            raise Unreadable("unreadable") from error

    def tables(self, notices: list[Problem]) -> Iterator[tuple[str, Table]]:
        """(title, (row's number, cells)) of the sheets that are shown; of the others a notice."""
        for sheet in self.book.worksheets:
            if sheet.sheet_state == "visible":
                # what the file says of its own size may be wrong, and is as large as it likes
                sheet.reset_dimensions()
                yield sheet.title, guard_rows(sheet.title, sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
            else:
                notices.append(Problem("hidden_sheet", sheet.title))

    def damage(self, notices: list[Problem]) -> dict[str, list[Damage]]:
        """{title of a sheet: its merged cells, and its formulas without a result}. Raises Unreadable."""
        found = {}
        with ZipFile(self.file) as package:
            for sheet in self.book.worksheets:
                if sheet.sheet_state == "visible":
                    with package.open(sheet._worksheet_path) as part:
                        damage = damage_of_a_sheet(sheet.title, part, notices)
                        found[sheet.title] = list(islice(damage, MOST_DAMAGE))
                        for _more in damage:  # the rest of the sheet may be too wide
                            pass
        return found


def insist_on_few_texts(file: IO[bytes]) -> None:
    """The library takes all texts of a workbook into memory, whether a cell holds them or not. Raises Unreadable."""
    with ZipFile(file) as package:
        for part in package.infolist():
            if part.file_size < SMALL_PART or part.filename.startswith("xl/worksheets/"):
                continue
            count = 0
            with package.open(part) as content:
                while piece := content.read(PIECE):
                    count += piece.count(b"<si") + piece.count(b":si")
                    if count > MOST_TEXTS:
                        raise Unreadable("unreadable")


def guard_rows(title: str, found: Iterator[tuple[Any, ...]]) -> Table:
    number = 0
    try:
        for number, cells in enumerate(found, 1):
            if number > LAST_ROW:
                raise Unreadable("too_many_rows", title, number, limit=LAST_ROW)
            yield number, list(cells)
    except BROKEN as error:
        raise Unreadable("unreadable", title, number + 1) from error


def damage_of_a_sheet(title: str, part: IO[bytes], notices: list[Problem]) -> Iterator[Damage]:
    before = b""
    hidden = 0
    too_wide: Callable[[bytes], bool] | None = None
    while piece := part.read(PIECE):
        too_wide = too_wide or width_watch(piece)
        if too_wide(piece):
            raise Unreadable("too_many_columns", title, limit=MOST_COLUMNS)
        text = before + piece
        for match in new_matches(MERGED, text, len(before)):
            yield merge_of(title, *(group.decode() for group in match.groups()))
        for match in new_matches(NO_RESULT, text, len(before)):
            letters, number, place = match[1].decode(), int(match[2]), place_of(match[1].decode())
            problem = Problem("formula_without_value", title, number, letters)
            yield Damage(problem, (number, number), (place, place))
        hidden += sum(1 for _row in new_matches(HIDDEN_ROW, text, len(before)))
        before = text[-LONGEST_MATCH:]
    if hidden:
        notices.append(Problem("hidden_rows", title, params={"count": hidden}))


def merge_of(title: str, letters: str, number: str, last_letters: str, last_number: str) -> Damage:
    area = f"{letters}{number}:{last_letters}{last_number}"
    problem = Problem("merged_cells", title, int(number), letters, {"range": area})
    return Damage(problem, (int(number), int(last_number)), (place_of(letters), place_of(last_letters)))


def merged_ends(damage: list[Damage], number: int) -> dict[int, int]:
    """{place of each merged cell of a row: the last place that it covers}."""
    merged = (one for one in damage if one.problem.code == "merged_cells" and one.rows[0] <= number <= one.rows[1])
    return {one.columns[0]: one.columns[1] for one in merged}


def new_matches(pattern: re.Pattern[bytes], text: bytes, seen: int) -> Iterator[re.Match[bytes]]:
    """Those that do not end within the part of the text that was looked at before."""
    return (match for match in pattern.finditer(text) if match.end() > seen)


def width_watch(start: bytes) -> Callable[[bytes], bool]:
    """A function of each piece in turn: whether a row has more cells than a worker should hold."""
    found = NAMESPACE.search(start)
    prefix = (found[1] if found else None) or b""
    row, cell = b"<" + prefix + b"row", b"<" + prefix + b"c"
    open_cells = 0

    def too_wide(piece: bytes) -> bool:
        nonlocal open_cells
        first, *others = piece.split(row)
        open_cells += first.count(cell)
        widest = max(open_cells, *(one.count(cell) for one in others)) if others else open_cells
        open_cells = others[-1].count(cell) if others else open_cells
        return widest > WIDEST_ROW

    return too_wide


def letters_of(place: int) -> str:
    """Of the column at a place from 0."""
    return get_column_letter(place + 1)


def place_of(letters: str) -> int:
    """From 0; beyond the last of any program for letters that name none."""
    return column_index_from_string(letters) - 1 if len(letters) <= 3 else LAST_ROW
