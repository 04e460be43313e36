"""Words inside files, made as the programs make them; the search that finds them."""

import io

import pikepdf
import pytest
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from budget_docs import file_texts, tasks
from budget_docs.models import DocumentFile, TextState
from tests.budget_docs import rows
from tests.factories import hiding
from tests.factories.documents import ODF, WORD
from tests.factories.pdfs import pdf
from tetouan_portal.lib import glyph_texts
from tetouan_portal.lib.pdf import render
from tetouan_portal.lib.search import holding

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "application/vnd.oasis.opendocument.text"


def sheet(*cells):
    book, out = Workbook(), io.BytesIO()
    book.active.append(list(cells))
    book.save(out)
    return out.getvalue()


def test_the_words_of_a_pdf_are_read():
    assert "Entretien des jardins" in file_texts.text_of(pdf("Entretien des jardins publics"), "application/pdf")


@pytest.mark.parametrize("turns", [True, False], ids=["ours", "another's"])
def test_arabic_words_are_read_in_whichever_order_a_pdf_keeps_its_ligatures(monkeypatch, turns):
    """Ours lie in the order for readers that turn lines around; most programs keep the order of writing."""
    if not turns:
        monkeypatch.setattr(glyph_texts, "in_collected_order", lambda pdf: None)
    words = "الالتزام لأن الأحياء خلاصة الإنجاز الآجال الله"
    page = f'<html lang="ar" dir="rtl"><head><title>تقرير</title></head><body><p>{words}</p></body></html>'
    content = render(page, base_url="https://portal.example/", stylesheets=["css/report_pdf.css"]).content
    assert set(words.split()) <= set(file_texts.text_of(content, "application/pdf").split())


def test_the_words_of_a_spreadsheet_are_read():
    assert "صيانة الحدائق" in file_texts.text_of(sheet("صيانة الحدائق", 12), SHEET)


@pytest.mark.parametrize(("content", "kind"), [(pdf(), "application/pdf"), (b"...", "image/jpeg")])
def test_scanned_pages_and_pictures_say_that_they_hold_no_text(content, kind):
    with pytest.raises(file_texts.NoText):
        file_texts.text_of(content, kind)


def test_arabic_letters_in_presentation_forms_become_letters():
    assert file_texts.cleaned("ﻣﻴﺰﺍﻧﻴﺔ\x00  2026") == "ميزانية 2026"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "kind", "state"),
    [
        (pdf("Entretien des jardins publics"), "application/pdf", TextState.READY),
        (pdf(), "application/pdf", TextState.NONE),
        (b"%PDF-1.7 broken", "application/pdf", TextState.FAILED),
        (b"no archive", TEXT, TextState.FAILED),
    ],
)
def test_the_task_says_what_it_found_and_does_it_once(content, kind, state):
    file = rows.file(rows.document(), content=content, content_type=kind)
    assert tasks.read_file_text(file.pk) == state
    file.refresh_from_db()
    assert file.text_state == state
    assert tasks.read_file_text(file.pk) == "nothing to do"


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["حدائق", "صِيانه", "jardin", "  "])
def test_a_file_is_found_by_the_words_inside_however_they_are_written(words):
    file = rows.file(
        rows.document(), "ar-fr", sheet("صيانة الحدائق العمومية", "Entretien des jardins"), content_type=SHEET
    )
    tasks.read_file_text(file.pk)
    found = DocumentFile.objects.published(now=timezone.now()).filter(holding(words, "text_search"))
    assert found.exists()
    assert not DocumentFile.objects.filter(holding("absent", "text_search")).exists()


HIDDEN = ["Zaynab", "LC123456", "0612345678", "Samir", "Nadia", "Tamimi", "Benali", "Ouazzani", "caché"]


@pytest.mark.parametrize(
    ("content", "kind", "seen"),
    [
        (
            hiding.workbook(hides=["sheets", "rows", "columns", "comments"]),
            SHEET,
            ["Budget", "Jardins publics", "150000"],
        ),
        (hiding.workbook(hides=["very hidden sheets", "rows"]), SHEET, ["Jardins publics"]),
        (hiding.letter(comments=1), WORD, ["Le marché des jardins publics", "Fin"]),
        (hiding.open_letter(), TEXT, ["الميزانية بلا"]),
        (hiding.open_sheet(), f"{ODF}spreadsheet", ["Budget", "Jardins", "Marchés"]),
    ],
)
def test_only_what_readers_see_is_read(content, kind, seen):
    text = file_texts.text_of(content, kind)
    assert [words for words in seen if words not in text] == []
    assert [words for words in HIDDEN if words in text] == []


def test_numbers_of_shared_texts_are_no_words_and_rich_text_is_joined():
    book, out = Workbook(), io.BytesIO()
    for number in range(12):
        book.active.cell(1, number + 1, f"mot{number}")
    book.active["A2"] = CellRichText("bud", TextBlock(InlineFont(b=True), "get"))
    book.save(out)
    text = file_texts.text_of(out.getvalue(), SHEET)
    assert "budget" in text.split()
    assert [word for word in text.split() if word.isdecimal()] == []


@pytest.mark.parametrize("packed", [False, True])
def test_what_stands_on_a_layer_that_is_switched_off_is_not_read(packed):
    file, out = pikepdf.new(), io.BytesIO()
    page = file.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    off, on = (file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name)) for name in ("off", "on"))
    page.obj.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=font), Properties=pikepdf.Dictionary(L0=off, L1=on)
    )
    said = "/Span BMC BT /F1 12 Tf 50 {} Td ({}) Tj ET EMC".format
    drawn = f"/OC /L0 BDC {said(700, 'Benali proprietaire')} EMC /OC /L1 BDC {said(600, 'Jardins de la commune')} EMC"
    page.obj.Contents = file.make_stream(f"{drawn} {said(500, 'Fin du plan')}".encode())
    every = pikepdf.Array([off, on])
    file.Root.OCProperties = pikepdf.Dictionary(OCGs=every, D=pikepdf.Dictionary(OFF=pikepdf.Array([off])))
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    file.save(out, object_stream_mode=mode)
    text = file_texts.text_of(out.getvalue(), "application/pdf")
    assert "Jardins de la commune" in text
    assert "Fin du plan" in text
    assert "Benali" not in text
