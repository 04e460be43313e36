"""The colours of tokens.css as they are: values by day and by night, and what stands out from what."""

import re
from typing import NamedTuple

from tetouan_portal.lib.stylesheet import FOLDER

COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b")
NIGHT = "@media (prefers-color-scheme: dark)"
TEXTS = ("ink", "ink-soft", "green", "sea", "ochre", "clay")
GROUNDS = ("paper", "surface")
SHAPES = "level-"  # drawings: 3 is enough for them


class Pair(NamedTuple):
    text: str
    ground: str
    day: tuple[str, str]  # the two colours
    night: tuple[str, str]
    ratios: tuple[str, str]  # by day and by night: "7.12"
    needed: int
    is_enough: bool


def schemes() -> tuple[dict[str, str], dict[str, str]]:
    """{name: "#rrggbb"} by day and by night; what the night does not rename stays as by day."""
    day, _night, night = (FOLDER / "tokens.css").read_text().partition(NIGHT)
    by_day = dict(COLOUR.findall(day))
    return by_day, by_day | dict(COLOUR.findall(night))


def pairs() -> list[Pair]:
    """Every colour of text on the grounds it is used on, every shape on paper."""
    day, night = schemes()
    wanted = [(text, ground) for text in TEXTS for ground in GROUNDS]
    wanted += [(text, f"{hue}-soft") for hue in TEXTS for text in ("ink", hue) if hue != "ink"]
    wanted += [(name, name.removeprefix("on-")) for name in day if name.startswith("on-")]
    wanted += [("surface", "green"), *((name, "paper") for name in day if name.startswith(SHAPES))]
    return [pair(text, ground, day, night) for text, ground in wanted if text != ground and {text, ground} <= set(day)]


def pair(text: str, ground: str, day: dict[str, str], night: dict[str, str]) -> Pair:
    colours = [(scheme[text], scheme[ground]) for scheme in (day, night)]
    ratios = [contrast(*both) for both in colours]
    needed = 3 if text.startswith(SHAPES) else 7
    shown = (f"{ratios[0]:.2f}", f"{ratios[1]:.2f}")
    return Pair(text, ground, colours[0], colours[1], shown, needed, min(ratios) >= needed)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
