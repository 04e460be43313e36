"""Workbooks saved as ISO/IEC 29500 Strict: the same sheets under other names, which the library does not know."""

import re
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from budget_docs.lines.flaws import Unreadable
from tetouan_portal.lib.inspection.archives import MAX_UNPACKED

STRICT = b"http://purl.oclc.org/ooxml/"
TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
NAMED = re.compile(rb"""(\s(?:xmlns(?::[\w.-]+)?|Type)\s*=\s*["'])""" + re.escape(STRICT) + rb"(\w+)/")
USUAL = rb"\1http://schemas.openxmlformats.org/\2/2006/"
PIECE = 1 << 20
LONGEST_TAG = 1 << 16


def as_usual(file: IO[bytes]) -> IO[bytes]:
    """The file itself; of a strict one a copy under the usual names. Raises Unreadable."""
    with ZipFile(file) as package:
        relations = [part for part in package.infolist() if part.filename.endswith(".rels")]
        if not any(STRICT in package.read(part) for part in relations):
            return file
        copy = TemporaryFile()  # noqa: SIM115 -- its reader closes it
        try:
            copy_renamed(package, copy)
        except BaseException:
            copy.close()
            raise
    copy.seek(0)
    return copy


def copy_renamed(package: ZipFile, copy: IO[bytes]) -> None:
    room = MAX_UNPACKED
    with ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as new_package:
        for part in package.infolist():
            with package.open(part) as old, new_package.open(part.filename, "w", force_zip64=True) as new:
                for piece in in_usual_names(old) if part.filename.endswith((".xml", ".rels")) else pieces(old):
                    room -= len(piece)
                    if room < 0:  # inspected when it came in; the new names are longer
                        raise Unreadable("unreadable")
                    new.write(piece)


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(PIECE):
        yield piece


def in_usual_names(part: IO[bytes]) -> Iterator[bytes]:
    """Only what declares names: a text that speaks of them stays as it is."""
    rest = b""
    for piece in pieces(part):
        text = rest + piece
        cut = max(text.rfind(b"<"), len(text) - LONGEST_TAG, 0)
        yield rename_namespaces(text[:cut])
        rest = text[cut:]
    yield rename_namespaces(rest)


def rename_namespaces(text: bytes) -> bytes:
    return TAG.sub(lambda tag: NAMED.sub(USUAL, tag[0]), text) if STRICT in text else text
