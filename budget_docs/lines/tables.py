"""The sheets of a workbook (XLSX, ODS) opened: what the process that reads it finds, without Django."""

from collections.abc import Callable, Iterable
from typing import IO, NamedTuple

from budget_docs.lines import opendocument
from budget_docs.lines.flaws import Problem
from budget_docs.lines.workbooks import Damage, Table, Workbook, merged_ends

Ends = Callable[[int], dict[int, int]]  # of a row: {place of a cell over several: the last of them}


class Opened(NamedTuple):
    tables: Iterable[tuple[str, Table]]
    damage: dict[str, list[Damage]]  # {title of a sheet: what its values do not show}
    ends: Callable[[str], Ends]


def open_here(file: IO[bytes], notices: list[Problem]) -> Opened:
    """Raises Unreadable."""
    if opendocument.is_one(file):
        spans: dict[str, dict[int, dict[int, int]]] = {}
        tables = opendocument.tables(file, notices, spans)
        return Opened(tables, {}, lambda title: lambda number: spans.get(title, {}).get(number, {}))
    book = Workbook(file)
    damage = book.damage(notices)
    return Opened(book.tables(notices), damage, lambda title: lambda number: merged_ends(damage.get(title, []), number))
