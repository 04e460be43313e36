"""Hidden rows and columns of a sheet, told from its tags alone: a sheet may have two million cells."""

import re
from itertools import pairwise

from tetouan_portal.lib.inspection.hiding.tally import Tally

MARKS = (b"hidden", b'ht="0', b"ht='0", b'width="0', b"width='0")
PREFIX = re.compile(rb"<([\w.-]+:)?sheetData\b")
ATTRIBUTES = rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>"
FILLED = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?!0[\"']|false|off)")
NO_HEIGHT, NO_WIDTH = (re.compile(rb"\b%s\s*=\s*[\"']0*\.?0*[\"']" % size) for size in (b"ht", b"width"))
COLUMN = re.compile(r"[A-Z]+", re.IGNORECASE)


def count(content: bytes | bytearray, tally: Tally, sheet: str) -> None:
    """Only those that hold something: templates fold away what is empty."""
    prefix = PREFIX.search(content)
    if not prefix or not any(mark in content for mark in MARKS):
        return
    name = b"<" + (prefix[1] or b"")
    rows = hidden_rows(content, name)
    if rows:
        tally.add("rows", rows, place=sheet)
    columns = hidden_columns(content, name)
    if columns:
        tally.add("columns", columns, place=sheet)


def tag(name: bytes, local: bytes) -> re.Pattern[bytes]:
    return re.compile(re.escape(name + local) + rb"(?=[\s/>])" + ATTRIBUTES)


def hidden_rows(content: bytes | bytearray, name: bytes) -> int:
    found = 0
    starts = [(row.start(), row.end(), is_hidden(row[1], NO_HEIGHT)) for row in tag(name, b"row").finditer(content)]
    for (_start, end, hidden), (following, *_rest) in pairwise([*starts, (len(content), 0, False)]):
        found += bool(hidden and FILLED.search(content, end, following))
    return found


def hidden_columns(content: bytes | bytearray, name: bytes) -> int:
    ranges = [limits(column[1]) for column in tag(name, b"col").finditer(content) if is_hidden(column[1], NO_WIDTH)]
    if not ranges:
        return 0
    cells = re.compile(re.escape(name) + rb"c\s(?:[^>]*?\s)?r=[\"']([A-Z]+)\d*[\"'][^>]*(?<!/)>", re.IGNORECASE)
    filled = {letters.upper() for letters in cells.findall(content)}
    places = [column_of(letters.decode()) for letters in filled]
    return sum(any(first <= place <= last for first, last in ranges) for place in places)


def is_hidden(attributes: bytes, no_size: re.Pattern[bytes]) -> bool:
    return bool(HIDDEN.search(attributes) or no_size.search(attributes))


def limits(attributes: bytes) -> tuple[int, int]:
    found = dict(re.findall(rb"\b(min|max)\s*=\s*[\"'](\d+)[\"']", attributes))
    return int(found.get(b"min", b"0")), int(found.get(b"max", b"0"))


def column_of(reference: str) -> int:
    """Of AB12: 28; 0 where there is none."""
    letters, found = COLUMN.match(reference), 0
    for letter in letters[0].upper() if letters else "":
        found = found * 26 + ord(letter) - 64
    return found
