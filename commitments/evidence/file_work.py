"""What workers do with files of evidence that have come: scanned later, looked into later."""

from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.models import Evidence, EvidenceWork, KeptFile, KeptFileWork, Scan
from tetouan_portal.lib import file_work
from tetouan_portal.lib.file_work import LOOKING, SCANNING, FileRows, FileTask
from tetouan_portal.lib.hidden_contents import UNREAD
from tetouan_portal.stored_files.destroying import doom_infected

AT_ONCE = 10  # a scanner that is away may keep each waiting for its whole time limit
SCAN_TASK, LOOK_TASK = "commitments.tasks.scan_waiting_files", "commitments.tasks.look_into_waiting_files"


def not_looked_into() -> QuerySet:
    return Evidence.objects.not_looked_into().filter(withdrawn_at__isnull=True)


def hold_back(evidence: Evidence) -> None:
    """What is public stays, and is listed for a person."""
    if not Evidence.objects.live().filter(pk=evidence.pk).exists():
        Evidence.objects.filter(pk=evidence.pk).update(held_back=True)


SCAN_ROWS = FileRows(EvidenceWork, FileTask.SCAN, lambda: Evidence.objects.filter(scan=Scan.WAITING).exclude(file=""))
KEPT_ROWS = FileRows(KeptFileWork, FileTask.SCAN, lambda: KeptFile.objects.filter(scan=Scan.WAITING))
LOOK_ROWS = FileRows(
    EvidenceWork,
    FileTask.LOOK,
    not_looked_into,
    partial(file_work.note_hidden, hidden=UNREAD, found_in=hold_back),
)
EVIDENCE_SCANS = SCAN_ROWS.queue(_("evidence for the virus scanner"), SCAN_TASK, **SCANNING)
KEPT_FILE_SCANS = KEPT_ROWS.queue(_("kept files for the virus scanner"), SCAN_TASK, **SCANNING)
EVIDENCE_LOOKS = LOOK_ROWS.queue(_("evidence to be looked into"), LOOK_TASK, **LOOKING)


def scan_waiting() -> dict[str, int]:
    """Ask again about files that wait; {what came of it: how many}. Safe to run twice."""
    happened: dict[str, int] = {}
    for queue in (EVIDENCE_SCANS, KEPT_FILE_SCANS):
        scan = partial(file_work.scan, queue, let_go=doom_infected)
        for answer, count in queue.write_and_work_through(scan, most=AT_ONCE).items():
            happened[answer] = happened.get(answer, 0) + count
    return happened


def look_into_waiting() -> dict[str, int]:
    """Find out what files hide that came before anybody asked. What is public stays, and is listed for a person."""
    look = partial(file_work.look, EVIDENCE_LOOKS, found_in=hold_back)
    return EVIDENCE_LOOKS.write_and_work_through(look)
