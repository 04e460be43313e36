"""A file that the law forbids to show is destroyed with all that was made from it; its address says so."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from budget_docs.documents import publishing
from budget_docs.models import FilePage
from commitments import tasks
from commitments.evidence import thumbnails
from tests.budget_docs import rows
from tests.factories.photos import a_photo, a_thumbnail
from tests.refusals import refused
from tests.tetouan_portal.removal.acts import ORDER, holding, removed
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.journal.chain import first_break
from tetouan_portal.journal.models import JournalLine
from tetouan_portal.lib.uploads import Upload
from tetouan_portal.removal.proposing import propose
from tetouan_portal.stored_files.destroying import destroy_waiting
from tetouan_portal.stored_files.models import MissingFile
from tetouan_portal.stored_files.tasks import sweep_stored_files

pytestmark = pytest.mark.django_db
NAME = "cin-amina-benali.jpg"
SENTENCES = {"ar": "حُذف بتاريخ", "fr": "Supprimé le", "es": "Suprimido el"}


@pytest.fixture
def photo(db):
    return a_photo(filename=NAME)


@pytest.fixture
def document_file(db):
    found = rows.file(rows.document(), filename=NAME.replace("jpg", "pdf"), text_state="ready")
    FilePage.objects.create(file=found, number=1, text="Amina Benali habite ici")
    return found


def answers(client, addresses):
    given = [client.get(address) for address in addresses]
    for answer in given:
        b"".join(answer)  # reading to the end closes the file
    return [answer.status_code for answer in given]


def test_a_photo_goes_with_its_small_picture_and_its_name(client, photo, amina, brahim):
    small = a_thumbnail(photo)
    enter_public(photo)
    addresses = [photo.get_absolute_url(), thumbnails.address_of(small)]
    names = [photo.file.name, small.file.name]
    assert answers(client, addresses) == [200, 200]

    removed(photo, "file", amina, brahim)
    destroy_waiting()

    assert not any(map(default_storage.exists, names))
    assert answers(client, addresses) == [410, 404]
    assert holding("cin-amina") == []
    assert first_break() is None


@pytest.mark.parametrize("language", SENTENCES)
def test_its_address_says_in_the_readers_language_why_it_is_gone(client, photo, language, amina, brahim):
    address, page = photo.get_absolute_url(), photo.statement.commitment.get_absolute_url()
    removed(photo, "file", amina, brahim, ground="personal_data")
    client.cookies["django_language"] = language
    told = client.get(address, headers={"Accept-Language": language})
    assert told.status_code == 410
    assert SENTENCES[language] in told.content.decode()
    assert photo.sha256 in told.content.decode()
    shown = client.get(f"/{language}{page[3:]}").content.decode()
    assert SENTENCES[language] in shown
    assert address not in shown


def test_nobody_keeps_a_removed_file_by_asking_whether_it_changed(client, photo, document_file, amina, brahim):
    for row in (photo, document_file):
        address = row.get_absolute_url()
        removed(row, "file", amina, brahim)
        for asked in ({"If-None-Match": f'"{row.sha256}"'}, {"If-None-Match": "*"}, {"Range": "bytes=0-3"}):
            told = client.get(address, headers=asked)
            assert told.status_code == 410
            assert row.sha256 not in told.headers.get("ETag", "")
        assert client.head(address).status_code == 410


def test_a_documents_file_goes_with_the_words_that_were_read_in_it(client, document_file, amina, brahim):
    enter_public(document_file.document, document_file)
    address, page = document_file.get_absolute_url(), document_file.document.get_absolute_url()
    name = document_file.file.name

    removed(document_file, "file", amina, brahim)
    destroy_waiting()

    assert not default_storage.exists(name)
    assert holding("Amina Benali") == holding("cin-amina") == []
    told = client.get(address)
    assert told.status_code == 410
    shown = client.get(page).content.decode()
    assert address not in shown
    assert document_file.sha256 in shown
    assert document_file.removed[page[1:3]] in shown
    line = JournalLine.objects.first()
    assert (line.kind, line.subject) == ("removed", f"budget_docs.documentfile:{document_file.pk}")
    assert first_break() is None


def test_lists_and_search_lead_to_no_removed_file(client, document_file, amina, brahim):
    address = document_file.get_absolute_url()
    removed(document_file, "file", amina, brahim)
    year = document_file.document.slot.fiscal_year.get_absolute_url()
    search = reverse("budget:library") + "?q=budget"
    for page in (reverse("budget:library"), year, search, reverse("budget:feed")):
        answer = client.get(page, follow=True)
        assert answer.status_code == 200, page
        assert address not in answer.content.decode(), page


def test_a_removed_file_is_not_missed_and_not_removed_again(photo, document_file, amina, brahim):
    for row in (photo, document_file):
        removed(row, "file", amina, brahim)
        with refused("nothing_there"):
            propose(row, "file", by=amina, **ORDER)
    destroy_waiting()
    sweep_stored_files()
    assert not MissingFile.objects.exists()


def a_pdf(content):
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(ContentFile(content), "budget.pdf", "application/pdf", len(content), sha256, pages=3)


def test_the_very_file_does_not_come_back_by_upload(document_file, amina, brahim):
    content = document_file.file.read()
    document_file.file.close()
    removed(document_file, "file", amina, brahim)
    for document in (document_file.document, rows.document("another", slot=rows.slot(2025))):
        with refused("removed"):
            publishing.add_file(document, a_pdf(content), language="fr")
    publishing.add_file(document_file.document, a_pdf(content + b" redacted"), language="fr")


def test_no_small_picture_is_made_of_it_again(photo, amina, brahim):
    removed(photo, "file", amina, brahim)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0}


def test_what_was_withdrawn_before_has_no_file_to_remove(photo, document_file, amina):
    photo.take_back({"fr": "Erreur"}, now=timezone.now())
    publishing.withdraw(document_file.document, {"fr": "Erreur"})
    for row, code in ((photo, "nothing_there"), (document_file, "not_public")):
        row.refresh_from_db()
        with refused(code):
            propose(row, "file", by=amina, **ORDER)
