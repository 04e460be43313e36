"""What can be wrong with the rows of a file, each problem with its place; and the lines and headings in it."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import IO, Any

from budget_docs.lines import reading
from budget_docs.lines.beginning import Beginning
from budget_docs.lines.cells import Wrong, amount_of, pieces_of, text_of
from budget_docs.lines.columns import AMOUNTS, EXECUTED, LABELS, SIDE, WHOLE_CODE, plain, sides
from budget_docs.lines.problems import Problem, Unreadable
from budget_docs.lines.reading import Row
from budget_docs.lines.tables import Opened
from budget_docs.lines.totals import TOTAL, ZERO, Totals, add, agree, is_total, level_named, of_each_place
from budget_docs.lines.zeros import LONGEST_CODE, Zeros
from budget_docs.models import BudgetSide
from budget_docs.models.lines import LEVELS
from tetouan_portal.lib.numbers import told_mark

MOST_PROBLEMS = 500  # are kept; of the others only how many
PARTS = ("1", "2")
CODE = re.compile(rf"[0-9A-Za-z.\-]{{1,{LONGEST_CODE}}}")
ECONOMIC_CODE = re.compile(r"[0-9A-Za-z.\-/ ]{1,20}")
LABEL_MAX = 300
MARKS_ENOUGH = 2_000  # amounts that are looked at for the mark before decimals
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
FOREIGN = {  # the columns that are not for a side
    BudgetSide.REVENUE.value: EXECUTED[BudgetSide.EXPENDITURE],
    BudgetSide.EXPENDITURE.value: EXECUTED[BudgetSide.REVENUE],
    "": (),
}


class Checker:
    """Goes through a file once: `for line in checker.lines(file)`; then `problems`, `headings`, `totals` are whole."""

    def __init__(
        self,
        *,
        mapping: dict[str, str] | None = None,
        unit: str = "dirham",
        fills_down: bool = False,
        decimal_mark: str = "",
        heading_row: int | None = None,
    ) -> None:
        self.mapping = mapping
        self.divisor = 100 if unit == "centime" else 1
        self.fills_down = fills_down  # a code left empty is that of the row above
        self.heading_row = heading_row
        self.mark = decimal_mark
        self.marks: Counter[str] = Counter()  # what the amounts themselves show to stand before decimals
        self.above: list[str] = []
        self.side_above = ""
        self.problems: list[Problem] = []
        self.more = 0
        self.notices: list[Problem] = []
        self.headings: dict[tuple[str, str], dict[str, Any]] = {}
        self.totals: Totals = {}  # of paragraphs; once all was read, of each place, "" for the whole side
        self.stated: list[tuple[Row, str, list[str], dict[str, Decimal]]] = []
        self.last: tuple[str, list[str]] | None = None  # side and codes of the line above
        self.first_seen: dict[tuple[str, str], tuple[str, int]] = {}
        self.rows_read = 0
        self.beginning = Beginning()
        self.zeros = Zeros()

    def lines(self, file: IO[bytes]) -> Iterator[dict[str, Any]]:
        """The good lines as columns of BudgetLine; whoever stores them looks at `problems` first or afterwards."""
        try:
            for row in self.rows(self.beginning.watch(reading.open_tables(file, self.notices))):
                if line := self.line(row):
                    yield line
        except Unreadable as error:
            self.report(error.problem)
            self.beginning.complete()
            return
        if not self.first_seen and not self.problems:
            self.report(Problem("no_lines"))
        self.compare_totals()
        self.notices += self.zeros.lost()

    def rows(self, opened: Opened) -> Iterator[Row]:
        """Raises Unreadable."""
        how: dict[str, Any] = {"fills_down": self.fills_down, "heading_row": self.heading_row}
        for row in reading.rows(opened, self.mapping, self.notices, self.report, **how):
            self.rows_read += 1
            self.zeros.note(row)
            yield row

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
        labels = self.labels(row)
        sums_up = any(map(is_total, labels.values()))
        side = self.last[0] if sums_up and self.last and is_silent(row) else self.side(row)
        codes = self.codes(row)
        amounts = self.amounts(row, side)
        if codes is None or not side or len(self.problems) + self.more > before:
            return None
        if sums_up and (len(codes) < len(LEVELS) or any(plain(label) in TOTAL for label in labels.values())):
            self.stated.append((row, side, self.summed_places(side, codes, labels), amounts))
            return None
        if len(codes) < len(LEVELS):
            self.heading(row, side, codes, labels, amounts)
            return None
        self.last = (side, codes)
        return self.good_line(row, side, codes, labels, amounts)

    def heading(self, row: Row, side: str, codes: list[str], labels: dict[str, str], amounts: dict[str, Any]) -> None:
        path = "/".join(codes)
        if codes and any(labels.values()):
            self.headings.setdefault((side, path), {"side": side, "path": path, **labels})
        if amounts:
            self.stated.append((row, side, [path], amounts))

    def summed_places(self, side: str, codes: list[str], labels: dict[str, str]) -> list[str]:
        """The paths of which a total may be: that of its codes, or of the level it names, or what ends above it."""
        if codes:
            return ["/".join(codes[: len(LEVELS) - 1])]
        above = self.last[1] if self.last and self.last[0] == side else []
        if depth := level_named(labels.values()):
            return ["/".join(above[:depth])]
        return ["", *("/".join(above[:depth]) for depth in range(1, len(above)))]

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
        add(self.totals, (side, path.rpartition("/")[0]), amounts)
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
        if isinstance(word, str) and word in sides():  # as in nearly every row
            self.side_above = sides()[word]
            return self.side_above
        word = text_of(word)
        if not word:
            side = row.side or (self.side_above if self.fills_down else "")
            if not side:
                self.wrong(row, SIDE, "no_side")
            return side
        side = sides().get(plain(word), "")
        if not side:
            self.wrong(row, SIDE, "unknown_side", value=word[:60])
        self.side_above = side
        return side

    def codes(self, row: Row) -> list[str] | None:
        """The codes from the part down to where the row's stop; None when one in between is missing or is none."""
        found = self.codes_as_written(row)
        if len(found) > len(LEVELS):
            self.wrong(row, WHOLE_CODE, "bad_code", value=text_of(row.cells.get(WHOLE_CODE))[:60])
            return None
        depth = max((place + 1 for place, code in enumerate(found) if code), default=0)
        good = True
        for level, code in zip(LEVELS, found[:depth], strict=False):
            if not code:
                self.wrong(row, level, "no_code", column_key=level)
                good = False
            elif not is_code(code):
                self.wrong(row, level, "bad_code", value=code[:60])
                good = False
        if good:
            self.above = found[:depth]
        if good and depth and found[0] not in PARTS:
            self.wrong(row, "part", "unknown_code", value=found[0])
            good = False
        return found[:depth] if good else None

    def codes_as_written(self, row: Row) -> list[str]:
        """One a level, some empty; a comma is the point that a French Excel made one."""
        whole = text_of(row.cells.get(WHOLE_CODE))
        if whole:
            return pieces_of(whole)
        found = [text_of(row.cells.get(level)).replace(",", ".") for level in LEVELS]
        return filled_down(found, self.above) if self.fills_down else found

    def labels(self, row: Row) -> dict[str, str]:
        labels = {}
        for key in LABELS:
            cell = row.cells.get(key)
            if cell is None:
                labels[key] = ""
                continue
            label = " ".join(text_of(cell).split())
            if CONTROLS.search(label):
                self.wrong(row, key, "control_characters")
            elif len(label) > LABEL_MAX:
                self.wrong(row, key, "label_too_long", length=len(label))
            labels[key] = label
        return labels

    def amounts(self, row: Row, side: str) -> dict[str, Decimal]:
        amounts = {}
        foreign = FOREIGN[side]
        for key in AMOUNTS:
            value = row.cells.get(key)
            if value is None or value == "":
                continue
            try:
                if isinstance(value, str) and self.marks.total() < MARKS_ENOUGH and (mark := told_mark(value)):
                    self.marks[mark] += 1
                amount = amount_of(value, self.divisor, self.mark)
            except Wrong as error:
                self.wrong(row, key, error.code, **error.params)
                continue
            if amount is None:
                continue
            if key not in foreign:
                amounts[key] = amount
            elif amount:
                self.wrong(row, key, "wrong_column", column_key=key)
        return amounts

    def sums_of_sides(self) -> dict[str, dict[str, Decimal]]:
        """{side: {column: sum}}, once all was read."""
        return {side: sums for (side, path), sums in self.totals.items() if not path}

    def compare_totals(self) -> None:
        self.totals = of_each_place(self.totals)
        for row, side, paths, stated in self.stated:
            known = [found for path in paths if (found := self.totals.get((side, path)))]
            if not known:
                self.notices.append(Problem("total_unknown", row.sheet, row.number))
            elif not any(agree(stated, summed) for summed in known):
                for key, amount in stated.items():
                    summed = known[0].get(key, ZERO)
                    if amount != summed:
                        self.wrong(row, key, "total_differs", stated=str(amount), summed=str(summed))

    def own_mark(self) -> str:
        """What the amounts of this file agree on, where some could be read in two ways; "" when there is none."""
        is_asked = any(problem.code == "ambiguous_number" for problem in self.problems)
        return next(iter(self.marks)) if is_asked and len(self.marks) == 1 else ""


def filled_down(codes: list[str], above: list[str]) -> list[str]:
    """The empty ones before the last that is there, as long as nothing above them is another than before."""
    depth = max((place + 1 for place, code in enumerate(codes) if code), default=0)
    filled = list(codes)
    for place in range(depth):
        if not filled[place] and filled[:place] == above[:place] and place < len(above):
            filled[place] = above[place]
    return filled


@lru_cache(maxsize=10_000)
def is_code(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def is_silent(row: Row) -> bool:
    """Whether the row says nothing of its side: a total then is of the side above it."""
    return not row.side and not text_of(row.cells.get(SIDE))
