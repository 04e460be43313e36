"""Bytes at random, and honest and hostile files with some bytes changed: accepted or refused, nothing else."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tetouan_portal.lib import benign_files, hostile_files
from tetouan_portal.lib import uploads
from tetouan_portal.lib.file_names import readable_stem
from tetouan_portal.lib.inspection.contents import Examined, examine
from tetouan_portal.lib.inspection.refused import Refused

BRIEF = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
STARTS = [
    b"%PDF-1.7\n",
    b"PK\3\4",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBP",
    b"<",
    b"\xd0\xcf",
    b"",
]
ENDS = [b"", b"\n%%EOF", b"startxref\n0\n%%EOF", b"PK\5\6" + bytes(18)]
SEEDS = [
    *benign_files.FILES,
    "PDF: script in an object stream",
    "PDF: attached program",
    "archive: parts over each other",
]

# Pillow's about broken metadata; nobody hears them in the cell.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def answered(content):
    try:
        return isinstance(examine(content), Examined)
    except Refused as refused:
        return refused.code in uploads.SENTENCES


@cache
def seed(name):
    return (benign_files.FILES | hostile_files.FILES)[name][0]()


@BRIEF
@given(st.sampled_from(STARTS), st.binary(max_size=2000), st.sampled_from(ENDS))
def test_bytes_at_random_are_accepted_or_refused(start, middle, end):
    assert answered(start + middle + end)


@BRIEF
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8),
    st.floats(0.3, 1.5),
)
def test_a_file_with_some_bytes_changed_is_accepted_or_refused(name, changes, length):
    content = bytearray(seed(name))
    for place, new in changes:
        begin = int(place * len(content))
        content[begin : begin + len(new)] = new
    assert answered(bytes(content[: int(length * len(content)) + 1]))


@BRIEF
@given(st.text(max_size=300))
def test_a_name_is_always_short_and_safe(name):
    stem = readable_stem(name)
    assert stem
    assert len(stem.encode()) <= 200
    assert not set(stem) & set('/\\:*?"<>|\0\u202e\u2066\u200f')
    assert stem == stem.strip(". ")
    assert stem.isprintable()


@pytest.mark.parametrize("code", sorted({code for _build, code in hostile_files.FILES.values()}))
def test_every_reason_has_a_sentence(code):
    assert uploads.SENTENCES[code]
