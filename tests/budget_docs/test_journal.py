"""Each act of the budget leaves its line in the journal, in the transaction of the act, and nothing too early."""

import datetime

import pytest
from django.utils import timezone

from budget_docs.calendar import due_dates, rules
from budget_docs.documents import publishing
from budget_docs.lines import budget_versions
from budget_docs.models import BudgetDocument
from tests.budget_docs import rows
from tetouan_portal.journal.becoming import enter_all_public
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db


def told():
    return [(line.kind, line.subject.partition(":")[0]) for line in JournalLine.objects.order_by("number")]


def test_publishing_a_document_tells_it_and_its_files():
    document = rows.document(publish_at=None)
    rows.file(document)

    publishing.publish(document)

    assert told() == [("published", "budget_docs.budgetdocument"), ("published", "budget_docs.documentfile")]


def test_a_planned_publication_is_told_when_it_comes_and_not_before():
    document = rows.document(publish_at=None)
    rows.file(document)
    enter_all_public()
    before = told()
    publishing.publish(document, at=timezone.now() + datetime.timedelta(hours=1))
    enter_all_public()
    assert told() == before

    BudgetDocument.objects.update(publish_at=timezone.now() - datetime.timedelta(minutes=1))
    enter_all_public()

    assert told()[len(before) :] == [
        ("published", "budget_docs.budgetdocument"),
        ("published", "budget_docs.documentfile"),
    ]
    assert not JournalLine.objects.first().told["opening"]


def test_a_document_that_is_withdrawn_is_told_with_its_reason():
    document = rows.document()
    rows.file(document)

    publishing.withdraw(document, {"ar": "معطيات شخصية"})

    line = JournalLine.objects.first()
    assert line.kind == "withdrawn"
    assert [line.texts[one["digest"]]["text"] for one in line.told["reason"]] == ["معطيات شخصية"]


def test_a_due_date_that_moves_is_told_with_its_reason():
    slot = rows.slot(2026, "budget", due_on=datetime.date(2026, 3, 1))

    due_dates.move(slot, datetime.date(2026, 6, 1), reason_fr="Session reportée")

    line = JournalLine.objects.get()
    assert line.kind == "amended"
    assert {"field": "due_to", "from": None, "to": "2026-06-01"} in line.told["changes"]
    assert line.about == "/budget/2026/"


def test_a_budget_as_data_is_told_when_it_is_published():
    budget_versions.publish(rows.budget(2026, publish_at=None))

    assert told() == [("published", "budget_docs.budget")]


def test_a_rule_that_is_confirmed_or_put_in_doubt_is_told_with_its_source_or_reason():
    kind = rows.kind("budget", is_confirmed=False)

    rules.confirm(kind, datetime.date(2026, 3, 1), reason_fr="Circulaire 12")
    rules.doubt(kind, reason_fr="Circulaire abrogée")

    assert told() == [("confirmed", "budget_docs.rulechange"), ("doubted", "budget_docs.rulechange")]
    said = [kept["text"] for line in JournalLine.objects.all() for kept in line.texts.values()]
    assert {"Circulaire 12", "Circulaire abrogée"} <= set(said)
