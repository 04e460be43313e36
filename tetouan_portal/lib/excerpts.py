"""Where in a text the words of a search stand, shown with what stands around them.

A word is compared as the database compares it: folded, and by its stem. A text found through what a word
means has no such word: then it is shown from its beginning.
"""

import re
import unicodedata
from typing import NamedTuple

AROUND = 110  # characters before and after
TOKEN = re.compile(r"[\w\u0610-\u061a\u0640\u064b-\u065f\u0670]+")
ARABIC = str.maketrans("أإآٱىیئؤکگ", "ااااييءءكك", "ـ")
PREFIX = re.compile(r"(?:[وف]?(?:[بك]?ال|لل)|[وفبكل])(?=\w{2})")


class Piece(NamedTuple):
    text: str
    is_found: bool = False


def fold(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.translate(ARABIC).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_one_of(word: str, stems: set[str]) -> bool:
    """Whether a word of a text is one that a search asked for."""
    plain = fold(word)
    forms = {plain, PREFIX.sub("", plain, count=1)}
    return any(form == stem or (len(stem) > 2 and form.startswith(stem)) for form in forms for stem in stems)


def excerpt(text: str, stems: set[str]) -> list[Piece]:
    """The first place, cut between words, with every found word in it apart."""
    wanted = {fold(stem) for stem in stems}
    first = next((token for token in TOKEN.finditer(text) if is_one_of(token[0], wanted)), None)
    start = cut_at(text, first.start() - AROUND if first else 0)
    shown = text[start : cut_at(text, (first.end() if first else AROUND) + AROUND)]
    pieces, at = [], 0
    if start:
        pieces.append(Piece("… "))
    for token in TOKEN.finditer(shown):
        if is_one_of(token[0], wanted):
            pieces += [Piece(shown[at : token.start()]), Piece(token[0], is_found=True)]
            at = token.end()
    pieces.append(Piece(shown[at:]))
    if start + len(shown) < len(text):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def cut_at(text: str, place: int) -> int:
    """The nearest end of a word after a place."""
    if place <= 0 or place >= len(text):
        return max(0, min(place, len(text)))
    space = text.find(" ", place)
    return len(text) if space < 0 else space + 1
