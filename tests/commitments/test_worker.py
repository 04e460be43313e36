"""From the publisher's click to the ready PDF, through a real broker and a real worker."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from commitments.models import PdfState, ReportPdf
from tests.factories.reports import published_report

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
PATIENCE = 120  # seconds


@pytest.fixture
def worker(tmp_path):
    """A Celery worker on the test database, which keeps its files where the test looks for them."""
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"]),
        "DATA_DIR": str(tmp_path),
    }
    log = tmp_path / "worker.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tetouan_portal", "worker", "-P", "solo", "--loglevel", "INFO"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        yield log
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until(condition, log):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-3000:]
        time.sleep(0.3)


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
