import errno
import os

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext
from psycopg import OperationalError

from commitments import tasks
from commitments.models import PdfState, ReportPdf
from commitments.report import editions, pdf_queue, pdf_rendering
from commitments.report.pdf_queue import KEEPS_STOPPING, REPORT_PDFS
from tests.factories.reports import published_report
from tetouan_portal.lib import pdf as pdf_module
from tetouan_portal.lib import queue
from tetouan_portal.lib.pdf import Pdf, PdfError
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def pdf():
    return published_report().editions.get().pdfs.get(language="fr")


@pytest.fixture
def _quick(monkeypatch):
    """The queue's behaviour does not depend on what is rendered: its source stands for the PDF."""
    monkeypatch.setattr(pdf_rendering, "render", lambda edition, html: Pdf(b"%PDF " + html.encode(), 3))


def lost_claim(pdf):
    """Of a worker that shows no life any more."""
    held = REPORT_PDFS.claim(pdf.pk)
    ReportPdf.objects.filter(pk=pdf.pk).update(lease_until=timezone.now())
    return held


def again(pdf):
    REPORT_PDFS.ask(pdf)
    return tasks.render_report_pdf(pdf.pk)


@pytest.mark.usefixtures("_quick")
def test_a_waiting_row_becomes_ready_with_its_file_and_figures(pdf):
    assert tasks.render_report_pdf(pdf.pk) == "rendered"
    pdf.refresh_from_db()
    with default_storage.open(pdf.file.name) as file:
        content = file.read()
    assert (pdf.state, pdf.pages, pdf.size, pdf.attempts) == (PdfState.READY, 3, len(content), 1)
    assert pdf.sha256[:16] in pdf.file.name
    assert pdf.lease_until is None


@pytest.mark.usefixtures("_quick")
def test_a_doubled_message_does_nothing(pdf):
    tasks.render_report_pdf(pdf.pk)
    pdf.refresh_from_db()
    before = pdf.rendered_at
    assert tasks.render_report_pdf(pdf.pk) == "nothing to do"
    pdf.refresh_from_db()
    assert pdf.rendered_at == before


@pytest.mark.usefixtures("_quick")
def test_a_row_that_another_worker_holds_is_left_alone(pdf):
    assert REPORT_PDFS.claim(pdf.pk) is not None
    assert tasks.render_report_pdf(pdf.pk) == "nothing to do"


@pytest.mark.usefixtures("_quick")
def test_a_row_whose_worker_was_killed_is_taken_up_after_the_lease(pdf):
    assert lost_claim(pdf) is not None
    assert tasks.render_report_pdf(pdf.pk) == "rendered"
    pdf.refresh_from_db()
    assert (pdf.state, pdf.attempts) == (PdfState.READY, 2)


@pytest.mark.usefixtures("_quick")
def test_a_row_that_kills_its_worker_each_time_is_given_up(pdf):
    for _attempt in range(REPORT_PDFS.most_attempts):
        assert lost_claim(pdf) is not None
    assert tasks.render_report_pdf(pdf.pk) == "nothing to do"
    pdf.refresh_from_db()
    assert (pdf.state, pdf.error) == (PdfState.FAILED, KEEPS_STOPPING)


@pytest.mark.usefixtures("_quick")
def test_a_slow_worker_does_not_overwrite_the_one_that_took_over(pdf):
    slow = lost_claim(pdf)
    assert tasks.render_report_pdf(pdf.pk) == "rendered"
    assert tasks.render_or_say_why(slow) == "overtaken"
    pdf.refresh_from_db()
    assert pdf.state == PdfState.READY


@pytest.mark.usefixtures("_quick")
def test_an_unchanged_source_is_not_rendered_again(pdf, monkeypatch):
    tasks.render_report_pdf(pdf.pk)
    monkeypatch.setattr(pdf_rendering, "render", None)
    assert again(pdf) == "unchanged"
    pdf.refresh_from_db()
    assert pdf.state == PdfState.READY


@pytest.mark.usefixtures("_quick")
def test_a_changed_source_replaces_the_file_and_remembers_the_former_fingerprint(pdf, settings):
    tasks.render_report_pdf(pdf.pk)
    pdf.refresh_from_db()
    settings.SITE_URL = "https://other.example"
    assert again(pdf) == "rendered"
    renewed = ReportPdf.objects.get(pk=pdf.pk)
    assert renewed.former_sha256 == [pdf.sha256]
    assert renewed.sha256 != pdf.sha256
    assert destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(pdf.file.name)
    assert default_storage.exists(renewed.file.name)


@pytest.mark.usefixtures("_quick")
def test_a_file_that_was_left_incomplete_is_no_other_rows_file(pdf):
    """Nor is one that is on its way out: what is stored gets a name of its own."""
    tasks.render_report_pdf(pdf.pk)
    pdf.refresh_from_db()
    default_storage.delete(pdf.file.name)
    default_storage.save(pdf.file.name, ContentFile(b"%PDF half"))
    ReportPdf.objects.filter(pk=pdf.pk).update(source_sha256="")
    assert again(pdf) == "rendered"
    renewed = ReportPdf.objects.get(pk=pdf.pk)
    assert renewed.file.name != pdf.file.name
    assert destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(pdf.file.name)
    assert default_storage.size(renewed.file.name) == renewed.size


@pytest.mark.usefixtures("_quick")
def test_a_worker_that_comes_too_late_leaves_no_file_behind(pdf):
    slow = lost_claim(pdf)
    assert tasks.render_report_pdf(pdf.pk) == "rendered"
    pdf.refresh_from_db()
    assert tasks.make(slow) == "overtaken"
    assert destroy_waiting() == {"destroyed": 1}
    assert default_storage.listdir("reports") == ([], [pdf.file.name.removeprefix("reports/")])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PdfError("A font file of the PDF is missing.\nVazirmatn-Bold.ttf"), "A font file of the PDF is missing."),
        (RuntimeError("no such word"), tasks.UNEXPECTED),
    ],
)
def test_a_failure_is_recorded_with_its_reason(pdf, monkeypatch, error, reason):
    def fail(edition, html):
        raise error

    monkeypatch.setattr(pdf_rendering, "render", fail)
    assert tasks.render_report_pdf(pdf.pk) == "given up"
    pdf.refresh_from_db()
    assert (pdf.state, pdf.reason) == (PdfState.FAILED, gettext(reason))
    assert not pdf.file


@pytest.mark.parametrize(
    ("error", "failure", "reason"),
    [
        (OSError(28, "No space left on device"), "OSError 28", tasks.UNEXPECTED),
        (MemoryError(), "MemoryError", tasks.UNEXPECTED),
        (OperationalError("the connection is lost"), "OperationalError", tasks.UNEXPECTED),
        (SoftTimeLimitExceeded(), "SoftTimeLimitExceeded", tasks.TOOK_TOO_LONG),
    ],
)
def test_what_passes_by_itself_is_tried_again_with_growing_pauses_and_given_up_at_last(
    pdf, monkeypatch, error, failure, reason
):
    def fail(edition, html):
        raise error

    monkeypatch.setattr(pdf_rendering, "render", fail)
    pauses = []
    for _attempt in range(REPORT_PDFS.most_attempts - 1):
        assert tasks.render_report_pdf(pdf.pk) == "put back"
        pdf.refresh_from_db()
        assert (pdf.state, pdf.failure, pdf.error, pdf.lease_until) == (PdfState.QUEUED, failure, "", None)
        pauses.append(round((pdf.due_at - pdf.failed_at).total_seconds()))
        assert tasks.render_report_pdf(pdf.pk) == "nothing to do"
        ReportPdf.objects.filter(pk=pdf.pk).update(due_at=timezone.now())
    assert pauses == sorted(set(pauses))
    assert sum(pauses) > 2 * 3600
    assert tasks.render_report_pdf(pdf.pk) == "given up"
    pdf.refresh_from_db()
    assert (pdf.state, pdf.reason) == (PdfState.FAILED, gettext(reason))


@pytest.mark.usefixtures("_quick")
def test_a_pdf_for_which_there_was_no_room_is_made_when_there_is(pdf, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "x")))
        assert tasks.render_report_pdf(pdf.pk) == "put back"
    assert default_storage.listdir("reports") == ([], [])
    ReportPdf.objects.filter(pk=pdf.pk).update(due_at=timezone.now())
    assert tasks.render_report_pdf(pdf.pk) == "rendered"


@pytest.mark.usefixtures("_quick")
def test_a_failed_row_is_made_when_tried_again(pdf):
    ReportPdf.objects.filter(pk=pdf.pk).update(state=PdfState.FAILED, error="A font is missing.", due_at=None)
    assert tasks.render_report_pdf(pdf.pk) == "nothing to do"
    pdf_queue.retry_pdf(pdf)
    assert tasks.render_report_pdf(pdf.pk) == "rendered"


def test_a_missing_font_is_a_failure_and_not_an_empty_file(pdf, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf_module, "FONTS", ("fonts/Gone.ttf",))
    assert tasks.render_report_pdf(pdf.pk) == "given up"
    pdf.refresh_from_db()
    assert "Gone.ttf" in pdf.error
    assert not pdf.file


@pytest.mark.usefixtures("_quick")
def test_a_withdrawn_report_is_not_rendered(pdf):
    editions.withdraw(pdf.edition.report, {"fr": "Erreur"})
    assert tasks.render_report_pdf(pdf.pk) == "nothing to do"


def test_the_schedule_wakes_what_waits_and_what_was_abandoned_of_published_reports(pdf, monkeypatch):
    woken = []
    monkeypatch.setattr(queue.Queue, "wake", lambda _queue, keys, **_options: woken.extend(keys))
    REPORT_PDFS.claim(pdf.edition.pdfs.get(language="ar").pk)
    spanish = lost_claim(pdf.edition.pdfs.get(language="es"))
    assert REPORT_PDFS.wake_waiting() == 2
    assert sorted(woken) == sorted([pdf.pk, spanish.pk])
    editions.withdraw(pdf.edition.report, {"fr": "Erreur"})
    assert REPORT_PDFS.wake_waiting() == 0
