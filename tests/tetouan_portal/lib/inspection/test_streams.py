"""What streams unpack to is counted as readers would unpack them."""

import base64
import zlib

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Name

from tests.tetouan_portal.lib.hostile_pdfs import blank_tree, lzw_zeros, written
from tetouan_portal.lib.inspection import pdf
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.inspection.streams import MAX_STREAM, Budget, lzw_length


def spent(content, *filters, **entries):
    """How much of the budget a stream takes."""
    with pikepdf.new() as document:
        names = Array([Name(f"/{name}") for name in filters])
        budget = Budget()
        before = budget.left
        budget.spend(document.make_stream(content, Filter=names, **entries))
        return before - budget.left


@pytest.mark.parametrize("codes", [1, 200, 254, 255, 766, 1790, 3838])
def test_lzw_is_counted_as_a_reader_unpacks_it(codes):
    content = lzw_zeros(codes)
    with pikepdf.new() as document:
        unpacked = document.make_stream(content, Filter=Name.LZWDecode).read_bytes()
    assert lzw_length(content) == len(unpacked)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_any_bytes_as_lzw_are_counted_to_an_end(content):
    assert lzw_length(content) <= MAX_STREAM


def test_streams_are_counted_by_what_they_unpack_to():
    assert spent(zlib.compress(bytes(5000)), "FlateDecode") == 5000
    assert spent(zlib.compress(zlib.compress(bytes(5000))), "FlateDecode", "FlateDecode") == 5000
    assert spent(base64.a85encode(zlib.compress(bytes(5000))) + b"~>", "ASCII85Decode", "FlateDecode") == 5000
    assert spent(zlib.compress(bytes(5000)).hex().encode() + b">", "ASCIIHexDecode", "FlateDecode") == 5000
    assert spent(b"\xff\0", "RunLengthDecode") == 128


def test_a_stream_that_breaks_off_counts_for_what_readers_get_of_it():
    whole = zlib.compress(bytes(range(256)) * 400)
    assert 0 < spent(whole[: len(whole) // 2], "FlateDecode") < 102_400
    assert spent(b"nonsense", "FlateDecode") == 0
    assert spent(b"\xff\xff", "ASCII85Decode", "FlateDecode") == 0


def test_pictures_and_plain_streams_cost_nothing():
    assert spent(b"x" * 1000, "DCTDecode") == 0
    assert spent(b"x" * 1000) == 0


@pytest.mark.parametrize("filters", [["RunLengthDecode", "FlateDecode"], ["LZWDecode", "LZWDecode"]])
def test_what_nobody_packs_twice_is_refused(filters):
    with pytest.raises(Refused) as refusal:
        spent(b"x", *filters)
    assert refusal.value.code == "bomb"


@pytest.mark.parametrize(("width", "bits", "passes"), [(19_866, 8, True), (30_000, 8, False), (50_000, 1, True)])
def test_a_picture_may_be_as_large_as_a_plan(width, bits, passes):
    size = {"Width": width, "Height": int(width * 1.41), "BitsPerComponent": bits}
    drawing = {"Subtype": Name.Image, "ColorSpace": Name.DeviceGray, **size}
    if passes:
        assert spent(b"", "CCITTFaxDecode", **drawing) == 0
    else:
        with pytest.raises(Refused):
            spent(b"", "CCITTFaxDecode", **drawing)


def test_a_document_of_too_many_objects_is_not_looked_through(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_OBJECTS", 20)
    tree = [b"<</Type/Catalog/Pages 2 0 R>>", *blank_tree()]
    assert pdf.looked_into(written([*tree, *[b"0"] * 17]))[0] == 1
    with pytest.raises(Refused) as refusal:
        pdf.looked_into(written([*tree, *[b"0"] * 18]))
    assert refusal.value.code == "too_heavy"
