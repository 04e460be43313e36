"""The sheets of a LibreOffice file (.ods), inspected when it came in: row after row, as its readers see them."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from budget_docs.lines.flaws import Problem, Unreadable
from budget_docs.lines.workbooks import BROKEN, LAST_ROW, MOST_COLUMNS, Table

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"
SHEET, ROW, CELL, COVERED = (
    NAMES % ("table", one) for one in ("table", "table-row", "table-cell", "covered-table-cell")
)
NAME, STYLE = NAMES % ("table", "name"), NAMES % ("table", "style-name")
ROWS, COLUMNS = NAMES % ("table", "number-rows-repeated"), NAMES % ("table", "number-columns-repeated")
KIND, VALUE, DAY = (NAMES % ("office", one) for one in ("value-type", "value", "date-value"))
SPANNED = NAMES % ("table", "number-columns-spanned")
REMARK, PARAGRAPH = NAMES % ("office", "annotation"), NAMES % ("text", "p")
SPACE, TAB, BREAK = (NAMES % ("text", one) for one in ("s", "tab", "line-break"))
STYLES, TABLE_PROPERTIES = NAMES % ("style", "style"), NAMES % ("style", "table-properties")
STYLE_NAME, DISPLAY = NAMES % ("style", "name"), NAMES % ("table", "display")
FIRST_ROWS = 60  # within which headings stand
NUMBERS = {"float", "currency", "percentage"}


def is_one(file: IO[bytes]) -> bool:
    try:
        with ZipFile(file) as package:
            return "mimetype" in package.namelist() and package.read("mimetype").strip().startswith(MIME)
    except BROKEN:
        return False


def tables(
    file: IO[bytes], notices: list[Problem], spans: dict[str, dict[int, dict[int, int]]]
) -> Iterator[tuple[str, Table]]:
    """(title, (row's number, cells)) of the sheets that are shown; of the others a notice. Raises Unreadable.

    `spans` is filled with {title: {row's number: {place of a cell over several: the last of them}}} of first rows.
    Each table is read to its end before the next begins: the file goes by once.
    """
    with ZipFile(file) as package, package.open("content.xml") as content:
        events = guard(content)
        hidden: set[str] = set()
        for event, element in events:
            if event == "end" and element.tag == STYLES:
                note_hidden(element, hidden)
            elif event == "start" and element.tag == SHEET:
                title = element.get(NAME, "")
                rows = rows_of(title, element, events, spans.setdefault(title, {}))
                if element.get(STYLE) in hidden:
                    notices.append(Problem("hidden_sheet", title))
                else:
                    yield title, rows
                for _row in rows:
                    pass


def guard(content: IO[bytes]) -> Iterator[tuple[str, Element]]:
    try:
        yield from iterparse(content, events=("start", "end"))  # noqa: S314 -- inspected: no entities
    except (ParseError, *BROKEN) as error:
        raise Unreadable("unreadable") from error


def note_hidden(style: Element, hidden: set[str]) -> None:
    if any(one.get(DISPLAY) == "false" for one in style.iter(TABLE_PROPERTIES)):
        hidden.add(style.get(STYLE_NAME, ""))


def rows_of(
    title: str, sheet: Element, events: Iterator[tuple[str, Element]], spans: dict[int, dict[int, int]]
) -> Table:
    number = 0
    for event, element in events:
        if event == "end" and element is sheet:
            return
        if event != "end" or element.tag != ROW:
            continue
        cells = list(cells_of(element))
        repeated = times(element.get(ROWS))
        if number < FIRST_ROWS:
            spans[number + 1] = dict(spans_of(element))
        element.clear()
        sheet.clear()
        if number + (repeated if cells else 0) > LAST_ROW:
            raise Unreadable("too_many_rows", title, number, limit=LAST_ROW)
        for place in range(repeated if cells else 0):
            yield number + place + 1, list(cells)
        number += repeated


def times(said: str | None) -> int:
    return min(int(said), LAST_ROW + 1) if said and said.isdecimal() else 1


def cells_of(row: Element) -> Iterator[Any]:
    """Without the empty ones at the end: programs repeat those to the edge of the sheet."""
    waiting = place = 0
    for cell in row:
        if cell.tag not in {CELL, COVERED}:
            continue
        value, repeated = value_of(cell), times(cell.get(COLUMNS))
        if value in (None, ""):
            waiting += repeated
            continue
        if place + waiting > MOST_COLUMNS:
            return
        yield from [None] * waiting
        repeated = min(repeated, MOST_COLUMNS + 1)
        yield from [value] * repeated
        place, waiting = place + waiting + repeated, 0


def spans_of(row: Element) -> Iterator[tuple[int, int]]:
    place = 0
    for cell in row:
        if cell.tag in {CELL, COVERED}:
            if (width := times(cell.get(SPANNED))) > 1:
                yield place, place + width - 1
            place += times(cell.get(COLUMNS))


def value_of(cell: Element) -> Any:
    if cell.get(KIND) in NUMBERS:
        try:
            return float(Decimal(cell.get(VALUE, "")))
        except (InvalidOperation, OverflowError):
            return cell.get(VALUE, "")
    paragraphs = (words_of(one) for one in cell if one.tag == PARAGRAPH)
    return "\n".join(paragraphs)


def words_of(element: Element) -> str:
    """The text in the order in which it is read, whatever pieces it was formatted in."""
    said = {SPACE: " ", TAB: " ", BREAK: "\n"}.get(element.tag, "") + (element.text or "")
    for child in element:
        if child.tag != REMARK:
            said += words_of(child)
        said += child.tail or ""
    return said
