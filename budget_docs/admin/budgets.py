"""Imported versions of budgets in the admin: read, published, never changed."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import PlainBudgetAdmin
from budget_docs.lines import budget_versions
from budget_docs.models import Budget, BudgetStage
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.verb_table import Verb
from tetouan_portal.lib.admin.verbs import Verbs


@admin.register(Budget)
class BudgetVersionAdmin(Verbs, PlainBudgetAdmin):
    """Whole budgets: they come by an import, are published once and never changed."""

    verbs = (
        Verb(
            name="publish",
            label=_("Publish now"),
            act=budget_versions.publish,
            allowed=lambda user, _budget: user.has_perm("budget_docs.publish_budget"),
            offered=lambda budget: not budget.publish_at,
        ),
    )
    list_display = ["fiscal_year", "stage", "version", "lines_count", "imported_at", "publish_at", demo_mark]
    list_display_links = ["fiscal_year", "stage"]
    list_filter = ["fiscal_year", "stage"]
    list_select_related = ["fiscal_year"]
    fields = ["fiscal_year", "stage", "version", "document", "lines_count", "imported_at", "publish_at", "sha256"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def view_on_site(self, budget):
        """The explorer shows the newest published version of what was voted."""
        if not budget.publish_at or budget.stage == BudgetStage.EXECUTED:
            return None
        return reverse("budget:lines", args=[budget.fiscal_year.year])
