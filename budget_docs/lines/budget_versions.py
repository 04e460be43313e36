"""Whole budgets come in as new versions; what was published before stays as it was."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from budget_docs.models import Budget, BudgetHeading, BudgetLine, FiscalYear, LineImport
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.journal.models import By
from tetouan_portal.own_words.writers import holding, require_another


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
    """How many. Copied row by row, so that memory does not grow with the budget."""
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    names = [field.column for field in fields]
    known = set(names)
    texts = {field.attname for field in fields if not field.null and field.get_internal_type() == "CharField"}
    defaults = dict.fromkeys(texts, "") | {"budget_id": budget.pk}
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    count = 0
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(copy) as out:
        for row in rows:
            if unknown := row.keys() - known:
                raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
            whole = defaults | row
            out.write_row([whole.get(name) for name in names])
            count += 1
    return count


@transaction.atomic
def publish(budget):
    """Show a version to everybody, in place of the former one. Raises `already_published`, `older`, `own_words`.

    Who wrote it is who handed in its file and asked to apply it.
    """
    row = Budget.objects.select_for_update().get(pk=budget.pk)
    if row.publish_at:
        raise ValidationError(_("This is published already."), code="already_published")
    newer = Budget.objects.filter(fiscal_year=row.fiscal_year, stage=row.stage, version__gt=row.version)
    if newer.exists():
        raise ValidationError(_("A newer version was imported: publish that one."), code="older")
    imports = LineImport.objects.filter(budget=row).defer("report", "preview")
    require_another(By.MUNICIPALITY, row, *imports, among=holding("budget_docs.publish_budget"))
    row.publish_at = timezone.now()
    row.save(update_fields=["publish_at"])
    enter_public(row)
    return row
