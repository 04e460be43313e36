"""A budget file that holds more than its readers see, through the doors of the officer and of the reader."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from budget_docs import tasks
from budget_docs.documents import publishing
from budget_docs.models import BudgetDocument, DocumentFile
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import act, address, drop, said
from tests.factories import hiding, people
from tetouan_portal.stored_files.destroying import destroy_waiting

pytestmark = pytest.mark.django_db
WORKBOOK = hiding.workbook()  # a hidden sheet “agents” and a hidden row
CLEAN = hiding.workbook(hides=[])


def sent(content, name="budget_fr.xlsx"):
    return SimpleUploadedFile(name, content)


def stored(of, content, **values):
    """As files lay there before anybody asked what they hide."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return rows.file(of, content=content, filename="budget.xlsx", content_type=kind, **{"hidden": None, **values})


@pytest.fixture
def draft(officer):
    """What the officer's drop of the workbook made."""
    page = drop(officer, rows.slot(), sent(WORKBOOK))
    assert page.status_code == 200
    return BudgetDocument.objects.get()


def take_up(client, file, **reasons):
    return act(client, file, "take_up", **reasons)


def is_out(document):
    return BudgetDocument.objects.public(now=timezone.now()).filter(pk=document.pk).exists()


def refused(code, call, *args, **kwargs):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        call(*args, **kwargs)
    assert error.value.code == code


def test_what_a_file_hides_is_said_at_the_drop_and_stops_its_publication(officer, draft):
    drop(officer, rows.slot(type_slug="other"), sent(WORKBOOK))
    page = act(officer, draft, "publish")
    (refusal,) = page.context["refusal"].messages
    for words in ("budget_fr.xlsx", "1 feuille masquée", "agents", "1 ligne masquée", "Budget"):
        assert words in refusal
        assert words in page.content.decode()
    assert not is_out(draft)


@pytest.mark.parametrize("at", [None, timezone.now() + datetime.timedelta(days=1)])
def test_publication_now_or_planned_waits_for_every_kind(draft, at):
    refused("hides", publishing.publish, draft, at=at)
    by = people.budget_officer()
    publishing.take_up(draft.files.get(), {"sheets": "Liste déjà publique"}, by=by)
    refused("hides", publishing.publish, draft, at=at)
    publishing.take_up(draft.files.get(), {"rows": "Ligne de contrôle"}, by=by)
    assert publishing.publish(draft, at=at).publish_at


def test_each_kind_is_taken_up_with_a_reason_on_the_page_of_the_file_and_the_page_says_by_whom(officer, draft):
    file = draft.files.get()
    assert take_up(officer, file, sheets=" ", rows="").status_code == 400
    take_up(officer, file, rows="Ligne de contrôle")
    file.refresh_from_db()
    assert (file.held_back, [one["kind"] for one in file.open_kinds]) == (True, ["sheets"])
    page = take_up(officer, file, sheets="Liste déjà publique")
    file.refresh_from_db()
    assert (file.held_back, file.open_kinds) == (False, [])
    text = page.content.decode()
    assert "Ligne de contrôle" in text
    assert "Liste déjà publique" in text
    act(officer, draft, "publish")
    assert is_out(draft)


def test_a_reason_that_was_given_is_not_given_again(officer, draft):
    file = draft.files.get()
    take_up(officer, file, rows="La première")
    refused("unexplained", publishing.take_up, file, {"rows": "La seconde"}, by=people.budget_officer())
    file.refresh_from_db()
    assert [one["reason"] for one in file.hidden if "reason" in one] == ["La première"]


@pytest.mark.parametrize("role", ["technical_team", "publisher"])
def test_whoever_may_not_publish_the_document_takes_nothing_up(signed_in, draft, role):
    file = draft.files.get()
    client = signed_in(role)
    assert b"take_up" not in client.get(address("documentfile", file.pk)).content
    assert take_up(client, file, sheets="a", rows="b").status_code == 403
    file.refresh_from_db()
    assert len(file.open_kinds) == 2


def test_a_cleaned_file_takes_the_place_of_the_draft_and_begins_anew(officer, draft):
    before = draft.files.get()
    drop(officer, draft, sent(CLEAN), language="fr")
    destroy_waiting()
    after = draft.files.get()
    assert (after.hidden, after.held_back, after.is_current) == ([], False, True)
    assert not before.file.storage.exists(before.file.name)
    act(officer, draft, "publish")
    assert is_out(draft)


def test_a_replaced_file_does_not_inherit_what_was_taken_up(officer, draft):
    take_up(officer, draft.files.get(), sheets="a", rows="b")
    drop(officer, draft, sent(hiding.workbook(hides=["sheets"])), language="fr")
    newest = draft.files.get(is_current=True)
    assert [one["kind"] for one in newest.open_kinds] == ["sheets"]
    refused("hides", publishing.publish, draft)


def test_hidden_words_are_never_found_and_visible_ones_are(officer, client, draft):
    file = draft.files.get()
    take_up(officer, file, sheets="a", rows="b")
    act(officer, draft, "publish")
    tasks.read_file_text(file.pk)
    for words, found in (("LC123456", False), ("Zaynab", False), ("0612345678", False), ("Jardins publics", True)):
        page = client.get("/fr/budget/", {"q": words}).content.decode()
        assert (draft.get_absolute_url() in page) is found, words


def test_names_of_hidden_sheets_stay_with_the_staff(officer, client, draft):
    take_up(officer, draft.files.get(), sheets="Motif interne", rows="b")
    act(officer, draft, "publish")
    client.logout()
    page = client.get(f"/fr/budget/documents/{draft.slug}/").content.decode()
    assert "budget_fr" in page or "XLSX" in page
    assert "agents" not in page
    assert "Motif interne" not in page


# --- what is public or planned already ------------------------------------------------------------


def public_versions(document):
    found = DocumentFile.objects.live(now=timezone.now()).filter(document=document)
    return list(found.order_by("version").values_list("version", flat=True))


def test_a_new_version_of_what_is_published_waits_while_the_former_stays_in_force(officer):
    document = rows.document()
    rows.file(document)
    page = drop(officer, document, sent(WORKBOOK), language="fr")
    assert any("agents" in message for message in said(page))
    new = document.files.get(version=2)
    assert (new.held_back, new.is_current, public_versions(document)) == (True, False, [1])
    assert officer.get(new.get_absolute_url()).status_code == 404
    assert f"/{new.key}/" not in officer.get(f"/fr/budget/documents/{document.slug}/").content.decode()
    take_up(officer, new, sheets="a", rows="b")
    assert document.files.get(is_current=True).version == 2
    assert public_versions(document) == [1, 2]


def test_a_cleaned_file_destroys_the_version_that_waited(officer):
    document = rows.document()
    rows.file(document)
    drop(officer, document, sent(WORKBOOK), language="fr")
    drop(officer, document, sent(CLEAN), language="fr")
    assert list(document.files.order_by("version").values_list("version", "is_current")) == [(1, False), (2, True)]


def test_a_version_that_was_public_is_not_destroyed_by_a_later_one(officer):
    document = rows.document()
    stored(document, WORKBOOK)
    tasks.look_into_waiting_files()
    for number in range(2):
        drop(officer, document, sent(hiding.workbook(hides=[], author=f"openpyxl {number}")), language="fr")
    assert public_versions(document) == [2, 3]
    assert document.files.get(version=1).held_back
    with pytest.raises(IntegrityError, match="kept"), transaction.atomic():
        document.files.filter(version=1).delete()


def test_what_is_published_is_looked_into_listed_for_a_person_and_replaced(officer):
    document = rows.document()
    file = stored(document, WORKBOOK)
    assert tasks.look_into_waiting_files() == {"looked into": 1}
    assert tasks.look_into_waiting_files() == {}
    file.refresh_from_db()
    assert (file.hides, file.held_back, public_versions(document)) == (True, False, [1])
    desk = officer.get("/fr/admin/").content.decode()
    assert f"{address('documentfile')}?hides=open" in desk
    assert b"budget.xlsx" in officer.get(f"{address('documentfile')}?hides=open").content
    drop(officer, document, sent(CLEAN), language="fr")
    assert public_versions(document) == [2]
    page = officer.get(f"/fr/budget/documents/{document.slug}/").content.decode()
    assert "retirée de la vue du public" in page
    assert f"/{file.key}/" not in page


def test_what_is_published_may_stay_with_a_reason_and_is_listed_no_more(officer):
    file = stored(rows.document(), WORKBOOK)
    tasks.look_into_waiting_files()
    take_up(officer, file, sheets="a", rows="b")
    assert "?hides=open" not in officer.get("/fr/admin/").content.decode()
    assert public_versions(file.document) == [1]


def test_a_draft_nobody_has_looked_into_waits_and_is_held_back_when_it_hides_something():
    document = rows.document(publish_at=None)
    file = stored(document, WORKBOOK)
    refused("unexamined", publishing.publish, document)
    tasks.look_into_waiting_files()
    file.refresh_from_db()
    assert file.held_back
    refused("hides", publishing.publish, document)


def test_a_planned_publication_is_taken_back_when_its_file_is_found_to_hide_something():
    hides, clean = rows.document(publish_at=rows.IN_A_YEAR), rows.document("clean", publish_at=rows.IN_A_YEAR)
    stored(hides, WORKBOOK)
    stored(clean, CLEAN)
    tasks.look_into_waiting_files()
    planned = set(BudgetDocument.objects.filter(publish_at__isnull=False))
    assert planned == {clean}


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_a_file_that_cannot_be_looked_into_is_tried_once_and_listed(content):
    file = stored(rows.document(), content)
    if not content:
        file.file.storage.delete(file.file.name)
    assert tasks.look_into_waiting_files() == {"looked into": 1}
    assert tasks.look_into_waiting_files() == {}
    file.refresh_from_db()
    assert [one["kind"] for one in file.open_kinds] == ["unread"]


def test_the_database_holds_nothing_back_that_hides_nothing():
    file = rows.file(rows.document())
    with pytest.raises(IntegrityError, match="held_back_while_it_hides"), transaction.atomic():
        DocumentFile.objects.filter(pk=file.pk).update(held_back=True)
    with pytest.raises(IntegrityError, match="held_back_while_it_hides"), transaction.atomic():
        DocumentFile.objects.filter(pk=file.pk).update(held_back=True, hidden=None)
