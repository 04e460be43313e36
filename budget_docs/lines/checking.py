"""What can be wrong with the rows of a file, each problem with its place; and the lines and headings in it."""

import datetime
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import IO, Any

from budget_docs.lines import reading
from budget_docs.lines.columns import AMOUNTS, EXECUTED, LABELS, SIDE, plain, sides
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.reading import Row
from budget_docs.models import BudgetSide
from budget_docs.models.lines import LEVELS
from tetouan_portal.lib.numbers import INVISIBLE, parse_decimal, western_digits

MOST_PROBLEMS = 500  # are kept; of the others only how many
PARTS = ("1", "2")
CODE = re.compile(r"[0-9A-Za-z.\-]{1,10}")
ECONOMIC_CODE = re.compile(r"[0-9A-Za-z.\-/ ]{1,20}")
LABEL_MAX = 300
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
TOTAL = {"total", "totaux", "مجموع", "المجموع", "المجموع العام", "total general", "sous total", "subtotal"}
LONGEST_TOTAL = 20
CURRENCY = re.compile(r"\s*(?:DH|DHS|MAD|درهم|د\.م\.)\s*$", re.IGNORECASE)
LARGEST = Decimal(10) ** 13
CENT = Decimal("0.01")
FOREIGN = {  # the columns that are not for a side
    BudgetSide.REVENUE.value: EXECUTED[BudgetSide.EXPENDITURE],
    BudgetSide.EXPENDITURE.value: EXECUTED[BudgetSide.REVENUE],
}


class Wrong(Exception):  # noqa: N818 -- becomes a Problem with a place
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Checker:
    """Goes through a file once: `for line in checker.lines(file)`; then `problems`, `headings`, `totals` are whole."""

    def __init__(self, *, mapping: dict[str, str] | None = None, unit: str = "dirham") -> None:
        self.mapping = mapping
        self.divisor = 100 if unit == "centime" else 1
        self.problems: list[Problem] = []
        self.more = 0
        self.notices: list[Problem] = []
        self.headings: dict[tuple[str, str], dict[str, Any]] = {}
        self.totals: dict[tuple[str, str], dict[str, Decimal]] = {}  # of each place, "" for the whole side
        self.stated: list[tuple[Row, str, str, dict[str, Decimal]]] = []
        self.first_seen: dict[tuple[str, str], tuple[str, int]] = {}
        self.rows_read = 0

    def lines(self, file: IO[bytes]) -> Iterator[dict[str, Any]]:
        """The good lines as columns of BudgetLine; whoever stores them looks at `problems` first or afterwards."""
        try:
            for row in reading.rows(file, self.mapping, self.notices):
                if isinstance(row, Problem):
                    self.report(row)
                    continue
                self.rows_read += 1
                if line := self.line(row):
                    yield line
        except Unreadable as error:
            self.report(error.problem)
            return
        if not self.first_seen and not self.problems:
            self.report(Problem("no_lines"))
        self.compare_totals()

    def report(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more += 1

    def wrong(self, row: Row, key: str, code: str, **params: Any) -> None:
        self.report(Problem(code, row.sheet, row.number, row.columns.get(key, ""), params))

    def line(self, row: Row) -> dict[str, Any] | None:
        """The line of a row; None for a heading, a total, or a row that is wrong."""
        before = len(self.problems) + self.more
        side = self.side(row)
        codes = self.codes(row)
        labels = self.labels(row)
        amounts = self.amounts(row, side)
        if codes is None or not side or len(self.problems) + self.more > before:
            return None
        if len(codes) < len(LEVELS) or is_total(labels):
            return self.heading(row, side, codes, labels, amounts)
        return self.good_line(row, side, codes, labels, amounts)

    def heading(self, row: Row, side: str, codes: list[str], labels: dict[str, str], amounts: dict[str, Any]) -> None:
        path = "/".join(codes)
        if codes and not is_total(labels) and any(labels.values()):
            self.headings.setdefault((side, path), {"side": side, "path": path, **labels})
        if amounts and len(codes) < len(LEVELS):
            self.stated.append((row, side, path, amounts))

    def good_line(
        self, row: Row, side: str, codes: list[str], labels: dict[str, str], amounts: dict[str, Decimal]
    ) -> dict[str, Any] | None:
        path = "/".join(codes)
        if first := self.first_seen.get((side, path)):
            self.wrong(row, "line", "duplicate", first_sheet=first[0], first_row=first[1])
            return None
        self.first_seen[side, path] = (row.sheet, row.number)
        if not any(labels.values()):
            self.wrong(row, next(key for key in row.columns if key in LABELS), "no_label")
            return None
        if not amounts:
            self.wrong(row, "admitted", "no_amount")
            return None
        for depth in range(len(LEVELS)):
            sums = self.totals.setdefault((side, "/".join(codes[:depth])), {})
            for key, amount in amounts.items():
                sums[key] = sums.get(key, Decimal(0)) + amount
        places = {"side": side, "path": path, **dict(zip(LEVELS, codes, strict=True))}
        return {**places, "economic_code": self.economic_code(row), **labels, **amounts}

    def economic_code(self, row: Row) -> str:
        code = text_of(row.cells.get("economic_code"))
        if code and not ECONOMIC_CODE.fullmatch(code):
            self.wrong(row, "economic_code", "bad_economic_code", value=code[:60])
            return ""
        return code

    def side(self, row: Row) -> str:
        word = row.cells.get(SIDE)
        if word in sides():  # as in nearly every row
            return sides()[word]
        word = text_of(word)
        if not word:
            if not row.side:
                self.wrong(row, SIDE, "no_side")
            return row.side
        side = sides().get(plain(word), "")
        if not side:
            self.wrong(row, SIDE, "unknown_side", value=word[:60])
        return side

    def codes(self, row: Row) -> list[str] | None:
        """The codes from the part down to where the row's stop; None when one in between is missing or is none."""
        found = [text_of(row.cells.get(level)) for level in LEVELS]
        depth = max((place + 1 for place, code in enumerate(found) if code), default=0)
        good = True
        for level, code in zip(LEVELS, found[:depth], strict=False):
            if not code:
                self.wrong(row, level, "no_code", column_key=level)
                good = False
            elif not CODE.fullmatch(code):
                self.wrong(row, level, "bad_code", value=code[:60])
                good = False
        if good and depth and found[0] not in PARTS:
            self.wrong(row, "part", "unknown_code", value=found[0])
            good = False
        return found[:depth] if good else None

    def labels(self, row: Row) -> dict[str, str]:
        labels = {}
        for key in LABELS:
            label = " ".join(text_of(row.cells.get(key)).split())
            if not label:
                labels[key] = ""
                continue
            if CONTROLS.search(label):
                self.wrong(row, key, "control_characters")
            elif len(label) > LABEL_MAX:
                self.wrong(row, key, "label_too_long", length=len(label))
            labels[key] = label
        return labels

    def amounts(self, row: Row, side: str) -> dict[str, Decimal]:
        amounts = {}
        for key in AMOUNTS:
            value = row.cells.get(key)
            if value is None or value == "":
                continue
            try:
                amount = self.amount(value)
            except Wrong as error:
                self.wrong(row, key, error.code, **error.params)
                continue
            if amount is None:
                continue
            if key in FOREIGN.get(side, ()) and amount:
                self.wrong(row, key, "wrong_column", column_key=key)
            elif key not in FOREIGN.get(side, ()):
                amounts[key] = amount
        return amounts

    def amount(self, value: Any) -> Decimal | None:
        amount = decimal_of(value)
        if amount is None:
            return None
        amount /= self.divisor
        exact = amount.quantize(CENT, ROUND_HALF_UP) if abs(amount) < LARGEST else amount
        if abs(amount) >= LARGEST:
            raise Wrong("too_large")
        if amount < 0:
            raise Wrong("negative")
        # what a spreadsheet program calculated is a binary fraction: 0.1 + 0.2
        if abs(exact - amount) > Decimal("0.000001"):
            raise Wrong("too_precise")
        return exact

    def compare_totals(self) -> None:
        for row, side, path, stated in self.stated:
            summed = self.totals.get((side, path))
            if summed is None:
                self.notices.append(Problem("total_unknown", row.sheet, row.number))
                continue
            for key, amount in stated.items():
                if amount != summed.get(key, Decimal(0)):
                    self.wrong(row, key, "total_differs", stated=str(amount), summed=str(summed.get(key, Decimal(0))))


def is_total(labels: dict[str, str]) -> bool:
    return any(label and len(label) <= LONGEST_TOTAL and plain(label) in TOTAL for label in labels.values())


def text_of(value: Any) -> str:
    """A cell as text: 10.0 is the code 10."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value)
    return (text if text.isascii() else western_digits(INVISIBLE.sub("", text))).strip()


def decimal_of(value: Any) -> Decimal | None:
    """Raises Wrong."""
    if isinstance(value, bool):
        raise Wrong("bad_number", value=str(value))
    if isinstance(value, (int, float)):
        number = Decimal(str(value))
        if not number.is_finite():
            raise Wrong("bad_number", value=str(value))
        return number
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        raise Wrong("date_in_amount")
    text = CURRENCY.sub("", str(value).strip())
    if text in {"", "-", "–", "—"}:
        return None
    if text.startswith("#"):
        raise Wrong("error_value", value=text[:60])
    try:
        return parse_decimal(text)
    except ValueError as error:
        raise Wrong("ambiguous_number" if str(error) == "ambiguous" else "bad_number", value=text[:60]) from error
