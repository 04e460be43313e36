"""What people's readers of PDFs find in one: PDFium (Chrome, Edge), Poppler (Linux desktops), MuPDF (phones).

pypdf is none of them: it turns no right-to-left run around, so it reads well what no reader finds, and the reverse.
"""

import io
import re
import subprocess
import unicodedata
from html.parser import HTMLParser

import pymupdf
import pypdfium2

DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def pdfium(content):
    document = pypdfium2.PdfDocument(content)
    return [plain(page.get_textpage().get_text_range()) for page in document]


def poppler(content):
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return [plain(page) for page in text.removesuffix("\f").split("\f")]


def mupdf(content):
    with pymupdf.open(stream=content) as document:
        return [plain(page.get_text()) for page in document]


READERS = {reader.__name__: reader for reader in (pdfium, poppler, mupdf)}  # each: the text of every page


def pdfium_finds(content, words):
    """How often the search box of Chrome finds them."""
    found = 0
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        searcher = page.get_textpage().search(words)
        while searcher.get_next():
            found += 1
    return found


def plain(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", DIRECTIONS.sub("", text)))


def without_vowels(text):
    """As `plain`, without the small marks over and under letters: readers set them beside the letter they belong to."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if not unicodedata.combining(letter))


def squeezed(text):
    """Without vowels and spaces: beside a number, readers put the space on either side of it."""
    return re.sub(r"\s+", "", without_vowels(plain(text)))


class Paragraphs(HTMLParser):
    """The texts of a page's blocks, in their order; what is not drawn is left out."""

    BLOCKS = frozenset(
        {*("p", "li", "dt", "dd", "th", "td", "caption", "div", "section"), *(f"h{n}" for n in range(1, 7))}
    )
    UNSEEN = frozenset({"head", "svg", "script", "style"})

    def __init__(self):
        super().__init__()
        self.texts, self.unseen = [""], 0

    def handle_starttag(self, tag, attrs):
        self.unseen += tag in self.UNSEEN
        if tag in self.BLOCKS or tag == "br":
            self.texts.append("")

    def handle_endtag(self, tag):
        self.unseen -= tag in self.UNSEEN
        if tag in self.BLOCKS:
            self.texts.append("")

    def handle_data(self, data):
        if not self.unseen:
            self.texts[-1] += data


def paragraphs_of(html):
    parser = Paragraphs()
    parser.feed(html)
    return [text for text in (plain(one).strip() for one in parser.texts) if text]
