"""Whole budgets come in as new versions; what was published before stays as it was."""

from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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


@transaction.atomic
def publish(budget):
    """Show a version to everybody, in place of the former one. Raises `already_published`, `older`."""
    row = Budget.objects.select_for_update().get(pk=budget.pk)
    if row.publish_at:
        raise ValidationError(_("This is published already."), code="already_published")
    newer = Budget.objects.filter(fiscal_year=row.fiscal_year, stage=row.stage, version__gt=row.version)
    if newer.exists():
        raise ValidationError(_("A newer version was imported: publish that one."), code="older")
    row.publish_at = timezone.now()
    row.save(update_fields=["publish_at"])
    return row
