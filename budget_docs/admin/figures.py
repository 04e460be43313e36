"""Totals that somebody stated, in the admin."""

from django.contrib import admin

from budget_docs.admin.base import BudgetAdmin
from budget_docs.models import StatedFigure
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable


@admin.register(StatedFigure)
class StatedFigureAdmin(BudgetAdmin):
    fields = ["fiscal_year", "kind", "amount", "is_approximate", "source_title", "source_url", "trust", "note"]
    list_display = ["kind", "fiscal_year", "amount", "is_approximate", "source_title", "trust", "missing", demo_mark]
    list_filter = ["fiscal_year", "kind", "trust", MissingTranslation]
    list_select_related = ["fiscal_year"]
    search_fields = [*searchable("source_title", "note"), "source_url"]
