from budget_docs.admin.help_texts import help_text
from tetouan_portal.lib.admin.rows import Explained, PlainRowAdmin, RowAdmin


class BudgetAdmin(Explained, RowAdmin):
    help_text = staticmethod(help_text)


class PlainBudgetAdmin(Explained, PlainRowAdmin):
    """Of a model without translated texts."""

    help_text = staticmethod(help_text)
