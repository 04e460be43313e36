"""Rows of the budget's library, with three real languages and fixed dates."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from budget_docs import models

PUBLISHED_AT = datetime(2026, 1, 10, 9, tzinfo=UTC)


class FiscalYearFactory(DjangoModelFactory):
    class Meta:
        model = models.FiscalYear
        django_get_or_create = ["year"]

    year = factory.Sequence(lambda n: 2026 + n)


class DocumentTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.DocumentType
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"document-type-{n}")
    name_ar, name_fr, name_es = "الميزانية المصادق عليها", "Budget adopté", "Presupuesto aprobado"
    due_month, due_day, due_year_offset = 12, 5, -1


class PublicationDateFactory(DjangoModelFactory):
    """A slot of the calendar: `PublicationDateFactory(due_on=…)`."""

    class Meta:
        model = models.PublicationDate

    fiscal_year = factory.SubFactory(FiscalYearFactory)
    type = factory.SubFactory(DocumentTypeFactory)
    due_on = date(2025, 12, 5)


class DueDateChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.DueDateChange

    due_from, due_to = date(2025, 12, 5), date(2025, 12, 20)
    date = factory.SubFactory(PublicationDateFactory)
    reason_ar, reason_fr, reason_es = "تأجيل الدورة", "Session reportée", "Sesión aplazada"


class BudgetDocumentFactory(DjangoModelFactory):
    """A draft; published with `published=True`."""

    class Meta:
        model = models.BudgetDocument

    class Params:
        published = factory.Trait(publish_at=PUBLISHED_AT)

    slot = factory.SubFactory(PublicationDateFactory)
    slug = factory.Sequence(lambda n: f"budget-document-{n}")
    title_ar, title_fr, title_es = "ميزانية 2026", "Budget 2026", "Presupuesto 2026"


class DocumentFileFactory(DjangoModelFactory):
    """A file that really lies in the storage; its bytes with `content=`."""

    class Meta:
        model = models.DocumentFile
        exclude = ["content"]

    document = factory.SubFactory(BudgetDocumentFactory)
    content = b"%PDF-1.7 budget"
    language = models.FileLanguage.FRENCH
    filename, content_type = "budget.pdf", "application/pdf"
    file = factory.LazyAttribute(lambda o: ContentFile(o.content, name=o.filename))
    size = factory.LazyAttribute(lambda o: len(o.content))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    pages = 3


class StatedFigureFactory(DjangoModelFactory):
    class Meta:
        model = models.StatedFigure

    fiscal_year = factory.SubFactory(FiscalYearFactory)
    kind = models.FigureKind.TOTAL
    amount = Decimal("477662600.00")
    source_title_ar, source_title_fr, source_title_es = "الصحافة", "Presse", "Prensa"
    source_url = factory.Sequence(lambda n: f"https://www.example.org/budget/{n}")


class ColumnMappingFactory(DjangoModelFactory):
    class Meta:
        model = models.ColumnMapping

    name = factory.Sequence(lambda n: f"Trésorerie {n}")
    columns = factory.LazyFunction(lambda: {"admitted": "F"})


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = models.Budget

    class Params:
        published = factory.Trait(publish_at=PUBLISHED_AT)

    fiscal_year = factory.SubFactory(FiscalYearFactory)


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = models.BudgetLine

    budget = factory.SubFactory(BudgetFactory)
    side = models.BudgetSide.REVENUE
    part, section, chapter, article, paragraph = "1", "0.1", "10", "10", "10"
    line = factory.Sequence(lambda n: str(11 + n))
    path = factory.LazyAttribute(lambda o: f"{o.part}/{o.section}/{o.chapter}/{o.article}/{o.paragraph}/{o.line}")
    label_ar, label_fr, label_es = "رسم تصديق الإمضاء", "Taxe de légalisation", "Tasa de legalización"
    admitted = Decimal("150000.00")
