"""Words inside files, made as the programs make them; the search that finds them."""

import io

import pytest
from django.utils import timezone
from openpyxl import Workbook

from budget_docs import file_texts, tasks
from budget_docs.models import DocumentFile, TextState
from tests.budget_docs import rows
from tests.factories.pdfs import pdf
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
