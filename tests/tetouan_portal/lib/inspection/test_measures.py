"""Each measure of a document of staff: what takes exactly as much passes, and with one less it is refused."""

import math
import zipfile
import zlib
from io import BytesIO

import pytest
from pikepdf import Array, Name, String

from tests.factories.documents import docx, xlsx
from tests.tetouan_portal.lib.hostile_files import declared_png
from tests.tetouan_portal.lib.hostile_pdfs import (
    action,
    annotation,
    at_page,
    blank_tree,
    many_pages,
    picture_of,
    written,
)
from tetouan_portal.lib.inspection import archives, formulas, nesting, parts, pdf, pdf_actions, streams
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.refused import Refused

WITH_A_PICTURE = docx({"word/media/image1.bmp": b"x" * 5_000})


def listed(content):
    return zipfile.ZipFile(BytesIO(content)).infolist()


def directory(content):
    return sum(46 + len(info.filename.encode()) for info in listed(content))


def packed(count):
    """A PDF with so many streams of 5,000 zeros each."""
    content = zlib.compress(bytes(5_000))
    stream = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(content), content)
    return written([b"<</Type/Catalog/Pages 2 0 R>>", *blank_tree(), *[stream] * count])


def packed_twice():
    content = zlib.compress(zlib.compress(bytes(5_000)))
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>" % len(content)
    return written([b"<</Type/Catalog/Pages 2 0 R>>", *blank_tree(), head + b"\nstream\n" + content + b"\nendstream"])


def one_after_another(number):
    last = {}
    for _step in range(number):
        last = {"Next": action("URI", URI=String("https://www.example.org"), **last)}
    return annotation(Subtype=Name.Link, A=last["Next"])()


DOCUMENTS = {  # module, name: a document, how much of it that is, the code of the refusal
    (archives, "MAX_ENTRIES"): (WITH_A_PICTURE, len(listed(WITH_A_PICTURE)), "bomb"),
    (archives, "MAX_DIRECTORY"): (WITH_A_PICTURE, directory(WITH_A_PICTURE), "bomb"),
    (archives, "MAX_PART"): (WITH_A_PICTURE, 5_000, "bomb"),
    (nesting, "MAX_DEPTH"): (docx(), len(["document", "body", "p", "r", "t"]), "bomb"),
    (parts, "MAX_PIXELS"): (docx({"word/media/image1.png": declared_png(90, 70)}), 90 * 70, "bomb"),
    (formulas, "LONGEST"): (xlsx(cells='<c r="A1"><f>SUM(A2:A3)</f><v>30</v></c>'), len("SUM(A2:A3)"), "bomb"),
    (streams, "MAX_STREAM"): (packed(1), 5_000, "bomb"),
    (streams, "MAX_ALL"): (packed(3), 15_000, "bomb"),
    (streams, "MAX_FILTERS"): (packed_twice(), 2, "bomb"),
    (streams, "MAX_DRAWN"): (picture_of(100, 50)(), 100 * 50 * 3, "bomb"),
    (pdf, "MAX_PAGES"): (many_pages(4), 5, "too_many_pages"),
    (pdf, "MAX_OBJECTS"): (packed(3), 6, "too_heavy"),
    (pdf_actions, "MAX_SIDE"): (at_page("/MediaBox", Array([0, 0, 100, 5_669]))(), 2, "too_large_page"),
    (pdf_actions, "MOST_STEPS"): (one_after_another(4), 5, "action"),
}


@pytest.mark.parametrize(("module", "name"), DOCUMENTS, ids=lambda part: getattr(part, "__name__", part))
def test_what_takes_as_much_as_it_may_passes_and_with_one_less_it_is_refused(monkeypatch, module, name):
    content, measure, code = DOCUMENTS[module, name]
    assert getattr(module, name) > measure
    monkeypatch.setattr(module, name, measure)
    examine(content)
    monkeypatch.setattr(module, name, measure - 1)
    with pytest.raises(Refused) as refusal:
        examine(content)
    assert refusal.value.code == code


@pytest.mark.parametrize(("size", "ratio", "passes"), [(5_000, 1, True), (4_999, 1, False), (4_999, math.inf, True)])
def test_what_is_packed_closely_is_small_or_refused(monkeypatch, size, ratio, passes):
    """A part of zeros unpacks to hundreds of times its length."""
    content = docx({"word/media/image1.bmp": bytes(5_000)})
    monkeypatch.setattr(archives, "SMALL_PART", size)
    monkeypatch.setattr(archives, "MAX_RATIO", ratio)
    if passes:
        examine(content)
    else:
        with pytest.raises(Refused) as refusal:
            examine(content)
        assert refusal.value.code == "bomb"


def test_how_closely_a_part_may_be_packed_is_counted_from_its_own_length(monkeypatch):
    content = docx({"word/media/image1.bmp": bytes(5_000)})
    closest = max(math.ceil(info.file_size / info.compress_size) for info in listed(content))
    monkeypatch.setattr(archives, "SMALL_PART", 0)
    monkeypatch.setattr(archives, "MAX_RATIO", closest)
    examine(content)
    monkeypatch.setattr(archives, "MAX_RATIO", closest - 1)
    with pytest.raises(Refused) as refusal:
        examine(content)
    assert refusal.value.code == "bomb"
