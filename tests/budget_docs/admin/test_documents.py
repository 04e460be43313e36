"""What the budget officer does with documents, by the buttons and forms of the pages."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from budget_docs.models import BudgetDocument, DocumentFile
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import act, address, drop, filled, said
from tests.commitments.admin.pages import FormReader
from tests.factories.pdfs import pdf
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


def sent(name, content=None):
    return SimpleUploadedFile(name, pdf(name) if content is None else content, content_type="application/pdf")


def test_files_dropped_in_an_empty_slot_become_a_document_that_is_then_published(officer):
    slot = rows.slot()
    page = drop(officer, slot, sent("budget_ar.pdf"), sent("budget_fr.pdf"))
    document = BudgetDocument.objects.get()
    assert page.redirect_chain[-1][0] == address("budgetdocument", document.pk)
    (message,) = said(page)
    assert message.startswith("2 ")
    assert b"budget_ar.pdf" in page.content
    act(officer, document, "publish")
    assert BudgetDocument.objects.public(now=timezone.now()).get() == document
    assert officer.get(f"/fr/budget/documents/{document.slug}/").status_code == 200


def test_a_good_file_stays_and_the_page_names_the_one_that_was_refused(officer):
    page = drop(officer, rows.slot(), sent("budget_fr.pdf"), sent("page.pdf", b"<html><script>"), sent("vide.pdf", b""))
    assert page.status_code == 400
    text = page.content.decode()
    assert "page.pdf" in text
    assert "vide.pdf" in text
    assert list(DocumentFile.objects.values_list("filename", flat=True)) == ["budget_fr.pdf"]


def test_too_many_files_at_once_and_none_at_all_are_refused_with_a_sentence(officer):
    slot = rows.slot()
    assert "20" in drop(officer, slot, *(sent(f"{n}.pdf", b"x") for n in range(21))).content.decode()
    assert drop(officer, slot).status_code == 400
    assert not BudgetDocument.objects.exists()


def test_a_file_for_what_is_published_needs_its_language_and_is_a_new_version(officer):
    document = rows.document()
    rows.file(document)
    assert drop(officer, document, sent("nouveau.pdf")).status_code == 400
    drop(officer, document, sent("nouveau.pdf"), language="fr", note="Page 3 corrigée")
    versions = document.files.values_list("language", "version", "is_current", "note").order_by("version")
    assert list(versions) == [("fr", 1, False, ""), ("fr", 2, True, "Page 3 corrigée")]


def test_a_publication_is_planned_and_taken_back(officer):
    document = rows.document(publish_at=None)
    rows.file(document)
    tomorrow = (timezone.localtime() + datetime.timedelta(days=1)).replace(second=0, microsecond=0)
    act(officer, document, "schedule", at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    document.refresh_from_db()
    assert document.publish_at == tomorrow
    act(officer, document, "unschedule")
    document.refresh_from_db()
    assert document.publish_at is None


@pytest.mark.parametrize("at", ["", "demain", "2020-01-01T10:00"])
def test_a_moment_that_cannot_be_is_asked_again_on_a_page_that_keeps_what_was_typed(officer, at):
    document = rows.document(publish_at=None)
    rows.file(document)
    page = act(officer, document, "schedule", at=at)
    assert page.status_code == 400
    assert f'value="{at}"' in page.content.decode() or not at
    document.refresh_from_db()
    assert document.publish_at is None


def test_a_document_is_withdrawn_with_a_reason_and_not_without(officer):
    document = rows.document()
    rows.file(document)
    assert act(officer, document, "withdraw", fr=" ").status_code == 400
    act(officer, document, "withdraw", fr="Une annexe nommait des personnes.")
    document.refresh_from_db()
    assert document.withdrawal_reason_fr == "Une annexe nommait des personnes."
    page = officer.get(address("budgetdocument", document.pk)).content.decode()
    assert "Une annexe nommait des personnes." in page
    assert 'name="_do" value=' not in page


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"visa": "refused"}, "visa"),
        ({"votes_for": "20"}, "vote"),
        ({"session_kind": "ordinary"}, "session"),
    ],
)
def test_facts_that_do_not_fit_together_are_refused_with_a_sentence(officer, facts, sentence):
    document = rows.document(publish_at=None)
    url = address("budgetdocument", document.pk)
    page = officer.post(url, filled(officer, url) | facts)
    assert page.status_code == 200
    assert sentence in str(page.context["adminform"].form.non_field_errors()).lower()


def test_a_document_without_a_title_in_any_language_is_refused_with_a_sentence(officer):
    page = officer.post(address("budgetdocument", page="add"), {"slot": rows.slot().pk})
    assert "titre" in str(page.context["adminform"].form.non_field_errors())
    assert not BudgetDocument.objects.exists()


def test_a_second_reading_is_entered_for_a_refused_visa_alone(officer):
    refused = rows.document("budget-2026", visa="refused", visa_on="2025-12-01")
    granted = rows.document("autre", visa="granted", visa_on="2025-12-01")
    page = officer.get(address("budgetdocument", page="add"))
    offered = [str(choice) for choice, _label in page.context["adminform"].form.fields["second_reading_of"].choices]
    assert str(refused.pk) in offered
    assert str(granted.pk) not in offered
    reader = FormReader("budgetdocument_form")
    reader.feed(page.content.decode())
    told = {"slot": refused.slot_id, "title_fr": "Budget, seconde lecture", "second_reading_of": refused.pk}
    officer.post(address("budgetdocument", page="add"), reader.data | told)
    again = BudgetDocument.objects.get(title_fr="Budget, seconde lecture")
    assert (again.second_reading_of, again.slug) == (refused, "adopted-budget-2026")


def test_what_is_published_is_only_completed(officer):
    document = rows.document(title_es="", session_kind="ordinary", session_on="2025-10-02", visa="waiting")
    url = address("budgetdocument", document.pk)
    crafted = {"title_fr": "Autre titre", "title_es": "Presupuesto", "session_on": "2025-01-01", "slug": "x"}
    officer.post(url, filled(officer, url) | crafted | {"visa": "granted", "visa_on": "2025-11-20"})
    document.refresh_from_db()
    assert (document.title_fr, document.title_es) == ("Budget 2026", "Presupuesto")
    assert (document.session_on, document.slug) == (datetime.date(2025, 10, 2), "budget-2026")
    assert (document.visa, document.visa_on) == ("granted", datetime.date(2025, 11, 20))
    officer.post(url, filled(officer, url) | {"visa": "refused", "visa_on": "2025-11-21"})
    document.refresh_from_db()
    assert document.visa == "granted"


def test_a_draft_is_deleted_with_its_files_and_what_is_published_is_not(officer):
    file = rows.file(rows.document("draft", publish_at=None))
    public = rows.document()
    officer.post(address("budgetdocument", file.document_id, "delete"), {"post": "yes"})
    destroy_waiting()
    assert not file.file.storage.exists(file.file.name)
    assert officer.post(address("budgetdocument", public.pk, "delete"), {"post": "yes"}).status_code == 403
    assert list(BudgetDocument.objects.all()) == [public]


def test_nothing_is_deleted_in_bulk(officer):
    rows.file(rows.document("draft", publish_at=None))
    for model in ("budgetdocument", "documentfile"):
        chosen = {"action": "delete_selected", "_selected_action": [1], "post": "yes"}
        officer.post(address(model), chosen)
    assert DocumentFile.objects.count() == BudgetDocument.objects.count() == 1


def test_a_file_is_told_apart_and_taken_out_on_its_own_page(officer):
    file = rows.file(rows.document(publish_at=None), "", is_current=False)
    act(officer, file, "name_language", language="ar")
    file.refresh_from_db()
    assert (file.language, file.is_current) == ("ar", True)
    assert act(officer, file, "name_language", language="ar").status_code == 400
    officer.post(address("documentfile", file.pk, "delete"), {"post": "yes"})
    assert not DocumentFile.objects.exists()


def test_a_file_of_something_published_is_only_read(officer):
    file = rows.file(rows.document())
    url = address("documentfile", file.pk)
    officer.post(url, {"note": "x", "language": "ar", "version": 7})
    act(officer, file, "name_language", language="ar")
    assert officer.post(address("documentfile", file.pk, "delete"), {"post": "yes"}).status_code == 403
    kept = DocumentFile.objects.get()
    assert (kept.language, kept.version, kept.note) == ("fr", 1, "")


def test_two_officers_do_not_overwrite_each_other(officer):
    document = rows.document(publish_at=None)
    url = address("budgetdocument", document.pk)
    mine, theirs = filled(officer, url), filled(officer, url)
    officer.post(url, theirs | {"title_fr": "Le leur"})
    page = officer.post(url, mine | {"title_fr": "Le mien"})
    assert "Le leur" in page.content.decode()
    document.refresh_from_db()
    assert document.title_fr == "Le leur"


def test_two_files_are_not_said_to_be_in_one_language(officer):
    slot = rows.slot()
    page = drop(officer, slot, sent("one.pdf"), sent("two.pdf"), language="fr")
    assert page.status_code == 400
    assert page.context["form"].errors["language"]
    assert not slot.documents.exists()


@pytest.mark.parametrize(
    ("field", "other"), [("session_on", {"session_kind": "ordinary"}), ("visa_on", {"visa": "granted"})]
)
def test_a_day_far_from_the_fiscal_year_is_asked_back_once(officer, field, other):
    document = rows.document(publish_at=None)
    page = address("budgetdocument", document.pk)
    answer = officer.post(page, filled(officer, page) | other | {field: "2006-11-29"})
    assert answer.status_code == 200
    assert "2026" in str(answer.context["errors"])
    reader = FormReader("budgetdocument_form")
    reader.feed(answer.text)
    assert reader.data[f"{field}-asked"] == "2006-11-29"
    assert officer.post(page, reader.data).status_code == 302
    document.refresh_from_db()
    assert getattr(document, field) == datetime.date(2006, 11, 29)
