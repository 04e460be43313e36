"""What the portal itself makes passes its own doors."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from budget_docs.lines.template import write_template
from commitments.report import editions, pdf_rendering
from tests.factories.reports import published_report
from tetouan_portal.lib import uploads
from tetouan_portal.lib.spreadsheets import xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def pdf():
    """Of the annual report, with its data inside: the row that the worker fills."""
    edition = published_report().editions.get()
    content = pdf_rendering.render(edition, pdf_rendering.report_html(edition, "fr")).content
    pdf = edition.pdfs.get_or_create(language="fr")[0]
    pdf.content = content
    return pdf


def taken(content):
    return uploads.accept(SimpleUploadedFile("report.pdf", content), max_bytes=10_000_000)


def test_the_annual_report_can_be_a_proof(pdf):
    before = taken(pdf.content)
    pdf.sha256 = before.sha256
    pdf.save()

    assert [(one.kind, one.places) for one in before.hidden] == [("files", ["tetouan-ogp-2025-1.json"])]
    assert taken(pdf.content).hidden == ()


def test_the_template_for_budget_lines_and_a_table_to_download_hide_nothing():
    template = io.BytesIO()
    write_template(template)

    assert taken(template.getvalue()).hidden == ()
    assert taken(xlsx(["a"], [["b"]], title="t", right_to_left=True)).hidden == ()


def test_a_former_file_of_it_too_but_none_of_a_withdrawn_report(pdf):
    pdf.former_sha256 = [taken(pdf.content).sha256]
    pdf.save()
    assert taken(pdf.content).hidden == ()

    editions.withdraw(pdf.edition.report, {"ar": "خطأ", "fr": "erreur", "es": "error"})

    assert taken(pdf.content).hidden
