"""Invented budgets on the official nomenclature: the same words and weights (`data/demo/`) give the same amounts.

Amounts are Decimals in dirhams. The totals are near those that the press gave, and claim nothing.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from budget_docs.models import BudgetSide
from budget_docs.models.lines import LEVELS

FOLDER = Path(__file__).parent.parent / "data" / "demo"
LANGUAGES = ("ar", "fr", "es")  # in the order of the files
HUNDRED, CENT = Decimal(100), Decimal("0.01")
NOTHING = Decimal(0)
SURPLUS_LINES = ("1/0.1/60/10/10/11", "2/0.2/60/10/50/51")  # what one part gives is what the other receives
SECTIONS = {"1": "0.1", "2": "0.2"}


class Totals(NamedTuple):
    operating: int  # revenue of the first part
    surplus: int  # what of it goes to the second part
    equipment: int  # the second part, the surplus included


TOTALS = {
    2024: Totals(446_300_000, 51_800_000, 231_400_000),
    2025: Totals(476_900_000, 56_200_000, 258_700_000),
    2026: Totals(489_600_000, 67_100_000, 271_900_000),
}
EXECUTED = (2024, 2025)


class Line(NamedTuple):
    side: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    economic_code: str
    weight: float

    @property
    def path(self) -> str:
        return "/".join(self.codes)


@cache
def contents(side: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{side}.json").read_text(encoding="utf-8"))


@cache
def lines_of(side: str) -> tuple[Line, ...]:
    rows = expenditure_lines() if side == BudgetSide.EXPENDITURE else revenue_lines()
    return tuple(sorted(rows, key=lambda line: [(len(code), code) for code in line.codes]))


def expenditure_lines() -> Iterator[Line]:
    """Each article holds the lines of its paragraphs, by its own weight."""
    data = contents(BudgetSide.EXPENDITURE)
    for part, chapter, article, size, paragraphs, *_labels in data["articles"]:
        found = [(data["paragraphs"][name], row) for name in paragraphs for row in data["paragraphs"][name]["lines"]]
        whole = sum(row[1] for _paragraph, row in found)
        for paragraph, (code, weight, *labels) in found:
            codes = (part, SECTIONS[part], chapter, article, paragraph["code"], code)
            yield Line(BudgetSide.EXPENDITURE, codes, tuple(labels), "", size * weight / whole)


def revenue_lines() -> Iterator[Line]:
    data = contents(BudgetSide.REVENUE)
    for place, paragraph, code, weight, economic_code, *labels in data["lines"]:
        part, chapter, article = place.split("/")
        codes = (part, SECTIONS[part], chapter, article, data["paragraphs"][paragraph]["code"], code)
        yield Line(BudgetSide.REVENUE, codes, tuple(labels), economic_code, weight)


def headings() -> Iterator[dict[str, str]]:
    """The headings above the lines, as `budget_versions.add_version` takes them."""
    for side in BudgetSide.values:
        names = heading_names(side)
        for codes in sorted({line.codes[:depth] for line in lines_of(side) for depth in range(1, len(LEVELS))}):
            yield {"side": side, "path": "/".join(codes), **labels_of(names[codes])}


def heading_names(side: str) -> dict[tuple[str, ...], list[str]]:
    """{codes from the part down: labels}"""
    data = contents(side)
    names = {tuple(path.split("/")): labels for name in ("parts", "sections") for path, labels in data[name].items()}
    for part, chapter, article, *rest in data["articles"]:
        names[part, SECTIONS[part], chapter] = data["chapters"][chapter]
        names[part, SECTIONS[part], chapter, article] = rest[-3:]
    return names | paragraph_names(data, side)


def paragraph_names(data: dict[str, Any], side: str) -> dict[tuple[str, ...], list[str]]:
    if side == BudgetSide.REVENUE:
        by_code = {paragraph["code"]: paragraph["label"] for paragraph in data["paragraphs"].values()}
        return {line.codes[:5]: by_code[line.codes[4]] for line in lines_of(side)}
    return {
        (part, SECTIONS[part], chapter, article, data["paragraphs"][name]["code"]): data["paragraphs"][name]["label"]
        for part, chapter, article, _size, names, *_labels in data["articles"]
        for name in names
    }


def labels_of(labels: list[str] | tuple[str, ...]) -> dict[str, str]:
    return {f"label_{code}": label for code, label in zip(LANGUAGES, labels, strict=True)}


def chance(*words: object) -> float:
    """0 to 1, always the same for the same words."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


@cache
def vote(year: int) -> dict[tuple[str, str], Decimal]:
    """{(side, path): amount}: both sides of each part are equal, as the law wants."""
    totals, found = TOTALS[year], {}
    wanted = {"1": totals.operating, "2": totals.equipment}
    for side in BudgetSide.values:
        by_part = defaultdict(list)
        for line in lines_of(side):
            by_part[line.codes[0]].append(line)
        for part, lines in by_part.items():
            amounts = shared_out(lines, Decimal(wanted[part]), Decimal(totals.surplus), year)
            found |= {(side, path): amount for path, amount in amounts.items()}
    return found


def shared_out(lines: list[Line], whole: Decimal, surplus: Decimal, year: int) -> dict[str, Decimal]:
    """The whole among the lines by their weights, in hundreds; what rounding leaves goes to the largest."""
    fixed = {line.path: surplus for line in lines if line.path in SURPLUS_LINES and not line.weight}
    rest = whole - sum(fixed.values(), NOTHING)
    weights = {
        line.path: line.weight * (0.92 + 0.16 * chance(line.side, line.path, year))
        for line in lines
        if line.path not in fixed
    }
    every = sum(weights.values())
    amounts = {path: hundreds(rest * Decimal(weight / every)) for path, weight in weights.items()}
    largest = max(amounts, key=lambda path: amounts[path])
    amounts[largest] += rest - sum(amounts.values(), NOTHING)
    return {**amounts, **fixed}


def hundreds(amount: Decimal) -> Decimal:
    return (amount / HUNDRED).quantize(Decimal(1), ROUND_HALF_UP) * HUNDRED


def budget_lines(year: int, *, executed: bool) -> Iterator[dict[str, Any]]:
    """The lines of a year's budget, or of its execution, as `budget_versions.add_version` takes them."""
    now, before = vote(year), vote(year - 1) if year - 1 in TOTALS else {}
    for side in BudgetSide.values:
        for line in lines_of(side):
            admitted = now[side, line.path]
            amounts = execution(line, admitted, year) if executed else {}
            yield {
                "side": side,
                "path": line.path,
                **dict(zip(LEVELS, line.codes, strict=True)),
                **labels_of(line.labels),
                "economic_code": line.economic_code,
                "previous": before.get((side, line.path)),
                "proposed": propose(line, admitted, year),
                "admitted": admitted,
                **amounts,
            }


def propose(line: Line, admitted: Decimal, year: int) -> Decimal:
    """The council changed about one line in twelve."""
    if line.path in SURPLUS_LINES or chance("changed", line.side, line.path, year) > 1 / 12:
        return admitted
    return hundreds(admitted * Decimal("0.94"))


def execution(line: Line, admitted: Decimal, year: int) -> dict[str, Decimal]:
    whole = line.path in SURPLUS_LINES
    first, second = (1.0, 1.0) if whole else (chance(line.side, line.path, year, n) for n in (1, 2))
    if line.side == BudgetSide.REVENUE:
        net_due = admitted if whole else share(admitted, 0.93 + 0.22 * first)
        collected = net_due if whole else share(net_due, 0.72 + 0.27 * second)
        return {"net_due": net_due, "collected": collected, "to_collect": net_due - collected}
    committed = admitted if whole else share(admitted, 0.8 + 0.2 * first)
    ordered = committed if whole else share(committed, 0.86 + 0.14 * second)
    return {"open_credits": admitted, "committed": committed, "ordered": ordered, "to_pay": committed - ordered}


def share(amount: Decimal, part: float) -> Decimal:
    return (amount * Decimal(part)).quantize(CENT, ROUND_HALF_UP)
