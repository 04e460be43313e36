"""Editions and PDFs as rows alone, without the publishing that makes them."""

import uuid
from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from commitments import models
from tests.factories.commitments import AnnualReportFactory

PUBLISHED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = models.Edition

    report = factory.SubFactory(AnnualReportFactory, status="published", year=factory.Sequence(lambda n: 2000 + n % 90))
    number = factory.Sequence(lambda n: n + 1)
    published_at = PUBLISHED_AT
    snapshot = {"format": 1}
    sha256 = "a" * 64


class ReportPdfFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportPdf

    class Params:
        running = factory.Trait(state="running", lease_until=PUBLISHED_AT + timedelta(minutes=8), owner=uuid.uuid4())
        failed = factory.Trait(
            state="failed", error="The font is missing.", due_at=None, failure="PdfError", failed_at=PUBLISHED_AT
        )
        ready = factory.Trait(
            state="ready",
            file="reports/one.pdf",
            size=1000,
            pages=2,
            sha256="b" * 64,
            rendered_at=PUBLISHED_AT,
            due_at=None,
        )

    edition = factory.SubFactory(EditionFactory)
    language = "ar"
