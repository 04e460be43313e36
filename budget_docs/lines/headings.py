"""Where the columns of a table are: told by the row that names them, or by two, a group above what it holds."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from openpyxl.utils import column_index_from_string

from budget_docs.lines.columns import LABELS, SIDE, WHOLE_CODE, known_headings, plain, sides
from budget_docs.lines.problems import Unreadable
from budget_docs.lines.workbooks import letters_of
from budget_docs.models.lines import LEVELS

LETTERS = re.compile(r"[A-Z]{1,2}")
NUMBER = re.compile(r"[\d\s.,/-]*\d[\d\s.,/-]*")  # an amount or a code
LONGEST = 300  # characters of a heading that are looked at
YEARS = range(1956, 2200)  # a number that names a column

Ends = Callable[[int], dict[int, int]]  # of a row's number: {place of a merged cell: the last place it covers}


class Headings(NamedTuple):
    row: int  # the last of them
    texts: list[str]  # one a column, as they are read: a group and what stands below it
    names: list[tuple[str, ...]]  # as `plain` writes them, the fullest first
    is_joined: bool = False


class Found(NamedTuple):
    headings: Headings
    columns: dict[str, int]  # {key: place from 0}
    twice: list[tuple[str, int]]  # keys of which there are several, with another's place


def heading_text(cell: Any) -> str:
    """Nothing for a number: of those only a year names a column."""
    if isinstance(cell, str):
        text = " ".join(cell[:LONGEST].split())
        is_number = text.isdecimal() or NUMBER.fullmatch(text)
        return text if not is_number or (text.isdecimal() and int(text) in YEARS) else ""
    is_year = isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in YEARS
    return str(int(cell)) if is_year else ""


def alone(number: int, cells: list[Any]) -> Headings:
    texts = [heading_text(cell) for cell in cells]
    return Headings(number, texts, [(plain(text),) for text in texts])


def join_rows(number: int, upper: list[Any], lower: list[Any], ends: dict[int, int]) -> Headings | None:
    """Of the row `number` and the one above it; None where they are not headings and their groups."""
    below = [heading_text(cell) for cell in lower]
    if any(cell not in (None, "") and not text for cell, text in zip(lower, below, strict=True)):
        return None
    above = [heading_text(cell) for cell in upper]
    width = max(len(above), len(below))
    above, below = ([*texts, *[""] * (width - len(texts))] for texts in (above, below))
    groups = spread(above, below, ends)
    if not any(group and text for group, text in zip(groups, below, strict=True)):
        return None
    texts = [" ".join(dict.fromkeys(filter(None, pair))) for pair in zip(groups, below, strict=True)]
    names = [
        tuple(dict.fromkeys((plain(text), plain(own or group))))
        for text, group, own in zip(texts, groups, below, strict=True)
    ]
    return Headings(number, texts, names, is_joined=True)


def spread(above: list[str], below: list[str], ends: dict[int, int]) -> list[str]:
    """A group's text over all that it holds: as far as it is merged, or up to the next text.

    A text with nothing below it is the heading of its own column alone.
    """
    found, group, last = [], "", -1
    for place, text in enumerate(above):
        if text:
            group, last = (text, ends.get(place, len(above))) if below[place] else ("", -1)
        found.append(text or (group if place <= last and below[place] else ""))
    return found


def found_in(headings: Headings, mapping: dict[str, str], same: dict[str, str], *, is_the_row: bool = False) -> Found:
    """The columns that these headings name. `mapping`: by heading or letters; `same`: what need not stand there."""
    columns: dict[str, int] = {}
    twice = []
    for place, names in enumerate(headings.names):
        key = next((known_headings()[name] for name in names if name in known_headings()), None)
        if key is None or key in mapping or key in same:
            continue
        if columns.setdefault(key, place) != place:
            twice.append((key, place))
    named: dict[str, int] = {}
    for key, where in mapping.items():
        places = places_of(headings, plain(where))
        if places:
            named[key] = places[0]
            twice += [(key, place) for place in places[1:2]]
    if named or columns or is_the_row:
        letters = {key: where for key, where in mapping.items() if key not in named and LETTERS.fullmatch(where)}
        named |= {key: column_index_from_string(where) - 1 for key, where in letters.items()}
    return Found(headings, columns | named, twice)


def places_of(headings: Headings, name: str) -> list[int]:
    """Of the columns that are called so in full; where there is none, in one of the two rows."""
    full = [place for place, names in enumerate(headings.names) if name and names[0] == name]
    return full or [place for place, names in enumerate(headings.names) if name and name in names]


def names_columns(columns: dict[str, int], same: dict[str, str]) -> bool:
    """Two codes, or as many as the file itself gives; where that is one, something else beside it."""
    if WHOLE_CODE in columns:
        return len(columns) > 1
    wanted = len([name for name in LEVELS if name not in same])
    return sum(name in columns for name in LEVELS) >= min(2, max(1, wanted)) and len(columns) > 1


def insist_on(found: Found, same: dict[str, str], title: str) -> None:
    """All that is missing is told at once."""
    number = found.headings.row
    for key, place in found.twice:
        raise Unreadable("column_twice", title, number, letters_of(place), column_key=key)
    there = found.columns.keys() | {key for key, value in same.items() if value}
    missing = [key for key in LEVELS if key not in there and WHOLE_CODE not in there]
    if SIDE not in there and not sides().get(plain(title)):
        missing.append(SIDE)
    if not any(key in there for key in LABELS):
        missing.append("label_fr")
    if len(missing) == 1:
        raise Unreadable("no_column", title, number, column_key=missing[0])
    if missing:
        raise Unreadable("no_columns", title, number, column_keys=missing)
