"""Text in pictures, in either direction: shaped by Raqm, without which Arabic letters would stand apart.

Raqm is inside Pillow; it loads FriBiDi when it starts, which comes to the machine with pango.
"""

import functools
import re
from pathlib import Path
from typing import NamedTuple

from PIL import ImageDraw, ImageFont, features

from tetouan_portal.lib.languages import direction

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
RANGE = re.compile(r"\d+(?:[-–/]\d+)+")
ISOLATED = "\u2066{}\u2069"
LEADING = {"rtl": 1.5, "ltr": 1.25}


class Words(NamedTuple):
    text: str
    language: str

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def shaped(self) -> str:
        """As it is handed to Raqm: a range such as 2023-2028 keeps its order among Arabic words."""
        if self.direction == "ltr":
            return self.text
        return RANGE.sub(lambda found: ISOLATED.format(found[0]), self.text)


def can_shape() -> bool:
    return bool(features.check("raqm") and features.check("fribidi"))


@functools.lru_cache(maxsize=32)
def font(size: int, weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"Vazirmatn-{weight}.ttf", size, layout_engine=ImageFont.Layout.RAQM)


def width(words: Words, size: int, weight: str = "Regular") -> int:
    return round(font(size, weight).getlength(words.shaped, direction=words.direction, language=words.language))


def lines(words: Words, size: int, weight: str, *, room: int, at_most: int) -> list[Words]:
    """The words in lines no wider than `room`; what does not fit in `at_most` lines ends in an ellipsis."""
    found: list[Words] = []
    rest = words.text.split()
    while rest and len(found) < at_most:
        taken = fitting(rest, words.language, size, weight, room)
        line, rest = " ".join(rest[:taken]), rest[taken:]
        if rest and len(found) == at_most - 1:
            line = f"{line} …"
        found.append(shorten(Words(line, words.language), size, weight, room))
    return found


def fitting(rest: list[str], language: str, size: int, weight: str, room: int) -> int:
    """How many of the words fit in a line; at least one."""
    count = 1
    while count < len(rest) and width(Words(" ".join(rest[: count + 1]), language), size, weight) <= room:
        count += 1
    return count


def shorten(words: Words, size: int, weight: str, room: int) -> Words:
    """The words, cut where they are too wide for the room."""
    text = words.text
    while width(words, size, weight) > room and len(text) > 1:
        text = text.removesuffix("…").rstrip()[:-1].rstrip()
        words = Words(f"{text}…", words.language)
    return words


def balance(words: Words, size: int, weight: str, *, room: int, at_most: int) -> list[Words]:
    """As `lines`, but no line much longer than the others."""
    found = lines(words, size, weight, room=room, at_most=at_most)
    narrower = room
    while narrower > room // 2 and len(found) > 1:
        narrower -= 30
        tried = lines(words, size, weight, room=narrower, at_most=at_most)
        if len(tried) != len(found) or tried[-1].text.endswith("…"):
            break
        found = tried
    return found


def write(
    draw: ImageDraw.ImageDraw, words: Words, at: tuple[float, float], *, size: int, weight: str, ink: str, end: str
) -> None:
    """On the baseline at `at`; `end` says which end of the text stands there: "l" or "r"."""
    draw.text(
        at,
        words.shaped,
        font=font(size, weight),
        fill=ink,
        anchor=f"{end}s",
        direction=words.direction,
        language=words.language,
    )
