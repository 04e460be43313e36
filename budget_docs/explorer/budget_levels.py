"""The budget as data for readers: one level of the nomenclature at a time, sums from lines, never from headings.

Amounts are Decimals in dirhams; None where no line says anything, which is not zero.
"""

import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Min, Q, Sum

from budget_docs.models import Budget, BudgetHeading, BudgetLine, BudgetSide, BudgetStage
from budget_docs.models.lines import LEVELS
from tetouan_portal.lib.languages import columns, texts

EXECUTED = {BudgetSide.REVENUE: "collected", BudgetSide.EXPENDITURE: "ordered"}


class Place(NamedTuple):
    """Where in the nomenclature: a side, and the codes down to here, ("1", "0.1", "10")."""

    side: str
    codes: tuple[str, ...]

    @property
    def path(self) -> str:
        return "/".join(self.codes)

    @property
    def depth(self) -> int:
        return len(self.codes)

    def inside(self, code: str) -> "Place":
        return Place(self.side, (*self.codes, code))


def budgets_of(year: int, *, now: datetime.datetime) -> dict[str, Budget]:
    """The budgets in force of a year: {"voted": the amended one where there is one, "executed": …}."""
    found = {budget.stage: budget for budget in Budget.objects.current(now=now).filter(fiscal_year__year=year)}
    voted = found.get(BudgetStage.AMENDED) or found.get(BudgetStage.VOTED)
    chosen = {"voted": voted, "executed": found.get(BudgetStage.EXECUTED)}
    return {name: budget for name, budget in chosen.items() if budget}


def shown_first(budgets: dict[str, Budget]) -> Budget:
    """The voted budget; the execution where it alone is published."""
    return budgets.get("voted") or budgets["executed"]


def column_of(budget: Budget, side: str) -> str:
    return EXECUTED[BudgetSide(side)] if budget.stage == BudgetStage.EXECUTED else "admitted"


def years_with_lines(*, now: datetime.datetime, kind: str = "") -> list[int]:
    """Newest first. `kind`: only those with a "voted" budget, or with an "executed" one."""
    rows = Budget.objects.live(now=now)
    if kind:
        executed = Q(stage=BudgetStage.EXECUTED)
        rows = rows.filter(executed if kind == "executed" else ~executed)
    return sorted(set(rows.values_list("fiscal_year__year", flat=True)), reverse=True)


def sums(budget: Budget, place: Place, amount: str) -> dict[str, Decimal | None]:
    """{code: sum of a column} of what stands right below a place."""
    below = LEVELS[place.depth]
    rows = lines_in(budget, place).order_by().values_list(below).annotate(total=Sum(amount))
    return dict(rows)


def lines_in(budget: Budget, place: Place) -> Any:
    at = dict(zip(LEVELS, place.codes, strict=False))
    return BudgetLine.objects.filter(budget=budget, side=place.side, **at)


def level(
    budgets: dict[str, Budget], place: Place, *, compared: Budget | None = None, population: int | None = None
) -> dict[str, Any]:
    """What stands right below a place: {"rows": […], "total": …}, in the order of the nomenclature.

    A row: code, label, path, amount (voted, or executed where nothing voted is published), executed, compared,
    change, share (of the total, 0 to 1), per_head, bar and
    executed_bar (0 to 100, of the largest amount), leads_to (the path of the next place with a choice).
    """
    first = shown_first(budgets)
    beside = budgets.get("executed") if "voted" in budgets else None
    amounts, executed, former = (
        sums(budget, place, column_of(budget, place.side)) if budget else {} for budget in (first, beside, compared)
    )
    labels: dict[str, dict[str, str]] = {}
    for budget in (compared, beside, first):
        labels |= labels_below(budget, place) if budget else {}
    rows = [
        row(place.inside(code), labels.get(code, {}), (amounts.get(code), executed.get(code), former.get(code)))
        for code in sorted({*amounts, *executed, *former}, key=in_order)
    ]
    total = {name: total_of(rows, name) for name in ("amount", "executed", "compared")}
    total["change"] = change(total["amount"], total["compared"])
    largest = max((row[name] or Decimal(0) for row in rows for name in ("amount", "executed")), default=Decimal(0))
    only = only_children(first, place)
    for one in [*rows, total]:
        one["per_head"] = one["amount"] / population if population and one["amount"] is not None else None
    for one in rows:
        one["share"] = one["amount"] / total["amount"] if one["amount"] and total["amount"] else None
        one["bar"], one["executed_bar"] = bar(one["amount"], largest), bar(one["executed"], largest)
        one["leads_to"] = "/".join([one["path"], *only.get(one["code"], [])])
    return {"rows": rows, "total": total, "is_lines": place.depth == len(LEVELS) - 1}


def bar(amount: Decimal | None, largest: Decimal) -> int:
    return round(100 * max(amount, Decimal(0)) / largest) if amount and largest else 0


def only_children(budget: Budget, place: Place) -> dict[str, list[str]]:
    """{code: the codes below it that leave no choice}, never down to a line: nobody need open them one by one."""
    below, deeper = LEVELS[place.depth], LEVELS[place.depth + 1 : -1]
    ends = {f"{end}_{level}": how(level) for level in deeper for end, how in (("first", Min), ("last", Max))}
    if not deeper:
        return {}
    found = {}
    for row in lines_in(budget, place).order_by().values(below).annotate(**ends):
        codes = []
        for level in deeper:
            if row[f"first_{level}"] != row[f"last_{level}"]:
                break
            codes.append(row[f"first_{level}"])
        found[row[below]] = codes
    return found


def row(place: Place, label: dict[str, str], amounts: tuple) -> dict[str, Any]:
    amount, executed, compared = amounts
    return {
        "code": place.codes[-1],
        "label": label,
        "path": place.path,
        "amount": amount,
        "executed": executed,
        "compared": compared,
        "change": change(amount, compared),
    }


def in_order(code: str) -> tuple:
    """10 before 100, 0.1 before 0.2: codes are compared as numbers where they are."""
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in code.split("."))


def total_of(rows: list[dict], name: str) -> Decimal | None:
    stated = [row[name] for row in rows if row[name] is not None]
    return sum(stated, Decimal(0)) if stated else None


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


def labels_below(budget: Budget, place: Place) -> dict[str, dict[str, str]]:
    if place.depth == len(LEVELS) - 1:
        rows = lines_in(budget, place).values("line", *columns("label"))
        return {row["line"]: {name[-2:]: row[name] or "" for name in columns("label")} for row in rows}
    prefix = f"{place.path}/" if place.codes else ""
    headings = BudgetHeading.objects.filter(budget=budget, side=place.side, path__startswith=prefix)
    found = {}
    for heading in headings:
        rest = heading.path.removeprefix(prefix)
        if "/" not in rest:
            found[rest] = texts(heading, "label")
    return found


def trail(budget: Budget, place: Place) -> list[dict[str, Any]]:
    """The headings from the top down to a place: [{"level", "code", "path", "label"}]."""
    paths = ["/".join(place.codes[:n]) for n in range(1, place.depth + 1)]
    found = {
        h.path: texts(h, "label") for h in BudgetHeading.objects.filter(budget=budget, side=place.side, path__in=paths)
    }
    return [
        {"level": LEVELS[n], "code": place.codes[n], "path": path, "label": found.get(path, {})}
        for n, path in enumerate(paths)
    ]
