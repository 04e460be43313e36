"""ZIP archives read strictly: what two programs could read differently is refused."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise

from tetouan_portal.lib.inspection.limits import MAX_RATIO, SMALL_PART
from tetouan_portal.lib.inspection.refused import Refused

END = struct.Struct("<4s4H2LH")  # end of central directory: APPNOTE.TXT 4.3.16
MAX_ENTRIES = 5_000
MAX_DIRECTORY = 1_000_000  # bytes
MAX_PART = 150_000_000  # bytes: a sheet with two million cells
MAX_UNPACKED = 300_000_000  # bytes: what grows beyond this would stop its reader's machine
MAX_ELEMENTS = 5_000_000  # of all parts together: two million cells with a value each, and their rows
MARKUP = (".xml", ".rels")
CHUNK = 1 << 20
MISLEADING = re.compile(r"^/|\\|:|[\x00-\x1f\x7f]|(?:^|/)\.{1,2}(?:/|$)|//")
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error)


class Archive:
    """Named parts, each read once, all together within MAX_UNPACKED (also those of archives inside)."""

    def __init__(self, archive: zipfile.ZipFile, outer: "Archive | None" = None) -> None:
        self.archive = archive
        self.infos = {info.filename: info for info in archive.infolist()}
        self.outer = outer
        self.unpacked = 0
        self.elements = 0

    @property
    def names(self) -> list[str]:
        return list(self.infos)

    def spend(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > MAX_UNPACKED:
            raise Refused("bomb")
        if self.outer:
            self.outer.spend(size)

    def spend_elements(self, number: int) -> None:
        """Each costs its readers as much time, however little is in it."""
        self.elements += number
        if self.elements > MAX_ELEMENTS:
            raise Refused("too_heavy")
        if self.outer:
            self.outer.spend_elements(number)

    def again(self, name: str) -> bytearray:
        """A part that `read` has let pass: it is not spent twice. Raises Refused (`bomb`, `damaged`)."""
        return self.content_of(name, spend=False)

    def read(self, name: str) -> bytearray:
        """Raises Refused (`bomb`, `damaged`)."""
        return self.content_of(name, spend=True)

    def content_of(self, name: str, *, spend: bool) -> bytearray:
        content = bytearray()
        try:
            with self.archive.open(self.infos[name]) as part:
                while chunk := part.read(CHUNK):
                    if spend:
                        self.spend(len(chunk))
                    content += chunk
                    if len(content) > MAX_PART:
                        raise Refused("bomb")
        except BROKEN as error:
            raise Refused("damaged") from error
        if spend and name.lower().endswith(MARKUP):
            self.spend_elements(content.count(b"<") - content.count(b"</"))
        return content


@contextmanager
def open_archive(content: bytes | bytearray, outer: Archive | None = None) -> Iterator[Archive]:
    """Raises Refused (`damaged`, `disguised`, `encrypted`, `bomb`)."""
    check_end(content)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except BROKEN as error:
        raise Refused("damaged") from error
    with archive:
        infos = archive.infolist()
        check_entries(infos)
        found = Archive(archive, outer)
        if sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise Refused("bomb")
        yield found


def check_end(content: bytes | bytearray) -> None:
    """One archive from the first byte to the last: nothing hides before, behind or in a comment."""
    start = content.rfind(b"PK\5\6")
    if start < 0 or len(content) < start + END.size:
        raise Refused("damaged")
    _mark, disk, first_disk, _here, count, size, offset, comment = END.unpack_from(content, start)
    if disk or first_disk or count == 0xFFFF or offset == 0xFFFFFFFF:
        raise Refused("damaged")
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise Refused("bomb")
    if comment or start + END.size != len(content) or offset + size != start:
        raise Refused("disguised")


def check_entries(infos: list[zipfile.ZipInfo]) -> None:
    if not infos or min(info.header_offset for info in infos) != 0:
        raise Refused("disguised")
    if any(info.flag_bits & 0x1 for info in infos):
        raise Refused("encrypted")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise Refused("damaged")
    if any(info.file_size > max(SMALL_PART, MAX_RATIO * info.compress_size) for info in infos):
        raise Refused("bomb")
    # zipfile cuts names at a zero, and believes a second name in the extra field; others do not.
    if any(info.filename != info.orig_filename or MISLEADING.search(info.orig_filename) for info in infos):
        raise Refused("disguised")
    if len({info.filename.casefold().rstrip("/") for info in infos}) != len(infos):
        raise Refused("disguised")
    ends = sorted((info.header_offset, info.compress_size) for info in infos)
    if any(offset + 30 + size > after for (offset, size), (after, _size) in pairwise(ends)):
        raise Refused("bomb")  # parts that lie over each other
