"""Pictures of very many pieces: small files that take long to draw."""

import struct
import zlib

import pytest

from tests.factories.pictures import picture
from tetouan_portal.lib.inspection import outline
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.refused import Refused


def scanned(times, size=(40, 20)):
    """A JPEG whose last scan comes again and again."""
    whole = picture("JPEG", size=size, progressive=True)
    start, end = whole.rfind(b"\xff\xda"), whole.rfind(b"\xff\xd9")
    return whole[:start] + whole[start:end] * times + whole[end:]


def with_segments(number, segment=b"\xff\xfe\0\x02"):
    return b"\xff\xd8" + segment * number + picture("JPEG")[2:]


def chunk(kind, content=b""):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunks(number, kind=b"teSt", content=b""):
    whole = picture("PNG")
    return whole[:33] + chunk(kind, content) * number + whole[33:]


TOO_MANY = {
    "scans": lambda: scanned(200),
    "scans of a large picture": lambda: scanned(60, size=(4000, 3000)),
    "empty notes": lambda: with_segments(3000),
    "pieces of EXIF": lambda: with_segments(3000, b"\xff\xe1\0\x0aExif\0\0AB"),
    "segments behind fill bytes": lambda: with_segments(3000, b"\xff\xff\xff\xfe\0\x02"),
    "chunks": lambda: with_chunks(30_000),
    "notes of a PNG": lambda: with_chunks(30_000, b"tEXt", b"a\0b"),
}
FEW_ENOUGH = {
    "a progressive photo": lambda: picture("JPEG", size=(4000, 3000), progressive=True),
    "forty scans of a small picture": lambda: scanned(40),
    "a colour profile in pieces": lambda: with_segments(255),
    "chunks": lambda: with_chunks(1000),
    "scans inside a note": lambda: with_segments(1, b"\xff\xe1\x02\x02" + b"\xff\xda\0\x02" * 128),
}


@pytest.mark.parametrize("make", TOO_MANY.values(), ids=TOO_MANY)
def test_a_picture_of_too_many_pieces_is_refused_before_it_is_drawn(make):
    with pytest.raises(Refused) as refusal:
        examine(make())
    assert refusal.value.code == "too_heavy"


@pytest.mark.parametrize("make", FEW_ENOUGH.values(), ids=FEW_ENOUGH)
def test_honest_pictures_are_far_from_it(make):
    assert examine(make()).content


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_breaks_off_anywhere_ends_the_count(kind):
    whole = picture(kind)
    for length in range(len(whole)):
        outline.insist_on_few_pieces(whole[:length])


def test_the_second_picture_of_a_telephone_is_not_counted():
    outline.insist_on_few_pieces(picture("JPEG") + scanned(200))


def test_how_a_picture_was_held_is_not_looked_for_in_a_library_of_notes():
    entries = b"".join(struct.pack("<HHII", one, 7, 8, 8) for one in range(6000))
    notes = b"II*\0\x08\0\0\0" + struct.pack("<H", 6001)
    notes += struct.pack("<HHII", 0x0112, 3, 1, 6) + entries + b"\0\0\0\0"
    assert examine(with_chunks(1, b"eXIf", notes)).size == (40, 20)  # six would be upright: 20 × 40
    few = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0x0112, 3, 1, 6) + b"\0\0\0\0"
    assert examine(with_chunks(1, b"eXIf", few)).size == (20, 40)
