"""What the budget's library needs first."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from budget_docs.models import BudgetDocument, DocumentType
from tetouan_portal.lib.first_steps import Step


def steps() -> list[Step]:
    ruled = DocumentType.objects.filter(due_month__isnull=False)
    is_confirmed = ruled.exists() and not ruled.filter(is_confirmed=False).exists()
    kinds = reverse("admin:budget_docs_documenttype_changelist")
    documents = reverse("admin:budget_docs_budgetdocument_changelist")
    published = BudgetDocument.objects.live(now=timezone.now()).filter(is_demo=False).exists()
    return [
        Step("due-dates", _("Confirm when each kind of budget document is due"), is_confirmed, kinds),
        Step("documents", _("Publish the first budget documents"), published, documents),
    ]
