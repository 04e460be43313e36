import hashlib
import uuid

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from commitments import tasks
from commitments.report import pdf_rendering
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.factories.reports import published_report
from tetouan_portal.lib.pdf import Pdf

pytestmark = pytest.mark.django_db


def evidence(content_type="application/pdf", filename="proof.pdf", **statement):
    content = b"%PDF-1.7 proof"
    return EvidenceFactory(
        statement=StatementFactory(**statement),
        url="",
        file=ContentFile(content, name=filename),
        filename=filename,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def body(response):
    return b"".join(response)  # reading to the end closes it


def test_evidence_is_served_with_its_name_and_type(client):
    row = evidence()
    response = client.get(row.get_absolute_url())
    assert body(response) == b"%PDF-1.7 proof"
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{row.sha256}"'
    assert response["Content-Disposition"].startswith('inline; filename="proof.pdf"')


def test_a_file_travels_uncompressed_so_that_a_download_can_be_resumed(client):
    address, asked = evidence().get_absolute_url(), {"Accept-Encoding": "gzip, br"}
    whole = client.get(address, headers=asked)
    part = client.get(address, headers=asked | {"Range": "bytes=1-3"})
    assert "Content-Encoding" not in whole
    assert body(whole)[1:4] == body(part) == b"PDF"


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
SHOWN = ["application/pdf", "image/jpeg", "image/png", "image/webp"]
SAVED = [f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet", f"{OPEN}.text", f"{OPEN}.spreadsheet"]
FORGED = [
    *("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript", "image/gif"),
    *("text/html; charset=utf-7", "application/pdf, text/html", "IMAGE/SVG+XML", "multipart/x-mixed-replace"),
]


@pytest.mark.parametrize("content_type", SHOWN + SAVED)
def test_only_pdf_and_pictures_open_in_the_browser(client, content_type):
    response = client.get(evidence(content_type, "file.bin").get_absolute_url())
    assert body(response)
    assert response["Content-Type"] == content_type
    kind = "inline" if content_type in SHOWN else "attachment"
    assert response["Content-Disposition"].startswith(f"{kind};")


@pytest.mark.parametrize("content_type", FORGED)
def test_a_type_that_a_row_should_not_have_is_never_told_to_a_browser(client, content_type):
    response = client.get(evidence(content_type, "file.html").get_absolute_url())
    assert body(response)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("content_type", SHOWN + SAVED + FORGED)
def test_nothing_in_a_file_runs_in_the_name_of_the_portal(client, content_type):
    response = client.get(evidence(content_type, "file.bin").get_absolute_url())
    assert body(response)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    # Browsers do not show a PDF in a sandbox.
    assert policy.startswith("sandbox;") != (content_type == "application/pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert not response.cookies


def test_a_part_of_a_file_is_as_harmless_as_the_whole(client):
    response = client.get(evidence("text/html").get_absolute_url(), headers={"Range": "bytes=0-3"})
    assert body(response) == b"%PDF"
    assert response.status_code == 206
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Security-Policy"].startswith("sandbox;")


def test_a_name_cannot_add_a_header(client):
    row = evidence(filename='a"; filename="b.html')
    response = client.get(row.get_absolute_url())
    assert body(response)
    assert response["Content-Disposition"].count('filename="') == 1


def test_evidence_of_a_draft_is_not_found(client):
    assert client.get(evidence(draft=True).get_absolute_url()).status_code == 404


def test_an_outdated_file_name_leads_to_the_right_one(client):
    row = evidence()
    response = client.get(f"/evidence/{row.key}/other.pdf")
    assert response.status_code == 301
    assert response["Location"] == row.get_absolute_url()


def test_evidence_that_is_a_link_or_unknown_has_no_file(client):
    link = EvidenceFactory(url="https://www.example.org/proof")
    assert client.get(f"/evidence/{link.key}/proof").status_code == 404
    assert client.get(f"/evidence/{uuid.UUID(int=1)}/proof.pdf").status_code == 404
    assert client.get("/evidence/nonsense/proof.pdf").status_code == 404


def test_a_lost_file_is_not_found(client):
    row = evidence()
    row.file.storage.delete(row.file.name)
    assert client.get(row.get_absolute_url()).status_code == 404


@pytest.fixture
def pdf(monkeypatch):
    monkeypatch.setattr(pdf_rendering, "render", lambda edition, html: Pdf(b"%PDF " + html.encode(), 3))
    row = published_report().editions.get().pdfs.get(language="es")
    assert tasks.render_report_pdf(row.pk) == "rendered"
    row.refresh_from_db()
    return row


def test_the_report_has_a_stable_address_with_a_readable_name(client, pdf):
    assert pdf.get_absolute_url() == "/reports/2025/1/tetouan-ogp-2025-1-es.pdf"
    response = client.get(pdf.get_absolute_url())
    content = body(response)
    assert hashlib.sha256(content).hexdigest() == pdf.sha256
    assert response["ETag"] == f'"{pdf.sha256}"'
    assert response["Content-Language"] == "es"
    assert client.get(pdf.get_absolute_url(), headers={"If-None-Match": f'"{pdf.sha256}"'}).status_code == 304


def test_a_download_can_be_resumed(client, pdf):
    response = client.get(pdf.get_absolute_url(), headers={"Range": "bytes=100-"})
    assert response.status_code == 206
    assert len(body(response)) == pdf.size - 100


def test_a_former_edition_stays_downloadable_while_a_pdf_is_made_again(client, pdf):
    type(pdf).objects.filter(pk=pdf.pk).update(state="queued", due_at=timezone.now())
    response = client.get(pdf.get_absolute_url())
    assert body(response)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "path", ["2025/1/tetouan-ogp-2024-1-es.pdf", "2025/1/x-es.pdf", "2025/1/es", "2024/1/tetouan-ogp-2024-1-es.pdf"]
)
def test_another_name_is_not_found(client, pdf, path):
    assert client.get(f"/reports/{path}").status_code == 404


def test_files_set_no_cookie_and_are_only_read(client, pdf):
    response = client.get(pdf.get_absolute_url())
    assert body(response)
    assert not response.cookies
    assert client.post(pdf.get_absolute_url()).status_code == 405
