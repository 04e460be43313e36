import io
import sys

import pikepdf
import pytest

from tetouan_portal.lib import pdf

PAGE = '<!doctype html><html lang="fr"><head><title>Essai</title></head><body>{}</body></html>'
STYLES = ["css/tokens.css", "css/report_pdf.css"]


def render(body):
    return pdf.render(PAGE.format(body), base_url="https://portal.example/", stylesheets=STYLES)


def test_pages_are_counted():
    assert render('<p>un</p><p style="break-before: page">deux</p>').pages == 2


def test_only_our_font_is_embedded():
    with pikepdf.open(io.BytesIO(render("<p>Tétouan تطوان 2025</p>").content)) as made:
        names = {str(font.BaseFont) for font in made.pages[0].Resources.Font.values()}
    assert names
    assert all("Vazirmatn" in name for name in names)


def test_relative_links_lead_to_the_portal():
    with pikepdf.open(io.BytesIO(render('<a href="/fr/reports/">lien</a>').content)) as made:
        [annotation] = made.pages[0].Annots
        assert str(annotation.A.URI) == "https://portal.example/fr/reports/"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/",
        "https://www.example.org/logo.png",
        "file:///etc/passwd",
        "file:///etc/../etc/hostname",
        f"file://{pdf.STATIC}/../settings.py",
        "data:text/plain,x",
        "ftp://example.org/x",
    ],
)
def test_nothing_but_static_files_is_fetched(address):
    with pytest.raises(ValueError, match="static files only"):
        pdf.static_files_only().fetch(address)


def test_a_static_file_is_fetched():
    with (pdf.STATIC / "img/zellige-day.svg").open("rb") as file:
        expected = file.read()
    response = pdf.static_files_only().fetch((pdf.STATIC / "img/zellige-day.svg").as_uri())
    assert response.read() == expected
    response.close()


def test_an_inline_element_in_a_link_is_tagged_as_a_link():
    content = render('<p><a href="https://www.example.org/"><span>lien</span></a></p>').content
    with pikepdf.open(io.BytesIO(content)) as made:
        holders = [
            element
            for element in made.objects
            if isinstance(element, pikepdf.Dictionary)
            and element.get("/Type") == "/StructElem"
            and any(pdf.is_link_reference(kid) for kid in element.get("/K", []))
        ]
        assert holders
        assert {str(holder.S) for holder in holders} == {"/Link"}


def test_a_missing_font_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "FONTS", ("fonts/Gone.ttf",))
    with pytest.raises(pdf.PdfError, match=r"font file of the PDF is missing\.\nfonts/Gone.ttf"):
        render("<p>x</p>")


def test_a_document_that_came_out_in_another_font_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "FONT", "Amiri")
    with pytest.raises(pdf.PdfError, match="without its font"):
        render("<p>x</p>")


def test_a_missing_native_library_is_said_in_a_sentence(monkeypatch):
    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0.so.0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(pdf.PdfError, match=r"pango(.|\n)*libpango-1\.0"):
        render("<p>x</p>")


def test_the_source_digest_sees_text_styles_and_the_files_they_name(tmp_path, monkeypatch):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/a.css").write_text('p { background: url("../tile.svg") }')
    (tmp_path / "tile.svg").write_text("<svg/>")
    monkeypatch.setattr(pdf, "STATIC", tmp_path)
    digests = [pdf.source_digest("<p>", ["css/a.css"]), pdf.source_digest("<p>x", ["css/a.css"])]
    (tmp_path / "tile.svg").write_text("<svg></svg>")
    digests.append(pdf.source_digest("<p>", ["css/a.css"]))
    (tmp_path / "css/a.css").write_text('p { color: red; background: url("../tile.svg") }')
    digests.append(pdf.source_digest("<p>", ["css/a.css"]))
    assert len(set(digests)) == 4
