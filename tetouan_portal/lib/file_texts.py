"""The words inside a file, page by page: PDF, Word, Excel, OpenDocument. Scanned pages have none.

Files come from strangers: `pages_apart` reads them in the cell (`inspection.cell`), `pages_of` is what runs there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, NamedTuple

from tetouan_portal.lib.inspection import archives, cell, office, opendocument

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
DOCUMENTS = {  # each was looked into when it came in
    *(f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"),
    *(f"{OPEN}.text", f"{OPEN}.spreadsheet"),
}
MAX_CHARACTERS = 900_000  # a tsvector holds a megabyte
PIECE = 12_000  # characters of a sheet or a text that are kept together
FEWEST_PER_PAGE = 20  # fewer letters on a page with a picture than this: the page is a picture
WORD = re.compile(r"\w+")


class NoText(Exception):  # noqa: N818 -- a state of the file, not a mistake
    """The pages are pictures: nothing in them can be searched."""


class Page(NamedTuple):
    """`name`: of a sheet. `apart`: words that run into each other in `text`, though they stand apart on the page."""

    number: int
    text: str
    name: str = ""
    apart: str = ""
    is_picture: bool = False


def pages_apart(content: bytes, content_type: str) -> list[Page]:
    """As `pages_of`, in a process of its own. Raises NoText, and Refused for what cannot be read there."""
    pages = [Page(*page) for page in cell.read_apart(content, content_type)]
    if not pages:
        raise NoText
    return pages


def pages_of(content: bytes, content_type: str) -> list[Page]:
    """Raises NoText for scanned pages and pictures; anything else that a damaged file makes a library raise."""
    if content_type == "application/pdf":
        pages = keep_searchable(pdf_pages(content))
    elif content_type in DOCUMENTS:
        pages = keep_searchable(document_pages(content, content_type))
    else:
        raise NoText
    if not any(page.text and not page.is_picture for page in pages):
        raise NoText
    return pages


def keep_searchable(pages: Iterable[Page]) -> list[Page]:
    """As many as can be searched."""
    found, length = [], 0
    for page in pages:
        found.append(page._replace(text=page.text[: MAX_CHARACTERS - length]))
        length += len(page.text) + 1
        if length > MAX_CHARACTERS:
            break
    return found


def pdf_pages(content: bytes) -> Iterator[Page]:
    from pypdf import PdfReader  # noqa: PLC0415 -- half a second that no web process needs

    from tetouan_portal.lib import glyph_texts  # noqa: PLC0415 -- as above
    from tetouan_portal.lib.inspection.hiding import layers  # noqa: PLC0415 -- as above

    reader = PdfReader(BytesIO(glyph_texts.as_written(layers.as_seen(content))))
    for number, page in enumerate(reader.pages, 1):
        text = clean(page.extract_text())
        letters = sum(map(len, WORD.findall(text)))
        is_picture = letters < FEWEST_PER_PAGE and is_drawn(page, letters)
        yield Page(number, text, apart=words_apart(page, text), is_picture=is_picture)


def words_apart(page: Any, text: str) -> str:
    """Neighbouring columns may be read as one word; laid out as on the page they are two."""
    try:
        laid_out = clean(page.extract_text(extraction_mode="layout"))
    except Exception:  # noqa: BLE001 -- the second way of reading adds words and may fail where the first did not
        return ""
    known = set(WORD.findall(text))
    return " ".join(dict.fromkeys(word for word in WORD.findall(laid_out) if word not in known))


def is_drawn(page: Any, letters: int) -> bool:
    """Whether there is a picture on the page; one with nothing at all on it counts as drawn."""
    resources = page.get("/Resources")
    objects = resources and resources.get_object().get("/XObject")
    pictures = objects.get_object().values() if objects else ()
    return not letters or any(one.get_object().get("/Subtype") == "/Image" for one in pictures)


def document_pages(content: bytes, content_type: str) -> Iterator[Page]:
    """What its readers see: no hidden sheet or row, no comment, nothing deleted."""
    with archives.open_archive(content) as package:
        is_office, is_table = office.CONTENT_TYPES in package.infos, content_type.endswith("sheet")
        reader = office if is_office else opendocument
        found = reader.sheets_seen(package) if is_table else part(reader.words_seen(package))
        number = 0
        for name, text in found:
            for piece in pieces_of(clean(f"{name} {text}")):
                number += 1
                yield Page(number, piece, name=name[:150])


def part(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return (("", text) for text in texts)


def pieces_of(text: str) -> Iterator[str]:
    """Cut between words."""
    while len(text) > PIECE:
        piece = text[:PIECE].rpartition(" ")[0] or text[:PIECE]
        yield piece
        text = text[len(piece) :].lstrip()
    if text:
        yield text


def clean(text: str) -> str:
    """Without NUL, of which PostgreSQL has none, and with presentation forms of Arabic letters as letters."""
    text = unicodedata.normalize("NFKC", text.replace("\x00", " "))
    return re.sub(r"\s+", " ", text)[:MAX_CHARACTERS].strip()
