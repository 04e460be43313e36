"""The queue in which the PDFs of published reports wait to be made, in every language of the portal."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from commitments.models import Edition, PdfState, ReportPdf
from tetouan_portal.lib.queue import Queue
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

KEEPS_STOPPING = gettext_noop("The worker stopped several times while making this PDF.")
REPORT_PDFS = Queue(
    label=_("report PDFs"),
    rows=lambda: ReportPdf.objects.of_live_reports().select_related("edition__report"),
    task="commitments.tasks.render_report_pdf",
    one_by_one=True,
    most_attempts=8,
    pause=timedelta(minutes=5),  # a disk that is full is full for a while: over two hours in all
    waiting={"state": PdfState.QUEUED, "error": ""},
    claimed={"state": PdfState.RUNNING},
    given_up={"state": PdfState.FAILED, "error": KEEPS_STOPPING},
)


@transaction.atomic
def retry_pdf(pdf: ReportPdf) -> ReportPdf:
    """Queue a failed PDF again, or a ready one to be checked against its source. Raises `in_progress`."""
    pdf = ReportPdf.objects.select_for_update().get(pk=pdf.pk)
    if pdf.state not in (PdfState.FAILED, PdfState.READY):
        raise ValidationError(_("This PDF is already waiting or being made."), code="in_progress")
    REPORT_PDFS.ask(pdf)
    pdf.refresh_from_db()
    return pdf


@transaction.atomic
def make_anew(edition: Edition) -> None:
    """Let go of the PDFs of an edition in which a passage was removed by law, and have others made."""
    for pdf in edition.pdfs.select_for_update():
        doom([pdf.file], Reason.REMOVED)
        former = [pdf.sha256] if pdf.sha256 else []
        nothing = {"file": "", "sha256": "", "source_sha256": "", "size": None, "pages": None, "rendered_at": None}
        REPORT_PDFS.ask(pdf, **nothing, former_sha256=pdf.former_sha256 + former)


@transaction.atomic
def queue_pdfs(edition: Edition) -> None:
    """Make sure that the edition has a PDF row in every language of the portal."""
    rows = [ReportPdf(edition=edition, language=language) for language, _name in settings.LANGUAGES]
    ReportPdf.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = edition.pdfs.filter(state=PdfState.QUEUED)
    REPORT_PDFS.wake_after_commit(waiting.values_list("pk", flat=True))
