"""What a file of lines would change, found while it is read: of each line only a mark stays in memory."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from budget_docs.lines.columns import AMOUNTS, LABELS
from budget_docs.models import Budget, BudgetLine
from tetouan_portal.lib.portions import in_portions

MOST_DIFFERENCES = 200  # are shown, of each kind
COMPARED = (*LABELS, *AMOUNTS)

Line = dict[str, Any]
Place = tuple[str, str]  # side and path


class Comparison:
    """Of the lines of a file, `add`ed one by one, with a version that is there (or None)."""

    def __init__(self, before: Budget | None) -> None:
        self.before = before
        self.former = marks_of(before) if before else {}
        self.counts: Counter[str] = Counter()
        self.added: list[Line] = []
        self.changed: list[Line] = []
        self.lines = 0

    def add(self, line: Line) -> None:
        self.lines += 1
        former = self.former.pop((line["side"], line["path"]), None)
        if former == mark(line):
            return
        kind, kept = ("added", self.added) if former is None else ("changed", self.changed)
        self.counts[kind] += 1
        if len(kept) < MOST_DIFFERENCES:
            kept.append(line)

    def outcome(self, totals: dict[str, dict[str, Decimal]]) -> dict[str, Any]:
        """{"lines", "totals", "before" (version or None), "former_totals", "differences", "counts"}; amounts as texts.

        `totals`: {side: {column: sum}} of the file.
        """
        gone = sorted(self.former)
        counts = self.counts + Counter({"removed": len(gone)})
        gone = gone[:MOST_DIFFERENCES]
        stored = stored_lines(self.before, [*gone, *map(place_of, self.changed)]) if self.before else {}
        differences = [
            *(difference("added", None, line) for line in self.added),
            *(difference("changed", stored[place_of(line)], line) for line in self.changed),
            *(difference("removed", stored[place], None) for place in gone),
        ]
        return {
            "lines": self.lines,
            "totals": as_texts(totals),
            "before": self.before.version if self.before else None,
            "former_totals": as_texts(totals_of(self.before)) if self.before else {},
            "differences": sorted(differences, key=place_of),
            "counts": dict(counts),
        }


def place_of(line: Line) -> Place:
    return line["side"], line["path"]


def mark(line: Line) -> int:
    return mark_of(map(line.get, COMPARED))


def mark_of(values: Iterable[Any]) -> int:
    """The same for lines that say the same, within this process; "" is what null is."""
    return hash(tuple(None if value == "" else value for value in values))


def marks_of(budget: Budget) -> dict[Place, int]:
    rows = BudgetLine.objects.filter(budget=budget).order_by().values_list("side", "path", *COMPARED)
    return {(side, path): mark_of(values) for side, path, *values in in_portions(rows, 2000)}


def stored_lines(budget: Budget, places: Iterable[Place]) -> dict[Place, Line]:
    wanted = set(places)
    rows = BudgetLine.objects.filter(budget=budget, path__in={path for _side, path in wanted}).order_by()
    found = {place_of(line): line for line in rows.values("side", "path", *COMPARED)}
    return {place: line for place, line in found.items() if place in wanted}


def totals_of(budget: Budget) -> dict[str, dict[str, Decimal]]:
    sums = {f"sum_of_{key}": Sum(key) for key in AMOUNTS}
    rows: Any = BudgetLine.objects.filter(budget=budget).order_by().values("side").annotate(**sums)
    return {
        row["side"]: {key: row[f"sum_of_{key}"] for key in AMOUNTS if row[f"sum_of_{key}"] is not None} for row in rows
    }


def as_texts(totals: dict[str, dict[str, Decimal]]) -> dict[str, dict[str, str]]:
    return {side: {key: str(amount) for key, amount in sums.items()} for side, sums in totals.items()}


def difference(kind: str, former: Line | None, line: Line | None) -> Line:
    """{"kind", "side", "path", "label", "amounts": {column: [before, now]}}: the amounts that differ, as texts."""
    was, now = former or {}, line or {}
    shown = now or was
    pairs = {key: (was.get(key), now.get(key)) for key in AMOUNTS}
    return {
        "kind": kind,
        "side": shown["side"],
        "path": shown["path"],
        "label": {key.removeprefix("label_"): shown.get(key) or "" for key in LABELS},
        "amounts": {key: [*map(text, pair)] for key, pair in pairs.items() if pair[0] != pair[1]},
    }


def text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
