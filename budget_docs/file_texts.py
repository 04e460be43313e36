"""The words inside a file, so that they can be searched: PDF, Word, Excel, OpenDocument. Scanned pages have none."""

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
PARTS = {  # the parts of the package that hold words; the file was looked into when it came in
    f"{OFFICE}.wordprocessingml.document": re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml"),
    f"{OFFICE}.spreadsheetml.sheet": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    f"{OPEN}.text": re.compile(r"content\.xml"),
    f"{OPEN}.spreadsheet": re.compile(r"content\.xml"),
}
MAX_CHARACTERS = 900_000  # a tsvector holds a megabyte
FEWEST_PER_PAGE = 20  # fewer letters a page than this: pages are pictures


class NoText(Exception):  # noqa: N818 -- a state of the file, not a mistake
    """The pages are pictures: nothing in them can be searched."""


def text_of(content: bytes, content_type: str) -> str:
    """Raises NoText for scanned pages and pictures; anything else that a damaged file makes a library raise."""
    if content_type == "application/pdf":
        return pdf_text(content)
    if content_type in PARTS:
        return package_text(content, PARTS[content_type])
    raise NoText


def pdf_text(content: bytes) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 -- half a second that no web process needs

    reader = PdfReader(BytesIO(content))
    text, pages = "", 0
    for page in reader.pages:
        pages += 1
        text += f"{page.extract_text()}\n"
        if len(text) > MAX_CHARACTERS:
            break
    if len(re.findall(r"\w", text)) < FEWEST_PER_PAGE * pages:
        raise NoText
    return cleaned(text)


def package_text(content: bytes, wanted: re.Pattern[str]) -> str:
    pieces: list[str] = []
    length = 0
    with ZipFile(BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if not wanted.fullmatch(name):
                continue
            for piece in words_of(package, name):
                pieces.append(piece)
                length += len(piece) + 1
                if length > MAX_CHARACTERS:
                    return cleaned(" ".join(pieces))
    text = cleaned(" ".join(pieces))
    if not text:
        raise NoText
    return text


def words_of(package: ZipFile, name: str) -> Iterator[str]:
    with package.open(name) as part:
        for _event, element in iterparse(part):  # noqa: S314 -- inspected when it came in: no entities
            if element.text and element.text.strip():
                yield element.text.strip()
            if element.tail and element.tail.strip():
                yield element.tail.strip()
            element.clear()


def cleaned(text: str) -> str:
    """Without NUL, of which PostgreSQL has none, and with presentation forms of Arabic letters as letters."""
    text = unicodedata.normalize("NFKC", text.replace("\x00", " "))
    return re.sub(r"\s+", " ", text)[:MAX_CHARACTERS].strip()
