import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from commitments import tasks
from commitments.management.commands import queue_report_pdfs
from commitments.models import PdfState, ReportPdf
from commitments.report import editions, pdf_rendering
from tests.factories.reports import published_report
from tetouan_portal.lib.pdf import Pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(pdf_rendering, "render", lambda edition, html: Pdf(b"%PDF " + html.encode(), 3))


@pytest.fixture
def edition():
    return published_report().editions.get()


FAILED = {"state": PdfState.FAILED, "error": "A font file of the PDF is missing.", "due_at": None}


def render_all(edition):
    for pdf in edition.pdfs.all():
        tasks.render_report_pdf(pdf.pk)


def states():
    return set(ReportPdf.objects.values_list("state", flat=True))


def test_missing_rows_are_queued(edition):
    edition.pdfs.filter(language="es").delete()
    call_command("queue_report_pdfs")
    assert set(edition.pdfs.values_list("language", "state")) == {("ar", "queued"), ("fr", "queued"), ("es", "queued")}


def test_ready_pdfs_are_left_alone_and_named(edition, capsys):
    render_all(edition)
    call_command("queue_report_pdfs", "--wait")
    assert states() == {PdfState.READY}
    told = capsys.readouterr().out
    assert "3 report PDFs, 3 ready." in told
    assert "ready: tetouan-ogp-2025-1-ar.pdf (3 pages) http://localhost:8000/reports/2025/1/" in told


def test_a_ready_pdf_whose_file_was_lost_is_queued_again(edition):
    render_all(edition)
    lost = edition.pdfs.get(language="ar")
    default_storage.delete(lost.file.name)
    call_command("queue_report_pdfs")
    assert edition.pdfs.get(language="ar").state == PdfState.QUEUED
    assert edition.pdfs.get(language="fr").state == PdfState.READY


def test_a_failed_pdf_gets_another_try(edition):
    edition.pdfs.update(**FAILED)
    call_command("queue_report_pdfs")
    assert states() == {PdfState.QUEUED}


def test_waiting_ends_with_the_reasons_when_some_failed(edition, capsys, monkeypatch):
    monkeypatch.setattr(queue_report_pdfs.time, "sleep", lambda seconds: fail_one(edition))
    with pytest.raises(CommandError, match="1 of 3 report PDFs could not be made"):
        call_command("queue_report_pdfs", "--wait")
    assert "failed: tetouan-ogp-2025-1-fr.pdf: A font file of the PDF is missing." in capsys.readouterr().err


def fail_one(edition):
    render_all(edition)
    edition.pdfs.filter(language="fr").update(
        state=PdfState.FAILED, error="A font file of the PDF is missing.", due_at=None
    )


def test_waiting_without_a_worker_ends_with_a_question(edition):
    with pytest.raises(CommandError, match="is the worker running"):
        call_command("queue_report_pdfs", "--wait", "--timeout", "0")


def test_withdrawn_reports_need_no_pdf(edition, capsys):
    editions.withdraw(edition.report, {"fr": "Erreur"})
    call_command("queue_report_pdfs", "--wait")
    assert "0 report PDFs" in capsys.readouterr().out
