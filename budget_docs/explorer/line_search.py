"""Lines of a budget found by their words, with their sum and with what holds them.

An article costs more than those of its lines that say its name: its own total stands beside them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from budget_docs.models import Budget, BudgetHeading, BudgetLine, BudgetSide, BudgetStage
from budget_docs.models.lines import LEVELS
from tetouan_portal.lib.languages import texts
from tetouan_portal.lib.search import understood

MOST_LINES = 100
MOST_HEADINGS = 100
TO_ARTICLE, TO_PARAGRAPH = LEVELS[:4], LEVELS[:5]

Place = tuple[str, str]  # side and path


@dataclass(frozen=True)
class Found:
    """`count` lines; `sums`: of each side {"words", "count", "total"}; `articles`: what holds them, dearest first.

    An article (or what stands above it, where that has the words): side, side_words, path, label, above (labels),
    total, rows. A row: a line, or a paragraph whose own label has the words, with its sum.
    """

    count: int
    sums: list[dict[str, Any]]
    articles: list[dict[str, Any]]
    lines: list[dict[str, Any]]


def search(budget: Budget, words: str) -> Found | None:
    """None for no words. In five queries."""
    query = understood(words)
    if query is None:
        return None
    amount = amount_of(budget)
    wanted = Q(search=query) | Q(economic_code=words)
    lines = BudgetLine.objects.filter(wanted, budget=budget).annotate(amount=amount).defer("search")
    shown = list(lines.order_by(Coalesce("amount", Decimal(0)).desc(), "path")[:MOST_LINES])
    sums = sums_of(lines)
    labels, named = headings_of(budget, query)
    totals = Totals(budget)
    articles = {place: article(place, labels, totals) for place in places(shown, named)}
    for place in named:
        if place[1].count("/") == TO_PARAGRAPH.index("paragraph"):
            articles[place[0], article_path(place[1])]["rows"].append(paragraph(place, labels, totals))
    rows = []
    for line in shown:
        holder = articles[line.side, article_path(line.path)]
        rows.append(row(line, holder))
        holder["rows"].append(rows[-1])
    return Found(sum(side["count"] for side in sums), sums, dearest_first(articles), rows)


def amount_of(budget: Budget) -> Any:
    """The column that says what a line of the budget amounts to."""
    return Coalesce("ordered", "collected") if budget.stage == BudgetStage.EXECUTED else F("admitted")


def sums_of(lines: Any) -> list[dict[str, Any]]:
    found = lines.order_by().values("side").annotate(count=Count("pk"), total=Sum("amount"))
    by_side = {side["side"]: side for side in found}
    return [
        {"words": side.label, "count": by_side[side]["count"], "total": by_side[side]["total"]}
        for side in reversed(BudgetSide)
        if side in by_side
    ]


def headings_of(budget: Budget, query: SearchQuery) -> tuple[dict[Place, dict[str, str]], list[Place]]:
    """The labels of all headings of the budget, and the places of those that hold the words."""
    rows = BudgetHeading.objects.filter(budget=budget)
    labels = {(row.side, row.path): texts(row, "label") for row in rows.defer("search")}
    named = rows.filter(search=query).order_by("side", "path").values_list("side", "path")
    return labels, list(named[:MOST_HEADINGS])


class Totals:
    """{place: sum of the lines under it}, of every place down to the paragraphs."""

    def __init__(self, budget: Budget) -> None:
        self.of: dict[Place, Decimal] = defaultdict(Decimal)
        rows = BudgetLine.objects.filter(budget=budget).order_by().values_list("side", *TO_PARAGRAPH)
        for side, *codes, total in rows.annotate(total=Sum(amount_of(budget))):
            for depth in range(1, len(codes) + 1):
                self.of[side, "/".join(codes[:depth])] += total or 0


def places(lines: Sequence[BudgetLine], named: list[Place]) -> dict[Place, None]:
    """Articles of the lines and of named paragraphs; named headings themselves, down to the article. Each once."""
    found = [(line.side, article_path(line.path)) for line in lines]
    return dict.fromkeys([*found, *((side, article_path(path)) for side, path in named)])


def article_path(path: str) -> str:
    return "/".join(path.split("/")[: len(TO_ARTICLE)])


def article(place: Place, labels: dict[Place, dict[str, str]], totals: Totals) -> dict[str, Any]:
    side, path = place
    codes = path.split("/")
    above = [labels.get((side, "/".join(codes[:depth])), {}) for depth in (1, 3) if depth < len(codes)]
    return {
        "side": side,
        "side_words": BudgetSide(side).label,
        "path": path,
        "label": labels.get(place, {}),
        "above": [label for label in above if label],
        "total": totals.of[place],
        "rows": [],
    }


def paragraph(place: Place, labels: dict[Place, dict[str, str]], totals: Totals) -> dict[str, Any]:
    return {"is_line": False, "path": place[1], "label": labels[place], "amount": totals.of[place]}


def row(line: Any, holder: dict[str, Any]) -> dict[str, Any]:
    return {
        "is_line": True,
        "side_words": line.get_side_display(),
        "path": line.path,
        "economic_code": line.economic_code,
        "label": texts(line, "label"),
        "article": holder["label"],
        "amount": line.amount,
    }


def dearest_first(articles: dict[Place, dict[str, Any]]) -> list[dict[str, Any]]:
    """Expenditure before revenue: it is what most look for."""
    return sorted(articles.values(), key=lambda one: (one["side"] == BudgetSide.REVENUE, -one["total"], one["path"]))
