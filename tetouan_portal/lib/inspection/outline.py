"""How many pieces a picture is made of, counted before anything is drawn: a small file of very many costs minutes."""

import re
import struct

from tetouan_portal.lib.inspection.refused import Refused

MAX_SCANS = 100  # of a JPEG: each is a walk over all its pixels; programs that save space make about ten
MAX_DRAWN = 600  # million pixels, all scans together
MAX_SEGMENTS = 2_000  # before, between and behind them: notes, colour profiles, a small preview
MAX_CHUNKS = 20_000  # of a PNG: 8 KB each, as many programs write them, make more than a photo may have
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)  # in drawn data 0xFF is followed by 0 or a restart
PNG = b"\x89PNG\r\n\x1a\n"
SCAN, END, LONE = 0xDA, 0xD9, 0x01
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # segments that begin with the size of the picture


def insist_on_few_pieces(content: bytes) -> None:
    """Raises Refused (`too_heavy`). What is not well made is found out by who draws it."""
    if content.startswith(b"\xff\xd8"):
        count_segments(content)
    elif content.startswith(PNG):
        count_chunks(content)


def count_segments(content: bytes) -> None:
    """A preview has scans of its own, inside a segment that is stepped over, as its reader does."""
    segments, scans, pixels, position = 0, 0, 0, 2
    while found := MARKER.search(content, position):
        segments += 1
        kind, position = found[1][0], found.end()
        if kind == END:
            return  # telephones put a second picture behind, which nobody draws
        if kind == LONE or len(content) < position + 2:
            continue
        if kind in SIZES and len(content) >= position + 7:
            height, width = struct.unpack_from(">HH", content, position + 3)
            pixels = max(pixels, height * width)
        scans += kind == SCAN
        if segments > MAX_SEGMENTS or scans > MAX_SCANS or (scans > 1 and scans * pixels > MAX_DRAWN * 1_000_000):
            raise Refused("too_heavy")
        position += struct.unpack_from(">H", content, position)[0]


def count_chunks(content: bytes) -> None:
    chunks, position = 0, len(PNG)
    while len(content) >= position + 8:
        chunks += 1
        if chunks > MAX_CHUNKS:
            raise Refused("too_heavy")
        position += 12 + struct.unpack_from(">I", content, position)[0]
