import io
import json
import re

import pikepdf
import pypdf
import pytest

from commitments.report import pdf_rendering
from tests.factories.reports import published_report
from tests.readers import READERS, without_vowels

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return published_report().editions.get()


def made(edition, language):
    return pdf_rendering.render(edition, pdf_rendering.report_html(edition, language))


def test_the_arabic_pdf_holds_the_texts_with_joined_letters_and_codes(edition):
    pdf = made(edition, "ar")
    for read in READERS.values():
        text = without_vowels(" ".join(read(pdf.content)))
        for words in ("نشر وثائق الميزانية", "الشفافية المالية", "تقدم محدود", "نشرت وثيقتان", "الالتزامات"):
            assert words in text
        assert "MATET0004" in text
    assert pdf.pages >= 5


def test_the_pdf_names_its_language_title_and_structure(edition):
    with pikepdf.open(io.BytesIO(made(edition, "ar").content)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert str(pdf.docinfo["/Title"]) == "التقرير السنوي للتتبع 2025"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/Outlines" in pdf.Root
        metadata = pdf.Root.Metadata.read_bytes().decode()
        elements = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/StructElem"]
        figures = [o for o in elements if o.S == "/Figure"]
    assert re.search(r'pdfuaid:part="1"', metadata)
    assert re.search(r'pdfaid:part="3"', metadata)
    assert re.search(r'pdfaid:conformance="A"', metadata)
    assert figures
    assert all(str(figure.get("/Alt", "")) for figure in figures)


def test_the_snapshot_lies_inside_the_pdf_as_data(edition):
    reader = pypdf.PdfReader(io.BytesIO(made(edition, "fr").content))
    [(name, [content])] = reader.attachments.items()
    assert name == "tetouan-ogp-2025-1.json"
    assert json.loads(content) == edition.snapshot


def test_the_same_edition_gives_the_same_bytes(edition):
    assert made(edition, "es").content == made(edition, "es").content


def test_the_html_depends_on_the_snapshot_alone(edition):
    before = pdf_rendering.report_html(edition, "fr")
    commitment = edition.report.findings.get().commitment
    commitment.title_fr = "Autre titre"
    commitment.save()
    assert pdf_rendering.report_html(edition, "fr") == before
    assert "Autre titre" not in before


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_each_language_has_its_direction_and_words(edition, language):
    html = pdf_rendering.report_html(edition, language)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert edition.snapshot["report"]["title"][language] in html


def test_where_the_sides_differ_the_report_says_so(edition):
    assert "agreement-differ" in pdf_rendering.report_html(edition, "fr")


def test_every_page_of_a_demonstration_says_so():
    edition = published_report(is_demo=True).editions.get()
    assert all("Données de démonstration" in page for page in READERS["poppler"](made(edition, "fr").content))


def test_a_real_report_does_not_speak_of_demonstration(edition):
    assert "cover-demo" not in pdf_rendering.report_html(edition, "fr")
