"""Codes that lost the zero they begin with, as a spreadsheet does that takes them for numbers: told, never mended."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from budget_docs.lines.cells import text_of
from budget_docs.lines.problems import Problem
from budget_docs.lines.reading import Row
from budget_docs.models.lines import LEVELS

LONGEST_CODE = 10  # letters; what is longer is told as no code

type Place = tuple[str, str]  # side and path


class Seen(NamedTuple):
    sheet: str
    row: int
    column: str


class Zeros:
    """Of one file: `note(row)` of each row; then `lost()`."""

    def __init__(self) -> None:
        self.widths: dict[str, dict[int, str]] = {level: {} for level in LEVELS}  # of codes such as 0110, and one
        self.first: dict[str, dict[float, Seen]] = {level: {} for level in LEVELS}  # of each number
        self.counts: dict[str, dict[float, int]] = {level: {} for level in LEVELS}
        self.columns: dict[str, dict[str, str]] = {}  # {sheet: {level: letters}}

    def note(self, row: Row) -> None:
        self.columns[row.sheet] = row.columns
        for level in LEVELS:
            value = row.cells.get(level)
            if isinstance(value, str):
                if value.startswith("0") and 1 < len(value) <= LONGEST_CODE and value.isdecimal():
                    self.widths[level][len(value)] = value
            elif isinstance(value, (int, float)):
                counts = self.counts[level]
                if value not in counts:
                    counts[value] = 0
                    self.first[level][value] = Seen(row.sheet, row.number, row.columns.get(level, ""))
                counts[value] += 1

    def lost(self) -> Iterator[Problem]:
        """Where all codes of a column that begin with 0 have as many digits, and numbers beside them have fewer."""
        for level, widths in self.widths.items():
            if len(widths) != 1:
                continue
            [(width, example)] = widths.items()
            codes = {value: text_of(value) for value in self.first[level]}
            short = [value for value, code in codes.items() if code.isdecimal() and len(code) < width]
            if short:
                first, code = self.first[level][short[0]], codes[short[0]]
                count = sum(self.counts[level][value] for value in short)
                params = {"value": code, "example": example, "expected": code.zfill(width), "count": count}
                yield Problem("zero_lost", first.sheet, first.row, first.column, params)

    def lost_since(self, gone: Iterable[Place], seen: dict[Place, tuple[str, int]]) -> Iterator[Problem]:
        """Where a line that is new differs from one that is gone by such zeros alone. `seen`: {place: sheet, row}."""
        former = {(side, bare(path)): path for side, path in gone if bare(path) != path}
        found: dict[str, Problem] = {}
        for side, path in seen if former else ():
            old = former.get((side, bare(path)))
            if old is None or old == path:
                continue
            for level, now, before in zip(LEVELS, path.split("/"), old.split("/"), strict=False):
                if len(now) < len(before):
                    sheet, row = seen[side, path]
                    params = {"value": now, "expected": before, "count": 0}
                    one = found.setdefault(
                        level,
                        Problem("zero_lost_since", sheet, row, self.columns.get(sheet, {}).get(level, ""), params),
                    )
                    one.params["count"] += 1
        yield from found.values()


def bare(path: str) -> str:
    """A path without the zeros that its codes begin with; 0 itself and 0.1 stay."""
    return "/".join(code.lstrip("0") or "0" if code.isdecimal() else code for code in path.split("/"))
