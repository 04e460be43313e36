"""What staff delete or replace on the pages of the admin is destroyed with it, whatever the deletion takes along."""

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from commitments.models import Evidence, Statement
from tests.budget_docs import rows
from tests.commitments.admin.pages import address, errors_on, form_on, inline, sent
from tests.factories.commitments import (
    AnnualReportFactory,
    CommitmentFactory,
    EvidenceFactory,
    MilestoneFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.factories.editions import EditionFactory, ReportPdfFactory
from tests.factories.files import a_pdf
from tests.factories.photos import a_photo, a_thumbnail
from tetouan_portal.stored_files import destroying
from tetouan_portal.stored_files.models import DoomedFile
from tetouan_portal.stored_files.needed import file_fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    """A client of an administrator."""
    client.force_login(User.objects.create_superuser("chief"))
    return client


def a_proof(**about):
    """A photo with its small picture; the row that it proves."""
    photo = a_photo(**about)
    a_thumbnail(photo)
    return photo


def of_a_draft():
    return a_proof(statement=StatementFactory(draft=True))


def of_a_milestone():
    return a_proof(milestone=MilestoneFactory(commitment__draft=True)).milestone


def of_a_reading():
    reading = ReadingFactory(is_demo=True, indicator__commitment__draft=True)
    return a_proof(reading=reading, is_demo=True).reading


def of_a_commitment():
    commitment = of_a_milestone().commitment
    a_proof(statement=StatementFactory(draft=True, commitment=commitment))
    return commitment


def a_report():
    """Of the demonstration, where its next edition is being written."""
    written = {"status": "published", "next_edition": "drafting", "is_demo": True}
    edition = EditionFactory(is_demo=True, report=AnnualReportFactory(**written))
    return ReportPdfFactory(ready=True, edition=edition).edition.report


def a_document_s_file():
    return rows.file(rows.document(publish_at=None))


ROWS = {  # what can be deleted, with files that hang on it
    "commitments.commitment": of_a_commitment,
    "commitments.evidence": of_a_draft,
    "commitments.indicator": lambda: of_a_reading().indicator,
    "commitments.milestone": of_a_milestone,
    "commitments.progressupdate": lambda: a_proof(update=ProgressUpdateFactory(draft=True)).update,
    "commitments.reading": of_a_reading,
    "commitments.statement": lambda: of_a_draft().statement,
    "budget_docs.budgetdocument": lambda: a_document_s_file().document,
    "budget_docs.documentfile": a_document_s_file,
    "budget_docs.lineimport": rows.line_import,
}
REFUSED = {  # as long as what their files hang on is there
    "commitments.actionplan": lambda: of_a_commitment().plan,
    "commitments.annualreport": a_report,
}


def taken_along(model, seen=()):
    """The model, and those whose rows go with its own."""
    found = {model, *seen}
    for relation in model._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.related_model not in found:
            found |= taken_along(relation.related_model, found)
    return found


def deleting():
    """The admins in which somebody deletes rows that files hang on, by their model."""
    request = SimpleNamespace(user=User(is_superuser=True, is_active=True))
    with_files = {field.model for field in file_fields()}
    return {
        model._meta.label_lower: page
        for model, page in admin.site._registry.items()
        if page.has_delete_permission(request) and taken_along(model) & with_files
    }


def files():
    """The names of all that rows name."""
    named = (field.model._base_manager.values_list(field.name, flat=True) for field in file_fields())
    return {name for names in named for name in names if name}


def delete(client, *gone, selected=False):
    (model,) = {type(row) for row in gone}
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    if not selected:
        return client.post(reverse(f"{name}_delete", args=[gone[0].pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in gone]}
    return client.post(reverse(f"{name}_changelist"), {**chosen, "post": "yes"})


def doomed():
    return set(DoomedFile.objects.values_list("name", flat=True))


def test_every_deletion_that_reaches_a_file_is_tried_here():
    assert set(deleting()) == {*ROWS, *REFUSED}


@pytest.mark.parametrize("label", REFUSED)
def test_what_is_not_deleted_while_something_hangs_on_it_keeps_all_files(chief, label):
    row = REFUSED[label]()
    delete(chief, row)
    delete(chief, row, selected=True)
    assert type(row)._base_manager.filter(pk=row.pk).exists()
    assert files()
    assert doomed() == set()


@pytest.mark.parametrize("label", ROWS)
def test_what_the_admin_deletes_takes_its_files_with_it(chief, label):
    row = ROWS[label]()
    stay, before = a_proof(statement=StatementFactory(draft=True)).file.name, files()
    delete(chief, row)
    assert not type(row)._base_manager.filter(pk=row.pk).exists()
    gone = before - files()
    assert gone
    assert stay not in gone
    assert doomed() == gone


@pytest.mark.parametrize("label", ["commitments.statement", "commitments.evidence", "commitments.commitment"])
def test_what_is_deleted_in_a_list_takes_its_files_with_it(chief, label):
    chosen, before = [ROWS[label](), ROWS[label]()], files()
    delete(chief, *chosen, selected=True)
    assert not type(chosen[0])._base_manager.filter(pk__in=[row.pk for row in chosen]).exists()
    assert doomed() == before - files() != set()


def test_a_statement_that_is_deleted_leaves_no_file_behind(chief):
    photo = of_a_draft()
    small = photo.thumbnail.file
    assert delete(chief, photo.statement).status_code == 302
    assert set(DoomedFile.objects.values_list("reason", flat=True)) == {"deleted"}
    assert destroying.destroy_waiting() == {"destroyed": 2}
    assert not photo.file.storage.exists(photo.file.name)
    assert not small.storage.exists(small.name)


def test_a_proof_that_is_ticked_for_deletion_on_its_statement_s_page_goes_with_its_files(chief):
    photo = of_a_draft()
    kept = a_proof(statement=photo.statement, title_fr="La place")
    page = address("statement", "change", photo.statement_id)
    shown = form_on(chief.get(page), "statement_form")
    ticked = next(f"evidence-{number}-DELETE" for number in (0, 1) if shown[f"evidence-{number}-id"] == str(photo.pk))
    answer = sent(chief, page, "statement_form", **{ticked: "on"})
    assert answer.status_code == 302, errors_on(answer)
    assert Evidence.objects.get() == kept
    assert doomed() == {photo.file.name, photo.thumbnail.file.name}


def test_a_file_in_place_of_another_dooms_the_former_alone(chief):
    photo = of_a_draft()
    page = address("statement", "change", photo.statement_id)
    other = SimpleUploadedFile("autre.pdf", a_pdf())
    assert sent(chief, page, "statement_form", **{"evidence-0-file": other}).status_code == 302
    second = Evidence.objects.get().file.name
    assert doomed() == {photo.file.name}
    page = address("evidence", "change", photo.pk)
    assert sent(chief, page, "evidence_form", file=SimpleUploadedFile("encore.pdf", a_pdf())).status_code == 302
    assert doomed() == {photo.file.name, second}
    assert set(DoomedFile.objects.values_list("reason", flat=True)) == {"replaced"}
    assert Evidence.objects.get().file.name not in doomed()


def test_a_link_in_place_of_a_file_dooms_the_file(chief):
    photo = of_a_draft()
    link = {"file-clear": "on", "url": "https://www.example.org/"}
    assert sent(chief, address("evidence", "change", photo.pk), "evidence_form", **link).status_code == 302
    assert Evidence.objects.get().file.name == ""
    assert doomed() == {photo.file.name}


def test_a_page_that_is_saved_without_another_file_dooms_none(chief):
    photo = of_a_draft()
    more = inline("evidence", 1, title_fr="Acte", dated_on="31/01/2026", url="https://www.example.org/")
    page = address("statement", "change", photo.statement_id)
    assert sent(chief, page, "statement_form", **{"evidence-0-title_fr": "Le pont"} | more).status_code == 302
    assert Evidence.objects.count() == 2
    assert doomed() == set()


def test_a_proof_without_a_file_is_deleted_as_before(chief):
    link = EvidenceFactory(statement=StatementFactory(draft=True))
    delete(chief, link)
    assert not Evidence.objects.exists()
    assert doomed() == set()


def test_what_may_not_be_deleted_keeps_its_files(chief):
    photo = a_photo(statement=StatementFactory(commitment=CommitmentFactory()))
    delete(chief, photo.statement)
    delete(chief, photo.statement, selected=True)
    assert Statement.objects.get().evidence.get() == photo
    assert doomed() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("selected", [False, True])
def test_a_deletion_that_is_undone_dooms_nothing(chief, monkeypatch, selected):
    photo = of_a_draft()

    def fails(*args, **kwargs):
        raise IntegrityError("something still needs it")

    monkeypatch.setattr(models.Model, "delete", fails)
    monkeypatch.setattr(models.QuerySet, "delete", fails)
    delete(chief, photo.statement, selected=selected)
    monkeypatch.undo()
    assert Evidence.objects.get() == photo
    assert doomed() == set()
    with transaction.atomic():
        assert destroying.destroy_waiting() == {}
    assert photo.file.storage.exists(photo.file.name)
