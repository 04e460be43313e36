"""What of budget documents, their files and the rules of the calendar may be removed by law."""

from django.conf import settings

from budget_docs.models import (
    BudgetDocument,
    DocumentFile,
    DueDateChange,
    FilePage,
    PublicationDate,
    RuleChange,
    StatedFigure,
    TextState,
)
from tetouan_portal.removal.models import Removal
from tetouan_portal.removal.passages import Words, removed_name, write
from tetouan_portal.removal.removable import Removable
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason


def let_go(row: DocumentFile, removal: Removal) -> Words:
    """With the words that were read in it; a worker that is reading it comes too late."""
    words = {row.filename: settings.LANGUAGE_CODE}
    row.work.all().delete()
    FilePage.objects.filter(file=row).delete()
    row.text_state, row.text_search, row.removed = TextState.NONE, None, removal.sentences
    row.save(update_fields=["text_state", "text_search", "removed"])
    doom([row.file], Reason.REMOVED)
    write(removal, row, {"filename": removed_name(row.filename)})
    return words


REMOVABLE = {
    BudgetDocument: Removable(texts=("title", "summary", "withdrawal_reason")),
    DocumentFile: Removable(
        texts=("note",),
        file="file",
        has_file=lambda row: row.removed is None and row.document.withdrawn_at is None,
        let_go=let_go,
    ),
    StatedFigure: Removable(texts=("note", "source_title")),
    PublicationDate: Removable(texts=("note",)),
    RuleChange: Removable(texts=("reason",)),
    DueDateChange: Removable(texts=("reason",)),
}
