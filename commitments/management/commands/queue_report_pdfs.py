import time

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from commitments.models import AnnualReport, PdfState, ReportPdf
from commitments.report import pdf_queue

POLL_SECONDS = 1


class Command(BaseCommand):
    help = "Make sure that the current edition of each published report has its PDFs: ready, or queued for the worker."

    def add_arguments(self, parser):
        parser.add_argument("--wait", action="store_true", help="Wait until the worker has made them all.")
        parser.add_argument(
            "--timeout",
            type=int,
            default=900,
            metavar="SECONDS",
            help="How long to wait at most (default: %(default)s).",
        )
        parser.add_argument("--again", action="store_true", help="Also check the ready ones against their source.")

    def handle(self, *, wait, timeout, again, **options):
        current = [edition for report in AnnualReport.objects.live() if (edition := report.editions.first())]
        for edition in current:
            pdf_queue.queue_pdfs(edition)
        pdfs = ReportPdf.objects.filter(edition__in=current)
        for pdf in pdfs.filter(state__in=[PdfState.READY, PdfState.FAILED]):
            if again or pdf.state == PdfState.FAILED or not default_storage.exists(pdf.file.name):
                pdf_queue.retry_pdf(pdf)
        self.stdout.write(f"{pdfs.count()} report PDFs, {pdfs.filter(state=PdfState.READY).count()} ready.")
        if wait:
            self.wait_for(pdfs, time.monotonic() + timeout)

    def wait_for(self, pdfs, deadline):
        told = set()
        while time.monotonic() < deadline:
            rows = list(pdfs.select_related("edition__report").defer("edition__snapshot"))
            for pdf in rows:
                if (pdf.state in (PdfState.READY, PdfState.FAILED) or pdf.failed_at) and pdf.pk not in told:
                    told.add(pdf.pk)
                    self.tell(pdf)
            if len(told) == len(rows):
                return self.conclude(rows)
            time.sleep(POLL_SECONDS)
        raise CommandError("The PDFs are not all ready in time: is the worker running?")

    def tell(self, pdf):
        if pdf.state == PdfState.READY:
            self.stdout.write(f"ready: {pdf.filename} ({pdf.pages} pages) {settings.SITE_URL}{pdf.get_absolute_url()}")
        elif pdf.state == PdfState.FAILED:
            self.stderr.write(f"failed: {pdf.filename}: {pdf.error}")
        else:
            self.stderr.write(f"not yet: {pdf.filename}: {pdf.failure}; it is tried again by itself")

    def conclude(self, rows):
        missing = sum(pdf.state != PdfState.READY for pdf in rows)
        if missing:
            raise CommandError(f"{missing} of {len(rows)} report PDFs could not be made.")
