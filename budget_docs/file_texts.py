"""The words inside a file, so that they can be searched: PDF, Word, Excel, OpenDocument. Scanned pages have none."""

import re
import unicodedata
from io import BytesIO

from tetouan_portal.lib.inspection import archives, office, opendocument

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
DOCUMENTS = {  # each was looked into when it came in
    *(f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"),
    *(f"{OPEN}.text", f"{OPEN}.spreadsheet"),
}
MAX_CHARACTERS = 900_000  # a tsvector holds a megabyte
FEWEST_PER_PAGE = 20  # fewer letters a page than this: pages are pictures


class NoText(Exception):  # noqa: N818 -- a state of the file, not a mistake
    """The pages are pictures: nothing in them can be searched."""


def text_of(content: bytes, content_type: str) -> str:
    """Raises NoText for scanned pages and pictures; anything else that a damaged file makes a library raise."""
    if content_type == "application/pdf":
        return pdf_text(content)
    if content_type in DOCUMENTS:
        return document_text(content)
    raise NoText


def pdf_text(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 -- half a second that no web process needs

    from tetouan_portal.lib import glyph_texts  # noqa: PLC0415 -- as above
    from tetouan_portal.lib.inspection.hiding import layers  # noqa: PLC0415 -- as above

    reader = PdfReader(BytesIO(glyph_texts.as_written(layers.as_seen(content))))
    text, pages = "", 0
    for page in reader.pages:
        pages += 1
        text += f"{page.extract_text()}\n"
        if len(text) > MAX_CHARACTERS:
            break
    if len(re.findall(r"\w", text)) < FEWEST_PER_PAGE * pages:
        raise NoText
    return cleaned(text)


def document_text(content: bytes) -> str:
    """What its readers see: no hidden sheet or row, no comment, nothing deleted."""
    with archives.opened(content) as package:
        if office.CONTENT_TYPES in package.infos:
            found = office.words_seen(package)
        else:
            found = opendocument.words_seen(package)
        pieces: list[str] = []
        length = 0
        for piece in found:
            pieces.append(piece)
            length += len(piece) + 1
            if length > MAX_CHARACTERS:
                break
    text = cleaned("\n".join(pieces))
    if not text:
        raise NoText
    return text


def cleaned(text: str) -> str:
    """Without NUL, of which PostgreSQL has none, and with presentation forms of Arabic letters as letters."""
    text = unicodedata.normalize("NFKC", text.replace("\x00", " "))
    return re.sub(r"\s+", " ", text)[:MAX_CHARACTERS].strip()
