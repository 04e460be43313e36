"""The first rows of a file as they would be read: what an officer looks at before anything is kept."""

from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from budget_docs.lines.beginning import Data, opened_again
from budget_docs.lines.cells import text_of
from budget_docs.lines.checking import Checker
from budget_docs.lines.columns import LABELS
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.reading import Row, Sheet
from budget_docs.lines.totals import is_total

MOST_ROWS = 20


class TriedRow(NamedTuple):
    sheet: str
    number: int
    kind: str  # line, heading, total, or wrong
    side: str
    path: str
    labels: dict[str, str]
    amounts: dict[str, Decimal]


class Tried(NamedTuple):
    rows: list[TriedRow]
    problems: list[Problem]
    notices: list[Problem]


def try_rows(sheets: list[Data], read_by: dict[str, Any]) -> Tried:
    found, checker = tried_once(sheets, read_by)
    if mark := checker.own_mark():
        found, _checker = tried_once(sheets, read_by | {"decimal_mark": mark})
    return found


def tried_once(sheets: list[Data], read_by: dict[str, Any]) -> tuple[Tried, Checker]:
    checker = Checker(**read_by)
    rows = []
    try:
        for row in islice(checker.rows(opened_again(sheets)), MOST_ROWS):
            rows.append(tried_row(checker, row))
    except Unreadable as error:
        checker.report(error.problem)
    return Tried(rows, checker.problems, checker.notices), checker


def tried_row(checker: Checker, row: Row) -> TriedRow:
    problems, totals = len(checker.problems), len(checker.stated)
    line = checker.line(row)
    is_wrong = len(checker.problems) > problems
    if line:
        labels = {key: line[key] for key in LABELS}
        amounts = {key: value for key, value in line.items() if isinstance(value, Decimal)}
        return TriedRow(row.sheet, row.number, "line", line["side"], line["path"], labels, amounts)
    stated = checker.stated[-1][3] if len(checker.stated) > totals else {}
    labels = {key: text_of(row.cells.get(key)) for key in LABELS}
    kind = "wrong" if is_wrong else "total" if any(map(is_total, labels.values())) else "heading"
    return TriedRow(row.sheet, row.number, kind, "", "" if is_wrong else "/".join(checker.above), labels, stated)


def row_of_headings(sheets: list[Data], title: str, mapping: dict[str, str]) -> int | None:
    """The row that this mapping would find by itself."""
    opened = opened_again(sheets)
    table = next(table for name, table in opened.tables if name == title)
    sheet = Sheet(title, mapping, opened, lambda _problem: None, [], fills_down=False)
    try:
        sheet.below_headings(iter(table))
    except Unreadable as error:
        return error.problem.row
    return sheet.row
