"""Rows of the budget, as small as they can be."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction

from budget_docs import models

LONG_AGO = datetime(2026, 1, 10, 9, tzinfo=UTC)
IN_A_YEAR = datetime(2099, 1, 1, tzinfo=UTC)


@transaction.atomic
def kind(slug="adopted-budget", **values):
    names = {"name_ar": "الميزانية", "name_fr": "Budget adopté", "name_es": "Presupuesto"}
    values.setdefault("confirmed_on", date(2020, 1, 1) if values.pop("is_confirmed", True) else None)
    found, is_new = models.DocumentType.objects.get_or_create(slug=slug, defaults={**names, **values})
    if is_new and found.confirmed_on:
        models.RuleChange.objects.create(type=found, confirmed_on=found.confirmed_on, reason_fr="Loi organique 113-14")
    return found


def fiscal_year(year=2026, **values):
    return models.FiscalYear.objects.get_or_create(year=year, defaults=values)[0]


def slot(year=2026, type_slug="adopted-budget", due_on=date(2025, 12, 5), **values):
    found = {"fiscal_year": fiscal_year(year), "type": kind(type_slug)}
    return models.PublicationDate.objects.get_or_create(**found, defaults={"due_on": due_on, **values})[0]


def look(of, *, was_found=True, looked_on=date(2026, 6, 1), address="https://www.example.org/budget", by="Service"):
    values = {"was_found": was_found, "looked_on": looked_on, "address": address, "looked_by": by}
    return models.Look.objects.create(date=of, **values)


def document(slug="budget-2026", publish_at=LONG_AGO, **values):
    values.setdefault("slot", slot() if "slot" not in values else None)
    titles = {"title_ar": "ميزانية 2026", "title_fr": "Budget 2026", "title_es": "Presupuesto 2026"}
    return models.BudgetDocument.objects.create(slug=slug, publish_at=publish_at, **{**titles, **values})


def file(of, language="fr", content=b"%PDF-1.7 budget", **values):
    described = {
        "filename": "budget.pdf",
        "content_type": "application/pdf",
        "size": len(content),
        "hidden": [],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    stored = ContentFile(content, name="budget.pdf")
    return models.DocumentFile.objects.create(document=of, language=language, file=stored, **{**described, **values})


def budget(year=2026, publish_at=LONG_AGO, **values):
    return models.Budget.objects.create(fiscal_year=fiscal_year(year), publish_at=publish_at, **values)


def line_import(state="checked", **values):
    described = {"filename": "budget.xlsx", "sha256": "a" * 64, "file": ContentFile(b"PK", name="budget.xlsx")}
    waits = {} if state in {"waiting", "reading", "storing"} else {"due_at": None}
    return models.LineImport.objects.create(fiscal_year=fiscal_year(), state=state, **described | waits | values)


def line(of, path="1/0.1/10/10/10/11", admitted=100, side="revenue", **values):
    codes = dict(zip(models.lines.LEVELS, path.split("/"), strict=True))
    labels = {"label_ar": "رسم", "label_fr": "Taxe", "label_es": "Tasa"}
    amounts = {"admitted": None if admitted is None else Decimal(admitted)}
    return models.BudgetLine.objects.create(budget=of, side=side, path=path, **codes, **{**labels, **amounts, **values})


def heading(of, path, label, side="revenue"):
    return models.BudgetHeading.objects.create(budget=of, side=side, path=path, label_fr=label)


def figure(kind="revenue", amount=200, year=2026, **values):
    source = {"source_title_fr": "Presse locale", "source_url": "https://www.example.org/presse"}
    return models.StatedFigure.objects.create(
        fiscal_year=fiscal_year(year), kind=kind, amount=amount, **source, **values
    )
