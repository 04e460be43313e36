"""Work outside the request: each task may die, be doubled or come late (`lib/queue.py`)."""

import hashlib
import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from commitments.evidence import file_work, links, proof_files, thumbnails
from commitments.models import PdfState, ReportPdf
from commitments.report import pdf_rendering
from commitments.report.pdf_queue import REPORT_PDFS
from tetouan_portal.lib.passing import is_database_away
from tetouan_portal.lib.pdf import Pdf, PdfError
from tetouan_portal.lib.queue import kind_of
from tetouan_portal.stored_files.destroying import doom
from tetouan_portal.stored_files.models import Reason

TOOK_TOO_LONG = gettext_noop("Making the PDF took too long and was stopped.")
UNEXPECTED = gettext_noop("Making the PDF failed for a reason that nobody foresaw.")

logger = logging.getLogger(__name__)


@shared_task
def render_report_pdf(pdf_id: int) -> str:
    """Make one PDF, if its row is free to be claimed. Safe to run twice; the answer says what happened."""
    return REPORT_PDFS.work_on(pdf_id, render_or_say_why)


def render_or_say_why(pdf: ReportPdf) -> str:
    """What a machine lacks just now is tried again by itself; what else failed is told to people, who try it again."""
    try:
        return make(pdf)
    except PdfError as error:
        return REPORT_PDFS.give_up(pdf, kind_of(error), error=str(error))
    except SoftTimeLimitExceeded as error:
        return REPORT_PDFS.put_back(pdf, kind_of(error), at_last={"error": TOOK_TOO_LONG})
    except Exception as error:
        logger.exception("Report PDF %s", pdf.pk)
        reason = {"error": f"{UNEXPECTED}\n{type(error).__name__}: {error}"}
        if passes(error):
            return REPORT_PDFS.put_back(pdf, kind_of(error), at_last=reason)
        return REPORT_PDFS.give_up(pdf, kind_of(error), **reason)


def passes(error: Exception) -> bool:
    """A disk without room, too little memory, too many open files, a database that was away meanwhile."""
    return isinstance(error, OSError | MemoryError) or is_database_away(error)


@shared_task
def scan_waiting_files() -> dict[str, int]:
    """Files that came while the virus scanner was away; {what it said: how many}."""
    return file_work.scan_waiting()


@shared_task
def look_into_waiting_files() -> dict[str, int]:
    """Evidence that came before anybody asked what files hide; {what came of it: how many}."""
    return file_work.look_into_waiting()


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
    """Once a day: files of forms that nobody finished. Safe to run twice."""
    return {"forgotten": proof_files.forget_kept(now=timezone.now())}


def make(pdf: ReportPdf) -> str:
    html = pdf_rendering.report_html(pdf.edition, pdf.language)
    source = pdf_rendering.source_digest(html)
    if pdf.source_sha256 == source and pdf.file and default_storage.exists(str(pdf.file.name)):
        return finish(pdf, "unchanged")
    made = pdf_rendering.render(pdf.edition, html)
    sha256 = hashlib.sha256(made.content).hexdigest()
    former = [pdf.sha256] if pdf.sha256 and pdf.sha256 != sha256 else []
    name = store_pdf(pdf, made, sha256)
    with transaction.atomic():
        answer = finish(
            pdf,
            "rendered",
            file=name,
            size=len(made.content),
            pages=made.pages,
            sha256=sha256,
            source_sha256=source,
            rendered_at=timezone.now(),
            former_sha256=pdf.former_sha256 + former,
        )
        doom([pdf.file if answer == "rendered" else ReportPdf(file=name).file], Reason.REPLACED)
    return answer


def store_pdf(pdf: ReportPdf, made: Pdf, sha256: str) -> str:
    """The name of the stored file, which holds its digest. Never that of a file which lies there: it may be on its
    way out.
    """
    name = f"reports/{pdf.filename.removesuffix('.pdf')}-{sha256[:16]}.pdf"
    return default_storage.save(name, ContentFile(made.content))


def finish(pdf: ReportPdf, answer: str, **values: object) -> str:
    return answer if REPORT_PDFS.finish(pdf, state=PdfState.READY, error="", **values) else "overtaken"
