"""HTML to a tagged PDF that is PDF/A-3a and PDF/UA-1 at once, from our static files alone.

WeasyPrint needs pango and much memory: it is imported only when something is rendered.
"""

import datetime
import hashlib
import importlib
import importlib.metadata
import io
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pikepdf
from django.utils.translation import gettext_noop

from tetouan_portal.lib import font_letters, glyph_texts

STATIC = Path(__file__).resolve().parent.parent / "static"
FONT = "Vazirmatn"
FONTS = tuple(f"fonts/{FONT}-{weight}.ttf" for weight in ("Regular", "Medium", "Bold"))
CSS_ADDRESS = re.compile(r"""url\(["']?([^"')]+)["']?\)""")

# PDF/A accepts a foreign schema in the metadata only when it is described: ISO 19005-3, 6.6.2.3.
PDF_UA = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>PDF/UA version</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

logger = logging.getLogger(__name__)


class PdfError(Exception):
    """A PDF could not be made. Its message: a sentence (an English message id), then details on further lines."""


class Pdf(NamedTuple):
    content: bytes
    pages: int


class Attached(NamedTuple):
    """A file inside the PDF: the data it shows."""

    name: str
    content: bytes
    description: str
    dated: datetime.datetime


def render(html: str, *, base_url: str, stylesheets: list[str], attached: Attached | None = None) -> Pdf:
    """The PDF of a complete HTML document; `stylesheets` are paths below the static folder.

    Relative links lead to `base_url`. Raises PdfError rather than give a PDF without its fonts.
    """
    check_fonts()
    weasyprint = import_weasyprint()
    fetcher = static_files_only()
    fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    styles = [weasyprint.CSS(filename=STATIC / path, font_config=fonts, url_fetcher=fetcher) for path in stylesheets]
    document = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    content = document.write_pdf(
        stylesheets=styles,
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=attachments(weasyprint, attached),
        attachment_relationships=["Data"] if attached else None,
    )
    return declare_pdf_ua(content)


def attachments(weasyprint: Any, attached: Attached | None) -> list:
    if attached is None:
        return []
    return [
        weasyprint.Attachment(
            string=attached.content,
            name=attached.name,
            description=attached.description,
            created=attached.dated,
            modified=attached.dated,
            relationship="Data",
        )
    ]


def import_weasyprint() -> Any:
    try:
        return importlib.import_module("weasyprint")
    except OSError as error:
        raise PdfError(
            gettext_noop("A library that WeasyPrint needs is missing on this machine (pango).") + f"\n{error}"
        ) from error


def check_fonts() -> None:
    missing = [path for path in FONTS if not (STATIC / path).is_file()]
    if missing:
        raise PdfError(gettext_noop("A font file of the PDF is missing.") + "\n" + ", ".join(missing))


def static_files_only() -> Any:
    """A fetcher that opens files of the static folder and refuses everything else, the network first."""
    fetcher: Any = importlib.import_module("weasyprint.urls").URLFetcher

    class StaticFiles(fetcher):
        def fetch(self, url: str, headers: dict | None = None) -> Any:
            path = Path(url2pathname(urlsplit(url).path)) if url.startswith("file:") else None
            if path is None or not path.resolve().is_relative_to(STATIC):
                raise ValueError(f"The PDF may read static files only, not {url}")
            return super().fetch(url, headers)

    return StaticFiles(allowed_protocols={"file"}, allow_redirects=False)


def declare_pdf_ua(content: bytes) -> Pdf:
    """The same PDF, also declared PDF/UA-1, its Arabic as readers find it, its identifier from its content alone."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        check_embedded_fonts(pdf)
        tag_links(pdf)
        glyph_texts.mend(pdf, letters_by_name)
        glyph_texts.in_collected_order(pdf)
        before, end, after = pdf.Root.Metadata.read_bytes().rpartition(b"</rdf:RDF>")
        if not end:
            raise PdfError(gettext_noop("The PDF has no metadata to complete."))
        pdf.Root.Metadata = pdf.make_stream(
            before + PDF_UA + end + after, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return Pdf(out.getvalue(), len(pdf.pages))


def letters_by_name(name: str) -> Mapping[int, str]:
    """The letters of each glyph of an embedded font; of a font that is not ours nothing is known."""
    path = STATIC / f"fonts/{FONT}-Regular.ttf" if name == FONT else STATIC / f"fonts/{name}.ttf"
    return font_letters.letters_of(path) if path.is_file() else {}


def tag_links(pdf: pikepdf.Pdf) -> None:
    """Make every element that holds a link annotation a Link: ISO 14289-1, 7.18.5.

    WeasyPrint gives an inline element inside <a> an annotation of its own and tags it as what it is.
    """
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/Type") == pikepdf.Name.StructElem:
            kids = element.get("/K")
            if any(is_link_reference(kid) for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])):
                element.S = pikepdf.Name.Link


def is_link_reference(kid: object) -> bool:
    if not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") != pikepdf.Name.OBJR:
        return False
    return kid.Obj.get("/Subtype") == pikepdf.Name.Link


def check_embedded_fonts(pdf: pikepdf.Pdf) -> None:
    names = {str(font.BaseFont) for font in pdf.objects if isinstance(font, pikepdf.Dictionary) and "/BaseFont" in font}
    if not any(FONT in name for name in names):
        raise PdfError(gettext_noop("The PDF came out without its font."))
    if foreign := sorted(name for name in names if FONT not in name):
        logger.warning("Characters that %s lacks were taken from %s", FONT, ", ".join(foreign))


def source_digest(html: str, stylesheets: list[str]) -> str:
    """The SHA-256 of everything a rendering depends on: HTML, styles, the files they name, WeasyPrint."""
    digest = hashlib.sha256(html.encode())
    digest.update(importlib.metadata.version("weasyprint").encode())
    paths = [STATIC / path for path in stylesheets]
    named = {
        (path.parent / address).resolve()
        for path in paths
        for address in CSS_ADDRESS.findall(path.read_text(encoding="utf-8"))
    }
    for path in [*paths, *sorted(named)]:
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
