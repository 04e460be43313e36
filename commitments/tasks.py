"""Work outside the request. The row is the queue: a task claims it, and may die, be doubled or come late."""

import hashlib
import logging
from datetime import datetime, timedelta

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from commitments.evidence import links, proof_files, thumbnails
from commitments.models import PdfState, ReportPdf
from commitments.report import editions, pdf_rendering
from tetouan_portal.lib.pdf import Pdf, PdfError

MAX_ATTEMPTS = 5  # a rendering that kills its worker each time must not do so for ever
TOOK_TOO_LONG = gettext_noop("Making the PDF took too long and was stopped.")
KEEPS_STOPPING = gettext_noop("The worker stopped several times while making this PDF.")
UNEXPECTED = gettext_noop("Making the PDF failed for a reason that nobody foresaw.")

logger = logging.getLogger(__name__)


@shared_task
def render_report_pdf(pdf_id: int) -> str:
    """Make one PDF, if its row is free to be claimed. Safe to run twice; the answer says what happened."""
    pdf = claim(pdf_id, timezone.now())
    if pdf is None:
        return "nothing to do"
    if pdf.attempts > MAX_ATTEMPTS:
        return failed(pdf, KEEPS_STOPPING)
    try:
        return make(pdf)
    except PdfError as error:
        return failed(pdf, str(error))
    except SoftTimeLimitExceeded:
        return failed(pdf, TOOK_TOO_LONG)
    except Exception as error:
        logger.exception("Report PDF %s", pdf_id)
        return failed(pdf, f"{UNEXPECTED}\n{type(error).__name__}: {error}")


@shared_task
def render_waiting_report_pdfs() -> int:
    """Wake a task for every row that waits, or whose worker has not come back. Returns how many."""
    waiting = list(ReportPdf.objects.of_live_reports().waiting(timezone.now()).values_list("pk", flat=True))
    editions.wake(waiting)
    return len(waiting)


@shared_task
def scan_waiting_files() -> dict[str, int]:
    """Files that came while the virus scanner was away; {what it said: how many}."""
    return proof_files.scan_waiting()


@shared_task
def look_into_waiting_files() -> int:
    """Evidence that came before anybody asked what files hide. Returns how many were looked into."""
    return proof_files.look_into_waiting()


@shared_task
def make_waiting_thumbnails() -> dict[str, int]:
    """Photos of which there is no small picture yet; {what happened: how many}. Safe to run twice."""
    return thumbnails.make_waiting()


@shared_task
def ask_waiting_links() -> dict[str, int]:
    """Links of public evidence whose turn it is, where that is switched on; {what came of it: how many}."""
    return links.ask_waiting()


@shared_task
def forget_files() -> dict[str, int]:
    """Once a day: files of forms that nobody finished, and of drafts from which they were taken. Safe to run twice."""
    yesterday = timezone.now() - timedelta(days=1)
    return {"forgotten": proof_files.forget_kept(yesterday), "deleted": proof_files.sweep(yesterday)}


def claim(pdf_id: int, now: datetime) -> ReportPdf | None:
    """Take the row for this worker until the lease ends; None when it is not free or no longer to be published."""
    if not ReportPdf.objects.of_live_reports().filter(pk=pdf_id).exists():
        return None
    claimed = ReportPdf.objects.filter(pk=pdf_id).waiting(now)
    lease_until = now + settings.REPORT_PDF_LEASE
    if not claimed.update(state=PdfState.RUNNING, lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    return ReportPdf.objects.select_related("edition__report").get(pk=pdf_id)


def make(pdf: ReportPdf) -> str:
    html = pdf_rendering.report_html(pdf.edition, pdf.language)
    source = pdf_rendering.source_digest(html)
    if pdf.source_sha256 == source and pdf.file and default_storage.exists(pdf.file.name):
        return finished(pdf, "unchanged", state=PdfState.READY)
    made = pdf_rendering.render(pdf.edition, html)
    sha256 = hashlib.sha256(made.content).hexdigest()
    former = [pdf.sha256] if pdf.sha256 and pdf.sha256 != sha256 else []
    old_name = pdf.file.name if former else ""
    answer = finished(
        pdf,
        "rendered",
        state=PdfState.READY,
        file=stored(pdf, made, sha256),
        size=len(made.content),
        pages=made.pages,
        sha256=sha256,
        source_sha256=source,
        rendered_at=timezone.now(),
        former_sha256=pdf.former_sha256 + former,
    )
    if old_name and answer == "rendered":
        default_storage.delete(old_name)
    return answer


def stored(pdf: ReportPdf, made: Pdf, sha256: str) -> str:
    """The name of the stored file, which holds its digest and appears whole or not at all."""
    name = f"reports/{pdf.filename.removesuffix('.pdf')}-{sha256[:16]}.pdf"
    if default_storage.exists(name):
        if default_storage.size(name) == len(made.content):
            return name
        default_storage.delete(name)
    with TemporaryUploadedFile(pdf.filename, "application/pdf", len(made.content), None) as temporary:
        temporary.write(made.content)
        temporary.flush()
        return default_storage.save(name, temporary)


def failed(pdf: ReportPdf, reason: str) -> str:
    return finished(pdf, "failed", state=PdfState.FAILED, error=reason)


def finished(pdf: ReportPdf, answer: str, **values: object) -> str:
    """Record the outcome, unless the claim has expired and another worker has taken the row."""
    ours = ReportPdf.objects.filter(pk=pdf.pk, state=PdfState.RUNNING, lease_until=pdf.lease_until)
    recorded = ours.update(**{"error": "", "lease_until": None, **values})
    return answer if recorded else "overtaken"
