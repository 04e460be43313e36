import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from budget_docs import tasks
from budget_docs.documents import publishing
from budget_docs.models import BudgetDocument, DocumentFile
from tests.budget_docs import rows
from tests.refusals import refused
from tetouan_portal.lib import file_work
from tetouan_portal.lib.uploads import Upload
from tetouan_portal.lib.virus_scan import Scan
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db


def upload(content=b"%PDF-1.7 first"):
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(ContentFile(content), "budget.pdf", "application/pdf", len(content), sha256, pages=3)


def test_a_replaced_file_stays_as_a_former_version():
    document = rows.document(publish_at=None)
    publishing.add_file(document, upload(), language="fr")
    publishing.add_file(document, upload(b"%PDF-1.7 second"), language="fr", note="Page 3 corrigée")
    publishing.add_file(document, upload(), language="ar")
    found = document.files.values_list("language", "version", "is_current")
    assert sorted(found) == [("ar", 1, True), ("fr", 1, False), ("fr", 2, True)]


def test_the_same_file_twice_is_one_version():
    document = rows.document(publish_at=None)
    publishing.add_file(document, upload(), language="fr")
    with refused("same_file"):
        publishing.add_file(document, upload(), language="fr")
    assert document.files.count() == 1


def test_a_document_without_file_or_with_an_unseen_one_is_not_published():
    document = rows.document(publish_at=None)
    with refused("no_file"):
        publishing.publish(document)
    rows.file(document, scan=Scan.WAITING)
    with refused("waiting_for_scanner"):
        publishing.publish(document)


def test_a_scheduled_document_appears_by_itself_and_can_be_taken_back_before():
    document = rows.document(publish_at=None)
    rows.file(document)
    at = timezone.now() + timedelta(days=3)
    publishing.publish(document, at=at)
    seen = BudgetDocument.objects
    assert not seen.public(now=at - timedelta(seconds=1)).exists()
    assert seen.public(now=at).exists()
    publishing.unschedule(document)
    assert not seen.public(now=at).exists()


@pytest.mark.parametrize(("at", "code"), [(datetime(2020, 1, 1, tzinfo=UTC), "past"), (rows.IN_A_YEAR, "too_far")])
def test_a_publication_is_scheduled_within_reason(at, code):
    document = rows.document(publish_at=None)
    rows.file(document)
    with refused(code):
        publishing.publish(document, at=at)


def test_what_was_published_stays_published_whoever_writes_to_the_database():
    document = rows.document()
    rows.file(document)
    for act, sentence in (
        (lambda: BudgetDocument.objects.update(publish_at=None), "what was published stays published"),
        (document.delete, "what was published is kept"),
        (lambda: DocumentFile.objects.all().delete(), "what was published is kept"),
    ):
        with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
            act()
    with refused("already_published"):
        publishing.unschedule(document)


def test_a_withdrawn_document_says_why_and_its_files_are_gone():
    document = rows.document()
    file = rows.file(document)
    publishing.withdraw(document, {"fr": "Une annexe nommait des personnes."})
    destroy_waiting()
    assert not default_storage.exists(file.file.name)
    document.refresh_from_db()
    assert document.withdrawal_reason_fr == "Une annexe nommait des personnes."
    with refused("withdrawn"):
        publishing.withdraw(document, {"fr": "Encore"})
    with refused("not_published"):
        publishing.withdraw(rows.document("draft", publish_at=None, slot=document.slot), {"fr": "Encore"})


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("fr", "en cours de destruction", "fichiers sont détruits"),
        ("ar", "ويجري إتلاف الملفات", "وأُتلفت الملفات"),
        ("es", "se están destruyendo", "archivos se han destruido"),
    ],
)
def test_staff_read_that_files_are_destroyed_once_they_are(admin_client, language, before, after):
    document = rows.document()
    file = rows.file(document)
    publishing.withdraw(document, {"fr": "Une annexe nommait des personnes."})
    page = f"/{language}/admin/budget_docs/budgetdocument/{document.pk}/change/"
    assert before in admin_client.get(page).text
    assert admin_client.get(f"/{language}/admin/budget_docs/documentfile/{file.pk}/file/").status_code == 404
    destroy_waiting()
    assert after in admin_client.get(page).text
    assert before not in admin_client.get(page).text


def test_the_page_of_a_withdrawn_file_says_so_too(admin_client):
    file = rows.file(rows.document())
    publishing.withdraw(file.document, {"fr": "Une annexe nommait des personnes."})
    page = f"/fr/admin/budget_docs/documentfile/{file.pk}/change/"
    assert "ses fichiers sont en cours de destruction" in admin_client.get(page).text
    destroy_waiting()
    assert "Le document a été retiré et ses fichiers détruits." in admin_client.get(page).text


def test_an_infected_file_is_destroyed_with_the_word_of_it(monkeypatch):
    file = rows.file(rows.document(publish_at=None), scan="waiting")

    def infected(stored):
        raise ValidationError("infected", code="infected")

    monkeypatch.setattr(file_work, "scan_file", infected)
    assert tasks.scan_waiting_files() == {"infected": 1}
    assert destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(file.file.name)


def test_nothing_is_withdrawn_without_a_reason():
    document = rows.document()
    with refused("unexplained"):
        publishing.withdraw(document, {"fr": "  "})
