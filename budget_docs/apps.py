from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetDocsConfig(AppConfig):
    name = "budget_docs"
    verbose_name = _("Budget documents")
