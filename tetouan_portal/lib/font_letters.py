"""Which letters each glyph of a font file stands for, as the font itself has it."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

LIGATURES, EXTENSION = 4, 7  # kinds of OpenType lookups


@cache
def letters_of(path: Path) -> dict[int, str]:
    """{glyph: letters}; a letter's joined forms stand for the letter, ﻻ for lam and alef."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- comes with the renderer, and no web process needs it

    with TTFont(path, lazy=True) as font:
        codes = sorted(font.getBestCmap().items(), reverse=True)  # of several codes of a glyph the plainest
        known = {name: unicodedata.normalize("NFKC", chr(code)) for code, name in codes}
        for parts, joined in ligatures(font):
            if joined not in known and all(part in known for part in parts):
                known[joined] = unicodedata.normalize("NFC", "".join(known[part] for part in parts))
        return {font.getGlyphID(name): letters for name, letters in known.items()}


def ligatures(font: Any) -> Iterator[tuple[list[str], str]]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            kind = table.ExtSubTable if table.LookupType == EXTENSION else table
            if kind.LookupType == LIGATURES:
                for first, found in kind.ligatures.items():
                    yield from (([first, *one.Component], one.LigGlyph) for one in found)
