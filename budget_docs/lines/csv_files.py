"""Tables as text: the encodings and marks of those who save them. Read in pieces, so that memory does not grow."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import IO

from budget_docs.lines.columns import known_headings, plain
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.workbooks import Table

NAME = "CSV"  # in the place of a sheet's
DELIMITERS = (";", "\t", ",", "|")
PIECE = 1 << 20
FIRST_LINES = 30
BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
WORD = re.compile(r"[\u0621-\u064a]{2}")
BOTH_SCRIPTS = re.compile(r"[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]")
csv.field_size_limit(2**31 - 1)  # a name that is too long is told as such, with its place


def table(file: IO[bytes], notices: list[Problem]) -> Table:
    """(row's number, cells). Raises Unreadable."""
    encoding = encoding_of(file, notices)
    delimiter = delimiter_of(list(islice(lines_of(file, encoding), FIRST_LINES)))
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines_of(file, encoding), delimiter=delimiter), 1):
            yield number, cells
    except csv.Error as error:
        raise Unreadable("unreadable", NAME, number + 1) from error


def lines_of(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Each with one line feed at its end, whatever was there."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    rest = ""
    for piece in pieces(file):
        *whole, rest = (rest + decoder.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
    yield rest + decoder.decode(b"", final=True)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def encoding_of(file: IO[bytes], notices: list[Problem]) -> str:
    """Found by reading all of it. Raises Unreadable with the row that no encoding explains."""
    file.seek(0)
    start = file.read(4)
    unmarked = {(True, False): "utf-16-le", (False, True): "utf-16-be"}
    wide = unmarked.get((start[1::2] == b"\0\0", start[::2] == b"\0\0"))
    if wide := BYTE_ORDER.get(start[:2]) or wide:
        insist_on(file, wide)
        return wide
    insist_on(file, "latin-1")  # no zeros
    if not first_undecodable(file, "utf-8-sig"):
        return "utf-8-sig"
    found = "cp1256" if is_arabic(file) else "cp1252"
    insist_on(file, found)
    notices.append(Problem("guessed_encoding", params={"encoding": found.replace("cp", "Windows-")}))
    return found


def insist_on(file: IO[bytes], encoding: str) -> None:
    if row := first_undecodable(file, encoding):
        raise Unreadable("encoding", NAME, row)


def first_undecodable(file: IO[bytes], encoding: str) -> int:
    """The row, from 1, of the first bytes that are no letters, or of a zero; 0 when there are none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    row = 1
    for piece in with_end(pieces(file)):
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return row + error.object[: error.start].count(b"\n")
        if "\0" in text:
            return row + text[: text.index("\0")].count("\n")
        row += text.count("\n")
    return 0


def with_end(found: Iterator[bytes]) -> Iterator[bytes]:
    yield from found
    yield b""


def is_arabic(file: IO[bytes]) -> bool:
    """Of one byte a letter: Arabic ones stand together; French accents read as Arabic stand in Latin words."""
    words = mixed = 0
    for piece in pieces(file):
        text = piece.decode("cp1256", "replace")
        words += len(WORD.findall(text))
        mixed += len(BOTH_SCRIPTS.findall(text))
    return words > mixed


def delimiter_of(lines: list[str]) -> str:
    """The one that separates names of columns; else the most frequent."""

    def headings(delimiter: str) -> int:
        known = known_headings()
        return max((sum(plain(cell) in known for cell in line.split(delimiter)) for line in lines), default=0)

    best = max(DELIMITERS, key=headings)
    return best if headings(best) > 1 else max(DELIMITERS, key="".join(lines).count)
