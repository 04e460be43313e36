"""Whole budgets come in as new versions; what was published before stays as it was."""

from itertools import batched

from django.db import transaction
from django.db.models import Max

from budget_docs.models import Budget, BudgetHeading, BudgetLine, FiscalYear

BATCH = 1000


@transaction.atomic
def add_version(*, fiscal_year, stage, headings, lines, **of_the_budget):
    """Stores {side, path, label_ar, …} dicts of headings and of lines as the next version; not published."""
    year = FiscalYear.objects.select_for_update().get(pk=fiscal_year.pk)
    versions = Budget.objects.filter(fiscal_year=year, stage=stage)
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    budget = Budget.objects.create(fiscal_year=year, stage=stage, version=newest + 1, **of_the_budget)
    store(BudgetHeading, budget, headings)
    budget.lines_count = store(BudgetLine, budget, lines)
    budget.save(update_fields=["lines_count"])
    return budget


def store(model, budget, rows):
    """How many; a batch at a time, so that memory does not grow with the budget."""
    count = 0
    for batch in batched(rows, BATCH):
        model.objects.bulk_create([model(budget=budget, **row) for row in batch])
        count += len(batch)
    return count
