"""What one glyph of a PDF's font stands for, where it stands for several right-to-left letters: لا, َّ, الله.

A glyph's text is written in the order of reading. But whoever reads a PDF (PDFium, Poppler, MuPDF, PDF.js) collects the
glyphs of a right-to-left run from left to right and then turns the run around letter by letter, and so turns each of
these texts around too: "االلتزام" for "الالتزام", which no search finds. Where a text lies in the order in which it
is collected, every one of them reads it as it was written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf

BEGINS, ENDS = b"beginbf", b"endbf"
HEX = rb"<([0-9A-Fa-f\s]*)>"
CHARACTER = re.compile(HEX + rb"(\s*)" + HEX)
RANGE = re.compile(HEX + rb"\s*" + HEX + rb"\s*(?:" + HEX + rb"|\[([^\]]*)\])")
LONGEST_RANGE = 256  # codes of a range differ in their last byte alone
LAM, ALEFS, ALLAH = "ل", frozenset("اأإآٱ"), "الله"

type Order = Callable[[str], str]
type Letters = Callable[[str], Mapping[int, str]]  # of each glyph of a font, by the font's name


def in_collected_order(pdf: pikepdf.Pdf) -> None:
    """Every font of a PDF of ours, so that readers find what was written."""
    reorder(pdf, collect)


def as_written(content: bytes) -> bytes:
    """The PDF for a reader that turns nothing around, such as pypdf; a copy only if something changes."""
    with pikepdf.open(BytesIO(content)) as pdf:
        if not reorder(pdf, write_letters):
            return content
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def mend(pdf: pikepdf.Pdf, letters: Letters) -> None:
    """What the renderer muddled, by what the font itself says.

    Where a vowel stands over a ligature, as in الأُسر, the renderer notes the whole as the text of the vowel's glyph and
    nothing as the ligature's, for the rest of the document.
    """
    for font in fonts(pdf):
        before = font.ToUnicode.read_bytes()
        after = CHARACTER.sub(partial(mend_entry, font=str(font.BaseFont).partition("+")[2], letters=letters), before)
        if after != before:
            font.ToUnicode.write(after)


def mend_entry(entry: re.Match[bytes], *, font: str, letters: Letters) -> bytes:
    text = bytes.fromhex(entry[3].decode()).decode("utf-16-be")
    if text and sum(is_vowel(letter) for letter in text) in {0, len(text)}:
        return entry[0]
    right = letters(font).get(int(entry[1], 16), text)
    return b"<%b>%b<%b>" % (entry[1], entry[2], right.encode("utf-16-be").hex().encode())


def reorder(pdf: pikepdf.Pdf, order: Order) -> bool:
    """Whether any text changed. Fonts may share their texts: each is turned around once."""
    is_changed = False
    for texts in {font.ToUnicode.objgen: font.ToUnicode for font in fonts(pdf)}.values():
        before = texts.read_bytes()
        after = b"".join(reorder_map(before, order))
        if after != before:
            texts.write(after)
            is_changed = True
    return is_changed


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font
        if is_font and isinstance(item.get("/ToUnicode"), pikepdf.Stream):
            yield item


def reorder_map(character_map: bytes, order: Order) -> Iterator[bytes]:
    """Its pieces: what stands between the sections stays, and each section keeps its number of entries."""
    between, *sections = character_map.split(BEGINS)
    yield between
    for section in sections:
        entries, ends, after = section.partition(ENDS)
        yield BEGINS + (in_order(entries, order) if ends else entries) + ends + after


def in_order(entries: bytes, order: Order) -> bytes:
    if entries.startswith(b"char"):
        return CHARACTER.sub(lambda entry: b"<%b>%b<%b>" % (entry[1], entry[2], turn(entry[3], order)), entries)
    return RANGE.sub(lambda entry: range_in_order(entry, order), entries)


def range_in_order(entry: re.Match[bytes], order: Order) -> bytes:
    """A range counts on from the last letter of one text: turned around, each of its codes needs a text of its own."""
    first, last, text, listed = entry.groups()
    if listed is not None:
        texts = re.findall(HEX, listed)
    elif first.strip() and last.strip() and text.strip():
        count = int(b"".join(last.split()), 16) - int(b"".join(first.split()), 16) + 1
        texts = [counted_on(text, step) for step in range(count if count <= LONGEST_RANGE else 0)]
    else:
        return entry[0]
    after = [turn(one, order) for one in texts]
    return entry[0] if after == texts else b"<%b> <%b> [%b]" % (first, last, b" ".join(b"<%b>" % one for one in after))


def counted_on(text: bytes, step: int) -> bytes:
    digits = b"".join(text.split())
    return digits[:-2] + b"%02x" % ((int(digits[-2:], 16) + step) % 256)


def turn(text: bytes, order: Order) -> bytes:
    """Hexadecimal UTF-16 in its order; the same bytes where nothing turns."""
    try:
        before = bytes.fromhex(text.decode()).decode("utf-16-be")
    except ValueError:
        return text
    after = order(before)
    return text if after == before else after.encode("utf-16-be").hex().encode()


def collect(text: str) -> str:
    return text[::-1] if len(text) > 1 and is_right_to_left(text) else text


def is_right_to_left(text: str) -> bool:
    kinds = {unicodedata.bidirectional(letter) for letter in text}
    is_arabic = not kinds.isdisjoint({"R", "AL"}) or any(is_vowel(letter) for letter in text)
    return is_arabic and kinds.isdisjoint({"L", "EN"})


def is_vowel(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) and unicodedata.name(letter, "").startswith("ARABIC")


def write_letters(text: str) -> str:
    """No font joins an alef to the lam after it: such a pair was turned around for the readers that turn it back."""
    is_turned = len(text) > 1 and ((text[-1] == LAM and text[0] in ALEFS) or text == ALLAH[::-1])
    return text[::-1] if is_turned else text
