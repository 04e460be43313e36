"""An edition of the annual report as a PDF in one language."""

import hashlib

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from commitments.models import Edition
from commitments.report.level_words import former_words
from tetouan_portal.lib import pdf
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import direction
from tetouan_portal.removal.carried_out import removals_in

STYLESHEETS = [f"css/{name}.css" for name in ("tokens", "components", "charts", "report", "report_pdf")]


def report_html(edition: Edition, language: str) -> str:
    with translation.override(language):
        return render_to_string("pdf/annual_report.html", report_context(edition, language))


def report_context(edition: Edition, language: str) -> dict:
    """What the report's templates show, on the web and in the PDF: the snapshot and nothing newer."""
    return {
        "edition": edition,
        "snapshot": edition.snapshot,
        "report": edition.snapshot["report"],
        "former_words": former_words(edition.snapshot, language),
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "direction": direction(language),
        "site_url": settings.SITE_URL,
        "is_cut": removals_in(edition).exists(),
    }


def source_digest(html: str) -> str:
    return pdf.source_digest(html, STYLESHEETS)


def render(edition: Edition, html: str) -> pdf.Pdf:
    """The PDF of the finished HTML, with the snapshot inside as data. Raises PdfError."""
    content = edition.canonical_json()
    data = pdf.Attached(
        name=download_name("ogp", edition.report.year, f"{edition.number}.json"),
        content=content,
        description=hashlib.sha256(content).hexdigest(),
        dated=edition.published_at,
    )
    return pdf.render(html, base_url=settings.SITE_URL + "/", stylesheets=STYLESHEETS, attached=data)
