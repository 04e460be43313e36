"""Words inside files, made as the programs make them; the search that finds them."""

import io

import pikepdf
import pytest
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from budget_docs import tasks
from budget_docs.models import DocumentFile, FilePage, TextState
from tests.budget_docs import rows
from tests.factories import hiding
from tests.factories.documents import ODF, WORD, docx, odt_parts, zipped
from tests.factories.pdfs import pdf
from tests.file_words import text_of
from tetouan_portal.lib import file_texts, glyph_texts
from tetouan_portal.lib.pdf import render
from tetouan_portal.lib.search import holding, vector_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "application/vnd.oasis.opendocument.text"


def sheet(*cells):
    book, out = Workbook(), io.BytesIO()
    book.active.append(list(cells))
    book.save(out)
    return out.getvalue()


def test_the_words_of_a_pdf_are_read():
    assert "Entretien des jardins" in text_of(pdf("Entretien des jardins publics"), "application/pdf")


@pytest.mark.parametrize("turns", [True, False], ids=["ours", "another's"])
def test_arabic_words_are_read_in_whichever_order_a_pdf_keeps_its_ligatures(monkeypatch, turns):
    """Ours lie in the order for readers that turn lines around; most programs keep the order of writing."""
    if not turns:
        monkeypatch.setattr(glyph_texts, "in_collected_order", lambda pdf: None)
    words = "الالتزام لأن الأحياء خلاصة الإنجاز الآجال الله"
    page = f'<html lang="ar" dir="rtl"><head><title>تقرير</title></head><body><p>{words}</p></body></html>'
    content = render(page, base_url="https://portal.example/", stylesheets=["css/report_pdf.css"]).content
    assert set(words.split()) <= set(text_of(content, "application/pdf").split())


def test_the_words_of_a_spreadsheet_are_read():
    assert "صيانة الحدائق" in text_of(sheet("صيانة الحدائق", 12), SHEET)


@pytest.mark.parametrize(("content", "kind"), [(pdf(), "application/pdf"), (b"...", "image/jpeg")])
def test_scanned_pages_and_pictures_say_that_they_hold_no_text(content, kind):
    with pytest.raises(file_texts.NoText):
        text_of(content, kind)


def test_arabic_letters_in_presentation_forms_become_letters():
    assert file_texts.clean("ﻣﻴﺰﺍﻧﻴﺔ\x00  2026") == "ميزانية 2026"


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
    found = DocumentFile.objects.live(now=timezone.now()).filter(holding(words, "text_search"))
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
    text = text_of(content, kind)
    assert [words for words in seen if words not in text] == []
    assert [words for words in HIDDEN if words in text] == []


def test_numbers_of_shared_texts_are_no_words_and_rich_text_is_joined():
    book, out = Workbook(), io.BytesIO()
    for number in range(12):
        book.active.cell(1, number + 1, f"mot{number}")
    book.active["A2"] = CellRichText("bud", TextBlock(InlineFont(b=True), "get"))
    book.save(out)
    text = text_of(out.getvalue(), SHEET)
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
    text = text_of(out.getvalue(), "application/pdf")
    assert "Jardins de la commune" in text
    assert "Fin du plan" in text
    assert "Benali" not in text


def spread(*words, columns=(50, 300)):
    """A page with words in neighbouring columns, drawn by one instruction after the other without a space."""
    file, out = pikepdf.new(), io.BytesIO()
    page = file.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    drawn = "".join(f"1 0 0 1 {x} 700 Tm ({word}) Tj " for x, word in zip(columns, words, strict=True))
    page.obj.Contents = file.make_stream(f"BT /F1 12 Tf {drawn}ET".encode())
    file.save(out)
    return out.getvalue()


def scanned():
    """A page that is a picture."""
    file, out = pikepdf.new(), io.BytesIO()
    page = file.add_blank_page()
    picture = pikepdf.Stream(file, b"\0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1)
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I0=file.make_indirect(picture)))
    page.obj.Contents = file.make_stream(b"q 600 0 0 800 0 0 cm /I0 Do Q")
    file.save(out)
    return out.getvalue()


def bound(*files):
    book, out = pikepdf.new(), io.BytesIO()
    for content in files:
        book.pages.extend(pikepdf.open(io.BytesIO(content)).pages)
    book.save(out)
    return out.getvalue()


class Glued:
    """A page of which the first way of reading runs two columns together."""

    def extract_text(self, extraction_mode="plain"):
        return "JardinsVoirie" if extraction_mode == "plain" else "Jardins          Voirie"


class Unreadable:
    def extract_text(self, extraction_mode="plain"):
        raise KeyError(extraction_mode)


def test_words_of_neighbouring_columns_are_kept_apart_beside_the_text():
    assert file_texts.words_apart(Glued(), "JardinsVoirie") == "Jardins Voirie"
    assert file_texts.words_apart(Unreadable(), "JardinsVoirie") == ""
    [page] = file_texts.pages_of(spread("Jardins", "Voirie"), "application/pdf")
    assert {"Jardins", "Voirie"} <= set(f"{page.text} {page.apart}".split())


@pytest.mark.django_db
def test_a_name_in_a_column_beside_another_is_found(monkeypatch):
    page = file_texts.Page(1, "JardinsVoirie de la commune", apart="Jardins Voirie")
    monkeypatch.setattr(file_texts, "pages_of", lambda *_arguments: [page])
    file = rows.file(rows.document())
    tasks.read_file_text(file.pk)
    assert DocumentFile.objects.filter(holding("voirie", "text_search")).exists()
    assert FilePage.objects.filter(holding("voirie", "search")).get().text == page.text


@pytest.mark.django_db
def test_scanned_pages_do_not_hide_those_that_can_be_read(client):
    content = bound(scanned(), scanned(), scanned(), pdf("Entretien des jardins publics"))
    file = rows.file(rows.document(), content=content)
    assert tasks.read_file_text(file.pk) == TextState.PARTLY
    assert DocumentFile.objects.filter(holding("jardins", "text_search")).exists()
    page = client.get("/fr/budget/?q=jardins").text
    assert f'href="{file.get_absolute_url()}#page=4"' in page
    assert "des pages numérisées" in client.get("/fr/budget/documents/budget-2026/").text


@pytest.mark.parametrize("pages", [[scanned()], [scanned(), pdf()], [pdf()]])
def test_a_file_of_pictures_alone_has_no_text(pages):
    with pytest.raises(file_texts.NoText):
        file_texts.pages_of(bound(*pages), "application/pdf")


@pytest.mark.parametrize("runs", [("تأ", "ميم"), ("bud", "get")])
@pytest.mark.django_db
def test_a_word_that_word_wrote_in_two_runs_is_one(runs):
    body = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)
    file = rows.file(rows.document(), "ar-fr", docx(body=f"<w:p>{body}</w:p>"), content_type=WORD)
    tasks.read_file_text(file.pk)
    assert DocumentFile.objects.filter(holding("".join(runs), "text_search")).exists()


def test_an_open_document_is_read_in_its_order():
    body = "<text:p>الميزا<text:span>نية</text:span> و<text:span>bud<text:span>get</text:span></text:span> fin</text:p>"
    [page] = file_texts.pages_of(zipped(odt_parts(body)), TEXT)
    assert page.text == "الميزانية وbudget fin"


def test_each_sheet_is_a_page_of_its_own_with_its_name():
    book, out = Workbook(), io.BytesIO()
    book.active.title = "Recettes"
    book.active.append(["Taxe", 376])
    book.create_sheet("Dépenses").append(["Jardins"])
    book.save(out)
    pages = file_texts.pages_of(out.getvalue(), SHEET)
    assert [(page.name, page.text) for page in pages] == [
        ("Recettes", "Recettes Taxe 376"),
        ("Dépenses", "Dépenses Jardins"),
    ]


def test_a_long_sheet_is_kept_in_pieces_that_cut_no_word(monkeypatch):
    monkeypatch.setattr(file_texts, "PIECE", 30)
    pages = file_texts.pages_of(sheet(*(f"mot{number}" for number in range(20))), SHEET)
    assert len(pages) > 1
    assert " ".join(page.text for page in pages).split()[1:] == [f"mot{number}" for number in range(20)]


@pytest.mark.django_db
def test_reading_a_file_again_keeps_its_pages_once():
    file = rows.file(rows.document(), content=pdf("Entretien des jardins publics"))
    for _time in range(2):
        DocumentFile.objects.update(text_state=TextState.WAITING)
        tasks.read_file_text(file.pk)
    assert FilePage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of_document", "of_file"),
    [
        ({"publish_at": rows.IN_A_YEAR}, {}),
        ({"publish_at": None}, {}),
        ({"withdrawn_at": rows.LONG_AGO, "withdrawal_reason_fr": "Une adresse"}, {}),
        ({}, {"scan": "waiting"}),
        ({}, {"language": "", "is_current": False}),
        ({}, {"hidden": [{"kind": "sheets", "count": 1, "names": []}], "held_back": True}),
    ],
)
def test_no_page_of_a_file_that_nobody_may_have_is_shown(client, of_document, of_file):
    public = rows.document("public", slot=rows.slot(2025), title_fr="Les jardins")
    file = rows.file(rows.document(**of_document), **{"language": "fr"} | of_file)
    FilePage.objects.create(file=file, number=1, text="Secret des jardins", search=vector_of("jardins", ["fr"]))
    DocumentFile.objects.update(text_search=vector_of("jardins", ["fr"]), text_state=TextState.READY)
    text = client.get("/fr/budget/?q=jardins").text
    assert "Secret" not in text
    assert str(file.key) not in text
    assert public.get_absolute_url().split("/")[-2] in text


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_places_take_one_query_however_many_there_are(client, django_assert_num_queries, count):
    for number in range(count):
        file = rows.file(rows.document(f"document-{number}"))
        for page in range(1, 6):
            FilePage.objects.create(file=file, number=page, text="Les jardins", search=vector_of("jardins", ["fr"]))
    DocumentFile.objects.update(text_search=vector_of("jardins", ["fr"]), text_state=TextState.READY)
    with django_assert_num_queries(6):
        response = client.get("/fr/budget/?q=jardins")
    assert [len(one["places"]) for one in response.context["found"]] == [3] * count
