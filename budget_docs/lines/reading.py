"""Rows of a file of lines, one after the other: XLSX as an inspected upload, or CSV. Memory does not grow with it."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from budget_docs.lines.columns import LABELS, SIDE, TEMPLATE_SHEETS, known_headings, plain, sides
from budget_docs.lines.problems import Problem, Unreadable

MOST_ROWS, MOST_COLUMNS = 200_000, 100
HEADER_WITHIN = 30  # rows
NEEDED = ("part", "section", "chapter", "article", "paragraph", "line")
ARABIC, BOTH_SCRIPTS = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]")
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
NO_RESULT = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:</c>|<v/>|<v></v>)')
LETTERS = re.compile(r"[A-Z]{1,2}")
PIECE = 1 << 20
csv.field_size_limit(2**31 - 1)  # a name that is too long is told as such, with its place
LONGEST_MATCH = 20_000
EMPTY = (None, "")


class Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, Any]  # {key of a column: what the cell holds}
    columns: dict[str, str]  # {key of a column: its letters}
    side: str  # that of the sheet, or ""


def rows(file: IO[bytes], mapping: dict[str, str] | None, notices: list[Problem]) -> Iterator[Row | Problem]:
    """Every row below the headings that is not empty, and what is damaged.

    Raises Unreadable; adds what is to be known to `notices`.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith(b"PK"):
        yield from xlsx_rows(file, mapping, notices)
    else:
        yield from rows_of_a_sheet("CSV", csv_table(file.read(), notices), mapping)


def xlsx_rows(file: IO[bytes], mapping: dict[str, str] | None, notices: list[Problem]) -> Iterator[Row | Problem]:
    book = opened(file)
    yield from damage(file, book)
    found_any = False
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notices.append(Problem("hidden_sheet", sheet.title))
            continue
        # what the file says of its own size may be wrong, and is as large as it likes
        sheet.reset_dimensions()
        table = ((number, list(cells)) for number, cells in enumerate(sheet.iter_rows(values_only=True), 1))
        try:
            yield from rows_of_a_sheet(sheet.title, table, mapping)
        except Unreadable as error:
            if error.problem.code != "no_header":
                raise
            if sheet.title != TEMPLATE_SHEETS["columns"]:
                notices.append(Problem("sheet_left_out", sheet.title))
        else:
            found_any = True
    if not found_any:
        raise Unreadable("no_header")


def opened(file: IO[bytes]) -> Workbook:
    file.seek(0)
    try:
        return load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable("unreadable") from error


def damage(file: IO[bytes], book: Workbook) -> Iterator[Problem]:
    """What the reading of values cannot see: merged cells, and formulas without a result."""
    paths = {sheet.title: sheet._worksheet_path for sheet in book.worksheets if sheet.sheet_state == "visible"}
    with ZipFile(file) as package:
        for title, path in paths.items():
            with package.open(path) as part:
                yield from damage_of_a_sheet(title, part)


def damage_of_a_sheet(title: str, part: IO[bytes]) -> Iterator[Problem]:
    before = b""
    while piece := part.read(PIECE):
        text = before + piece
        keep = max(len(text) - LONGEST_MATCH, 0)
        for match in MERGED.finditer(text):
            if match.end() > len(before) or not before:
                area = match[1].decode()
                letters, number = re.fullmatch(r"([A-Z]+)(\d+):.*", area).groups()
                yield Problem("merged_cells", title, int(number), letters, {"range": area})
        for match in NO_RESULT.finditer(text):
            if match.end() > len(before) or not before:
                yield Problem("formula_without_value", title, int(match[2]), match[1].decode())
        before = text[keep:]


def csv_table(content: bytes, notices: list[Problem]) -> Iterator[tuple[int, list[Any]]]:
    text = decoded(content, notices)
    if "\x00" in text:
        raise Unreadable("encoding")
    sample = text[:20_000]
    delimiter = max((";", "\t", ",", "|"), key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise Unreadable("unreadable", "CSV", reader.line_num) from error


def decoded(content: bytes, notices: list[Problem]) -> str:
    unicode = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    with suppress(UnicodeDecodeError):
        return content.decode(unicode)
    arabic = content.decode("cp1256", "replace")
    # French accents read as Arabic stand within Latin words
    best = "cp1252" if BOTH_SCRIPTS.search(arabic) or not ARABIC.search(arabic) else "cp1256"
    try:
        text = content.decode(best)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    notices.append(Problem("guessed_encoding", params={"encoding": best.replace("cp", "Windows-")}))
    return text


def rows_of_a_sheet(
    title: str, table: Iterator[tuple[int, list[Any]]], mapping: dict[str, str] | None
) -> Iterator[Row]:
    columns: dict[str, int] = {}
    in_header = True
    side = sides().get(plain(title), "")
    for number, cells in table:
        if number > MOST_ROWS:
            raise Unreadable("too_many_rows", title, number, limit=MOST_ROWS)
        if len(cells) > MOST_COLUMNS and any(cell not in (None, "") for cell in cells[MOST_COLUMNS:]):
            raise Unreadable("too_many_columns", title, number, limit=MOST_COLUMNS)
        if not columns:
            columns = header(title, number, cells, mapping)
            letters = {key: get_column_letter(place + 1) for key, place in columns.items()}
            if not columns and number >= HEADER_WITHIN:
                break
            continue
        found = {key: cells[place] for key, place in columns.items() if place < len(cells)}
        if not any(cell not in EMPTY for cell in found.values()):
            continue
        # the names of the columns may stand in several rows, one a language
        if in_header and (in_header := repeats_header(cells, columns)):
            continue
        yield Row(title, number, found, letters, side)
    if not columns:
        raise Unreadable("no_header", title)


def header(title: str, number: int, cells: list[Any], mapping: dict[str, str] | None) -> dict[str, int]:
    """{key: place from 0} when this row names the columns; {} when it does not."""
    heads = [plain(cell) if isinstance(cell, str) else "" for cell in cells]
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
        raise Unreadable("column_twice", title, number, get_column_letter(place + 1), column_key=key)
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


def repeats_header(cells: list[Any], columns: dict[str, int]) -> bool:
    found = [
        key
        for key, place in columns.items()
        if place < len(cells) and isinstance(cells[place], str) and known_headings().get(plain(cells[place])) == key
    ]
    return len(found) > len(columns) / 2
