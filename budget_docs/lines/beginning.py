"""The first rows of a file, kept with its import: what an officer needs to see to say which column is which."""

import datetime
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from math import isfinite
from typing import Any

from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.tables import Opened
from budget_docs.lines.workbooks import MOST_COLUMNS, Damage, Table

MOST_ROWS = 50  # of a sheet
MOST_SHEETS = 8
MOST_DAMAGE = 200
LONGEST = 301  # characters of a cell: one more than a name may have
MOST_CHARACTERS = 400_000  # of all cells

Data = dict[str, Any]


class Beginning:
    """Takes note of the first rows while a file is read: `opened = beginning.watch(opened)`."""

    def __init__(self) -> None:
        self.sheets: list[Data] = []
        self.tables: Iterator[tuple[str, Table]] = iter(())
        self.table: Table = iter(())
        self.room = MOST_CHARACTERS

    def watch(self, opened: Opened) -> Opened:
        self.tables = self.watched(opened)
        return opened._replace(tables=self.tables)

    def watched(self, opened: Opened) -> Iterator[tuple[str, Table]]:
        for title, table in opened.tables:
            self.table = self.noted(title, table, opened)
            yield title, self.table
            with suppress(Unreadable):  # a sheet that was left out was read to where headings may stand
                self.look_at(self.table)

    def noted(self, title: str, table: Table, opened: Opened) -> Table:
        sheet: Data = {"title": title, "rows": [], "ends": {}, "damage": []}
        if len(self.sheets) < MOST_SHEETS:
            self.sheets.append(sheet)
            sheet["damage"] = [kept_damage(one) for one in opened.damage.get(title, []) if one.rows[0] <= MOST_ROWS]
            sheet["damage"] = sheet["damage"][:MOST_DAMAGE]
        for number, cells in table:
            self.note(sheet, number, cells, opened.ends(title)(number))
            yield number, cells
            if number >= MOST_ROWS:
                break
        yield from table

    def note(self, sheet: Data, number: int, cells: list[Any], ends: dict[int, int]) -> None:
        kept = [kept_cell(cell) for cell in cells[: MOST_COLUMNS + 1]]
        self.room -= sum(len(cell) if isinstance(cell, str) else 4 for cell in kept)
        if number <= MOST_ROWS and self.room > 0:
            sheet["rows"].append([number, kept])
            sheet["ends"] |= {str(number): list(ends.items())} if ends else {}

    def complete(self) -> None:
        """Where the reading stopped early: look at the first rows of what it did not come to."""
        with suppress(Unreadable):
            self.look_at(self.table)
            for _title, table in self.tables:
                self.look_at(table)

    def look_at(self, table: Table) -> None:
        for _row in islice(table, MOST_ROWS):
            pass


def kept_cell(cell: Any) -> Any:
    if cell is None or isinstance(cell, (bool, int)) or (isinstance(cell, float) and isfinite(cell)):
        return cell
    if isinstance(cell, datetime.date):
        return {"moment": cell.isoformat()}
    return str(cell).replace("\0", "")[:LONGEST]


def kept_damage(damage: Damage) -> Data:
    return {"problem": damage.problem.as_data(), "rows": damage.rows, "columns": damage.columns}


# --- read again ------------------------------------------------------------------------------


def opened_again(sheets: list[Data]) -> Opened:
    damage = {
        sheet["title"]: [
            Damage(Problem(**one["problem"]), tuple(one["rows"]), tuple(one["columns"])) for one in sheet["damage"]
        ]
        for sheet in sheets
    }
    ends = {sheet["title"]: {int(number): dict(pairs) for number, pairs in sheet["ends"].items()} for sheet in sheets}
    tables = [(sheet["title"], table_of(sheet)) for sheet in sheets]
    return Opened(tables, damage, lambda title: lambda number: ends.get(title, {}).get(number, {}))


def table_of(sheet: Data) -> Table:
    for number, cells in sheet["rows"]:
        yield number, [read_cell(cell) for cell in cells]


def read_cell(cell: Any) -> Any:
    return datetime.datetime.fromisoformat(cell["moment"]) if isinstance(cell, dict) else cell
