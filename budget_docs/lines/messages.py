"""What the process that reads a workbook says, line by line: sheets, rows, notices, what is wrong."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from budget_docs.lines.flaws import Problem
from budget_docs.lines.workbooks import LONGEST_CELL, Damage

DAY, MOMENT, HOUR, SPAN = "day", "moment", "hour", "span"
READERS: dict[str, Callable[[Any], Any]] = {
    DAY: datetime.date.fromisoformat,
    MOMENT: datetime.datetime.fromisoformat,
    HOUR: datetime.time.fromisoformat,
    SPAN: lambda seconds: datetime.timedelta(seconds=seconds),
}


def said(kind: str, *more: Any) -> bytes:
    return json.dumps([kind, *more]).encode() + b"\n"


def sent_cell(cell: Any) -> Any:
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    if isinstance(cell, datetime.datetime):
        return [MOMENT, cell.isoformat()]
    if isinstance(cell, datetime.date):
        return [DAY, cell.isoformat()]
    if isinstance(cell, datetime.time):
        return [HOUR, cell.isoformat()]
    if isinstance(cell, datetime.timedelta):
        return [SPAN, cell.total_seconds()]
    return str(cell)[: LONGEST_CELL + 1]  # one more tells that there are more


def heard_cell(cell: Any) -> Any:
    return READERS[cell[0]](cell[1]) if isinstance(cell, list) else cell


def sent_damage(damage: dict[str, list[Damage]]) -> list[Any]:
    return [[title, [[one.problem, one.rows, one.columns] for one in found]] for title, found in damage.items()]


def heard_damage(sent: list[Any]) -> dict[str, list[Damage]]:
    return {
        title: [Damage(Problem(*problem), tuple(rows), tuple(columns)) for problem, rows, columns in found]
        for title, found in sent
    }
