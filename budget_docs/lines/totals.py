"""Sums of lines, and the rows of a file that state them."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from budget_docs.lines.columns import plain, titles
from budget_docs.models.lines import LEVELS

TOTAL = {"total", "totaux", "مجموع", "المجموع", "المجموع العام", "total general", "sous total", "subtotal"}
MAYBE_TOTAL = re.compile(r"tot|مجموع", re.IGNORECASE)
BEGINS_AS_TOTAL = re.compile(r"(?:(?:sous |sub ?)?total|totaux|(?:ال)?مجموع)\b")
ZERO = Decimal(0)

type Totals = dict[tuple[str, str], dict[str, Decimal]]  # {(side, path): {column: sum}}


def add(totals: Totals, place: tuple[str, str], amounts: dict[str, Decimal]) -> None:
    sums = totals.setdefault(place, {})
    for key, amount in amounts.items():
        sums[key] = sums.get(key, ZERO) + amount


def of_each_place(paragraphs: Totals) -> Totals:
    """The sums of paragraphs with those of everything above them, "" for the whole side."""
    totals: Totals = {}
    for (side, path), amounts in paragraphs.items():
        codes = path.split("/")
        for depth in range(len(codes) + 1):
            add(totals, (side, "/".join(codes[:depth])), amounts)
    return totals


def agree(stated: dict[str, Decimal], summed: dict[str, Decimal]) -> bool:
    return all(amount == summed.get(key, ZERO) for key, amount in stated.items())


def is_total(label: str) -> bool:
    """“Total de l’article”, «مجموع الفصل»."""
    return bool(MAYBE_TOTAL.search(label) and BEGINS_AS_TOTAL.match(plain(label)))


def level_named(labels: Iterable[str]) -> int:
    """How deep the level lies whose total a label says it is: 1 for the part; 0 when it names none."""
    words = {word for label in labels for word in plain(label).split()}
    return next((depth for depth, names in enumerate(level_names(), 1) if words & names), 0)


@cache
def level_names() -> list[set[str]]:
    """What each level but the line is called in the three languages, with and without the Arabic article."""
    found = [{plain(name) for name in titles(level).values()} for level in LEVELS[:-1]]
    return [names | {name.removeprefix("ال") for name in names} for names in found]
