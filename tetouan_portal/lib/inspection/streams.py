"""How much the streams of a PDF unpack to, found out without keeping what they unpack to."""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from tetouan_portal.lib.inspection.refused import Refused

MAX_STREAM = 200_000_000  # bytes: a page scanned in colour at 600 points per inch takes 105 million
MAX_ALL = 1_500_000_000
MAX_DRAWN = 600_000_000  # bytes of one picture once drawn: a plan in A0, grey, at 600 points per inch
MAX_FILTERS = 3
CHUNK = 1 << 20
TEXTUAL = {"/ASCIIHexDecode": "hex", "/AHx": "hex", "/ASCII85Decode": "85", "/A85": "85"}
FLATE = {"/FlateDecode", "/Fl"}
CLEAR, END = 256, 257  # codes of LZW


class Budget:
    """What may still be unpacked of one document."""

    def __init__(self) -> None:
        self.left = MAX_ALL

    def spend(self, stream: Any) -> None:
        """Raises Refused (`bomb`)."""
        inside = stream.stream_dict
        check_drawing(inside)
        filters = names_of(inside.get("/Filter"))
        if len(filters) > MAX_FILTERS:
            raise Refused("bomb")
        if any(name in FLATE | {"/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"} for name in filters):
            self.left -= self.unpacked(stream.read_raw_bytes(), filters)
        if self.left < 0:
            raise Refused("bomb")

    def unpacked(self, raw: bytes, filters: list[str]) -> int:
        pieces: Iterable[bytes] = [raw]
        for position, name in enumerate(filters):
            if name in TEXTUAL:
                pieces = [from_text(b"".join(bound(pieces)), TEXTUAL[name])]
            elif name in FLATE:
                pieces = inflate(pieces)
            elif position + 1 < len(filters):
                raise Refused("bomb")  # nobody packs what these give once more
            elif name in {"/LZWDecode", "/LZW"}:
                return lzw_length(b"".join(bound(pieces)))
            elif name in {"/RunLengthDecode", "/RL"}:
                return sum(map(len, bound(pieces))) * 64  # at most: two bytes give 128
        return sum(map(len, bound(pieces)))


def names_of(filters: Any) -> list[str]:
    if filters is None:
        return []
    return [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]


def bound(pieces: Iterable[bytes]) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MAX_STREAM:
            raise Refused("bomb")
        yield piece


def inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What zlib gives until it fails: readers show that much."""
    inflate = zlib.decompressobj()
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not inflate.eof:
                yield inflate.decompress(waiting, CHUNK)
                waiting = inflate.unconsumed_tail
    except zlib.error:
        return


def from_text(content: bytes, kind: str) -> bytes:
    try:
        if kind == "hex":
            return bytes.fromhex("".join(content.decode("ascii", "ignore").partition(">")[0].split()))
        return base64.a85decode(content.partition(b"~")[0].strip(), ignorechars=b" \t\n\r\v\0")
    except (ValueError, binascii.Error):
        return b""


def lzw_length(content: bytes) -> int:
    """The length of what LZW codes of 9 to 12 bits stand for."""
    lengths, total, previous = first_lengths(), 0, 0
    bits = held = 0
    width = 9
    for byte in content:
        bits, held = (bits << 8 | byte) & 0xFFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = bits >> held & ((1 << width) - 1)
        if code == END:
            break
        if code == CLEAR:
            lengths, previous, width = first_lengths(), 0, 9
            continue
        if previous and len(lengths) < 4096:
            lengths.append(previous + 1)
        if code >= len(lengths):
            break
        previous = lengths[code]
        total += previous
        if total > MAX_STREAM:
            raise Refused("bomb")
        width = min(12, max(9, (len(lengths) + 1).bit_length()))
    return total


def first_lengths() -> list[int]:
    return [1] * 256 + [0, 0]


def check_drawing(inside: Any) -> None:
    """A picture says how large it is drawn."""
    if str(inside.get("/Subtype", "")) != "/Image":
        return
    try:
        width, height, bits = (int(inside.get(key, 1)) for key in ("/Width", "/Height", "/BitsPerComponent"))
    except (TypeError, ValueError) as error:
        raise Refused("damaged") from error
    colours = 1 if str(inside.get("/ColorSpace", "")) in {"/DeviceGray", "/G"} or bits == 1 else 3
    if width * height * bits * colours > MAX_DRAWN * 8:
        raise Refused("bomb")
