"""What workers do with budget files that have come: scanned later, looked into later, their words read."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budget_docs.documents.publishing import hold_back
from budget_docs.models import DocumentFile, DocumentFileWork, TextState
from tetouan_portal.lib import file_work
from tetouan_portal.lib.file_work import LOOKING, SCANNING, FileRows, FileTask
from tetouan_portal.lib.hidden_contents import UNREAD
from tetouan_portal.lib.virus_scan import Scan
from tetouan_portal.stored_files.destroying import doom_infected

AT_ONCE = 10  # a scanner that is away may keep each waiting for its whole time limit


def not_looked_into() -> QuerySet:
    return DocumentFile.objects.not_looked_into().filter(document__withdrawn_at__isnull=True)


def not_read() -> QuerySet:
    return DocumentFile.objects.cleared().filter(text_state=TextState.WAITING)


def give_up_text(file: DocumentFile) -> None:
    DocumentFile.objects.filter(pk=file.pk, text_state=TextState.WAITING).update(text_state=TextState.FAILED)


SCAN_ROWS = FileRows(DocumentFileWork, FileTask.SCAN, lambda: DocumentFile.objects.filter(scan=Scan.WAITING))
LOOK_ROWS = FileRows(
    DocumentFileWork,
    FileTask.LOOK,
    not_looked_into,
    partial(file_work.note_hidden, hidden=UNREAD, found_in=hold_back),
)
TEXT_ROWS = FileRows(DocumentFileWork, FileTask.TEXT, not_read, give_up_text)
FILE_SCANS = SCAN_ROWS.queue(
    _("budget files for the virus scanner"), "budget_docs.tasks.scan_waiting_files", **SCANNING
)
FILE_LOOKS = LOOK_ROWS.queue(
    _("budget files to be looked into"), "budget_docs.tasks.look_into_waiting_files", **LOOKING
)
TEXTS = TEXT_ROWS.queue(
    _("budget files whose words are to be read"),
    "budget_docs.tasks.read_file_text",
    one_by_one=True,
    most_attempts=3,
)


def scan_waiting() -> dict[str, int]:
    """Ask again about files that wait; {what came of it: how many}. Safe to run twice."""
    return FILE_SCANS.write_and_work_through(partial(file_work.scan, FILE_SCANS, let_go=doom_infected), most=AT_ONCE)


def look_into_waiting() -> dict[str, int]:
    """Find out what files hide that came before anybody asked; {what came of it: how many}."""
    return FILE_LOOKS.write_and_work_through(partial(file_work.look, FILE_LOOKS, found_in=hold_back))
