"""A budget record's buttons carry what stands in its form along."""

import datetime

import pytest
from django.utils import timezone

from budget_docs.models import BudgetDocument
from tests.budget_docs import rows
from tests.commitments.admin.pages import form_on, page_of, press

pytestmark = pytest.mark.django_db
SUMMARY = "Ce que la Commune prévoit de dépenser, en une page."


@pytest.fixture
def draft():
    document = rows.document(publish_at=None)
    rows.file(document)
    return document


def test_a_document_is_published_with_the_summary_typed_in_the_same_submit(officer, draft):
    assert press(officer, draft, "publish", typed={"summary_fr": SUMMARY}).status_code == 302
    draft.refresh_from_db()
    assert draft.publish_at <= timezone.now()
    assert draft.summary_fr == SUMMARY


def test_a_planned_publication_takes_the_summary_along(officer, draft):
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    at = f"{tomorrow:%Y-%m-%dT%H:%M}"
    assert press(officer, draft, "schedule", typed={"summary_fr": SUMMARY}, at=at).status_code == 302
    draft.refresh_from_db()
    assert (draft.publish_at is None, draft.summary_fr) == (False, SUMMARY)


def test_a_document_without_a_file_is_neither_saved_nor_published_and_keeps_its_summary_in_the_form(officer):
    document = rows.document(publish_at=None)
    page = press(officer, document, "publish", typed={"summary_fr": SUMMARY})
    assert page.status_code == 400
    assert form_on(page, "budgetdocument_form")["summary_fr"] == SUMMARY
    assert list(BudgetDocument.objects.values_list("publish_at", "summary_fr")) == [(None, document.summary_fr)]


def test_the_note_on_a_file_is_saved_with_its_language(officer, draft):
    file = rows.file(draft, "", content=b"%PDF-1.7 scan", is_current=False)
    assert press(officer, file, "name_language", typed={"note": "Page 3 corrigée"}, language="ar").status_code == 302
    file.refresh_from_db()
    assert (file.language, file.note) == ("ar", "Page 3 corrigée")


def test_the_note_on_a_file_in_no_language_yet_is_saved_alone(officer, draft):
    file = rows.file(draft, "", content=b"%PDF-1.7 scan", is_current=False)
    page = officer.get(page_of(file))
    assert '<option value="" selected>' in page.text
    note = form_on(page, "documentfile_form") | {"note": "Page 3 corrigée"}
    assert officer.post(page_of(file), note).status_code == 302
    file.refresh_from_db()
    assert (file.language, file.note) == ("", "Page 3 corrigée")


def test_a_date_moves_with_the_note_typed_beside_it(officer):
    slot = rows.slot()
    said = {"to": "20/12/2025", "fr": "La session est reportée."}
    assert press(officer, slot, "move", typed={"note_fr": "À confirmer"}, **said).status_code == 302
    slot.refresh_from_db()
    assert (slot.due_on, slot.note_fr) == (datetime.date(2025, 12, 20), "À confirmer")
