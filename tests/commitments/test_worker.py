"""From the publisher's click to the ready PDF, through a real broker and a real worker."""

from pathlib import Path

import pytest
from django.conf import settings

from commitments.models import PdfState, ReportPdf
from tests.factories.reports import published_report
from tests.waiting import wait_until

pytestmark = [pytest.mark.drill, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_publishing_makes_the_worker_render_every_language(worker, client):
    published_report()
    unfinished = ReportPdf.objects.exclude(state__in=[PdfState.READY, PdfState.FAILED])
    wait_until(lambda: not unfinished.exists(), worker)
    pdfs = list(ReportPdf.objects.select_related("edition__report"))
    assert {pdf.language: (pdf.state, pdf.error) for pdf in pdfs} == dict.fromkeys(("ar", "fr", "es"), ("ready", ""))
    for pdf in pdfs:
        assert Path(pdf.file.path).is_relative_to(settings.MEDIA_ROOT)
        response = client.get(pdf.get_absolute_url())
        assert response.status_code == 200
        assert b"".join(response).startswith(b"%PDF-1.7")
