"""What lies in a document inside a document is spent from the same purse."""

import pytest

from tests.factories.documents import docx, xlsx
from tests.tetouan_portal.lib.hostile_pdfs import attached_data
from tetouan_portal.lib.inspection import archives, carried
from tetouan_portal.lib.inspection.contents import examine
from tetouan_portal.lib.inspection.refused import Refused


def with_charts(number, part):
    inside = xlsx({"xl/part.xml": f"<a>{part}</a>"})
    return docx({f"word/embeddings/Sheet{n}.xlsx": inside for n in range(number)})


@pytest.mark.parametrize(
    ("bound", "most", "part", "code"),
    [("MAX_UNPACKED", 1_500_000, "0" * 1_000_000, "bomb"), ("MAX_ELEMENTS", 1_500, "<b/>" * 1_000, "too_heavy")],
)
def test_charts_that_are_small_each_are_counted_together(monkeypatch, bound, most, part, code):
    monkeypatch.setattr(archives, bound, most)
    examine(with_charts(1, part))
    with pytest.raises(Refused) as refusal:
        examine(with_charts(2, part))
    assert refusal.value.code == code


def test_a_file_that_a_pdf_carries_has_a_length_of_its_own(monkeypatch):
    monkeypatch.setattr(carried, "MAX_CARRIED", 1_000)
    examine(attached_data("a.csv", b"1" * 1_000))
    with pytest.raises(Refused) as refusal:
        examine(attached_data("a.csv", b"1" * 1_001))
    assert refusal.value.code == "embedded"
