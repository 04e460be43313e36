"""What all admins of this app share."""

from budget_docs.admin.help_texts import help_text
from tetouan_portal.journal.record_forms import Traced
from tetouan_portal.lib.admin.rows import Explained, PlainRowAdmin, RowAdmin
from tetouan_portal.stored_files.letting_go import LetsFilesGo


def may_publish(user, row=None):
    """Of a document, or of a file of one."""
    return user.has_perm("budget_docs.publish_budgetdocument")


class BudgetAdmin(Traced, Explained, LetsFilesGo, RowAdmin):
    help_text = staticmethod(help_text)


class PlainBudgetAdmin(Traced, Explained, LetsFilesGo, PlainRowAdmin):
    """Of a model without translated texts."""

    help_text = staticmethod(help_text)
