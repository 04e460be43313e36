"""Several files at once: each by itself, told apart by language, and taken out again as long as it is a draft."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from budget_docs import tasks
from budget_docs.documents import publishing, uploads
from budget_docs.models import BudgetDocument, DocumentFile, TextState
from tests.budget_docs import rows
from tests.factories.pdfs import pdf
from tests.refusals import refused
from tetouan_portal.lib.virus_scan import Scan
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db
FRENCH = "Le budget de la commune pour les jardins et pour les routes du centre, au titre des travaux"


def sent(name="budget.pdf", content=None):
    return SimpleUploadedFile(name, content if content is not None else pdf(name))


def dropped(slot, *files, language=""):
    return uploads.drop(lambda: uploads.document_for(slot), files, language=language)


def in_force(document):
    return sorted(document.files.filter(is_current=True).values_list("language", "version"))


def test_a_file_in_an_empty_slot_makes_the_document_and_the_other_file_joins_it():
    slot = rows.slot()
    first, second = dropped(slot, sent("budget_ar.pdf"), sent("budget_fr.pdf"))
    document = BudgetDocument.objects.get()
    assert first.file.document == second.file.document == document
    assert (document.slot, document.slug, document.publish_at) == (slot, "adopted-budget-2026", None)
    assert document.title_ar == "الميزانية 2026"
    assert in_force(document) == [("ar", 1), ("fr", 1)]


def test_a_good_file_stays_though_its_neighbour_is_refused():
    good, bad = dropped(rows.slot(), sent("budget_fr.pdf"), sent("page.pdf", b"<!doctype html><script>"))
    assert good.file
    assert good.problem == ""
    assert bad.file is None
    assert "HTML" in bad.problem
    assert DocumentFile.objects.count() == 1


def test_a_refused_file_leaves_no_empty_document_behind():
    dropped(rows.slot(), sent("empty.pdf", b""))
    assert not BudgetDocument.objects.exists()


def test_a_second_document_of_the_same_kind_and_year_has_an_address_of_its_own():
    withdrawn = rows.document("adopted-budget-2026")
    publishing.withdraw(withdrawn, {"fr": "Erreur"})
    dropped(withdrawn.slot, sent())
    assert BudgetDocument.objects.filter(slug="adopted-budget-2026-2", slot=withdrawn.slot).exists()


def test_a_slot_that_is_published_takes_no_file_for_a_document_that_nobody_knows():
    document = rows.document()
    (refused,) = dropped(document.slot, sent())
    assert refused.file is None
    assert refused.problem


def test_the_same_file_is_dropped_once():
    content = pdf("a")
    dropped(rows.slot(), sent(content=content))
    (again,) = dropped(rows.slot(), sent("copy_fr.pdf", content))
    assert again.file is None
    assert DocumentFile.objects.count() == 1


def test_a_draft_is_not_published_before_the_language_of_each_file_is_known():
    (found,) = dropped(rows.slot(), sent("scan.pdf"))
    assert (found.file.language, found.file.is_current) == ("", False)
    with refused("language"):
        publishing.publish(found.file.document)
    uploads.name_language(found.file, "ar")
    publishing.publish(found.file.document)
    assert DocumentFile.objects.live(now=timezone.now()).count() == 1


def test_a_new_version_of_something_published_says_its_language():
    document = rows.document()
    (refused,) = uploads.drop(lambda: document, [sent("budget_fr.pdf")], language="")
    assert refused.file is None
    (added,) = uploads.drop(lambda: document, [sent("budget_fr.pdf")], language="fr")
    assert added.file.is_current


def test_a_file_in_the_wrong_language_leaves_the_former_version_in_force():
    document = rows.document(publish_at=None)
    rows.file(document, "fr", b"%PDF-1.7 one", is_current=False)
    wrong = rows.file(document, "fr", b"%PDF-1.7 two", version=2)
    uploads.name_language(wrong, "ar")
    assert in_force(document) == [("ar", 1), ("fr", 1)]
    with refused("same_language"):
        uploads.name_language(wrong, "ar")


def test_a_file_taken_out_of_a_draft_is_gone_and_the_former_version_in_force():
    document = rows.document(publish_at=None)
    rows.file(document, "fr", b"%PDF-1.7 one", is_current=False)
    newest = rows.file(document, "fr", b"%PDF-1.7 two", version=2)
    uploads.take_out(newest)
    destroy_waiting()
    assert not default_storage.exists(newest.file.name)
    assert in_force(document) == [("fr", 1)]


def test_a_discarded_draft_takes_its_files_from_the_disk():
    file = rows.file(rows.document(publish_at=None))
    uploads.discard(file.document)
    destroy_waiting()
    assert not default_storage.exists(file.file.name)
    assert not BudgetDocument.objects.exists()


@pytest.mark.parametrize(
    ("publish_at", "code"),
    [(rows.LONG_AGO, "published"), (timezone.now() + datetime.timedelta(days=1), "scheduled")],
)
def test_what_is_published_or_planned_loses_no_file(publish_at, code):
    file = rows.file(rows.document(publish_at=publish_at))
    for act in (
        lambda: uploads.take_out(file),
        lambda: uploads.discard(file.document),
        lambda: uploads.name_language(file, "ar"),
    ):
        with refused(code):
            act()
    assert default_storage.exists(file.file.name)


def test_the_words_of_a_file_tell_its_language():
    (found,) = dropped(rows.slot(), sent("scan.pdf", pdf(FRENCH)))
    assert tasks.read_file_text(found.file.pk) == TextState.READY
    found.file.refresh_from_db()
    assert (found.file.language, found.file.is_current, found.file.text_state) == ("fr", True, TextState.READY)


def test_a_guess_never_replaces_a_file_in_force():
    (budget, annex) = dropped(rows.slot(), sent("budget_fr.pdf"), sent("annexe_fr.pdf"))
    (words,) = dropped(budget.file.document.slot, sent("scan.pdf", pdf(FRENCH)))
    tasks.read_file_text(words.file.pk)
    assert in_force(budget.file.document) == [("fr", 1)]
    assert not DocumentFile.objects.filter(pk__in=[annex.file.pk, words.file.pk]).exclude(language="").exists()
    uploads.name_language(annex.file, "ar-fr")
    assert in_force(budget.file.document) == [("ar-fr", 1), ("fr", 1)]


def test_where_publication_is_planned_a_file_says_its_language_at_once():
    """Later nobody could: the moment passes by itself, and a file untold would neither be named nor added anew."""
    document = rows.document(publish_at=rows.IN_A_YEAR)
    (refused,) = uploads.drop(lambda: document, [sent("scan.pdf")], language="")
    assert refused.problem
    assert not document.files.exists()
    (added,) = uploads.drop(lambda: document, [sent("scan.pdf")], language="ar")
    assert added.file.is_current


def test_a_scanned_file_leaves_the_question_to_the_officer():
    (found,) = dropped(rows.slot(), sent("scan.pdf", pdf()))
    assert tasks.read_file_text(found.file.pk) == TextState.NONE
    found.file.refresh_from_db()
    assert found.file.language == ""


def test_a_file_that_nobody_has_told_apart_is_not_public():
    document = rows.document()
    rows.file(document, "", is_current=False, scan=Scan.CLEAN)
    assert not DocumentFile.objects.live(now=timezone.now()).exists()
