"""Who sees and does what: drafts whose words must stand nowhere for those without the right."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from budget_docs.models import BudgetDocument, DocumentFile
from tests.budget_docs import rows
from tests.budget_docs.admin.pages import MODELS, act, address
from tests.commitments.admin.pages import press
from tetouan_portal.lib.virus_scan import Scan

pytestmark = pytest.mark.django_db
SECRET = "Sesame-secret"
READERS = ["technical_team", "publisher"]  # see drafts, change nothing
STRANGERS = ["focal_point", "translator", "monitor"]


@pytest.fixture
def draft():
    document = rows.document("sesame-secret", None, title_fr=SECRET, summary_fr=SECRET)
    rows.file(document, filename=f"{SECRET}.pdf", content=SECRET.encode())
    return document


def every_page(document):
    file = document.files.get()
    kind = ContentType.objects.get_for_model(BudgetDocument).pk
    for model in MODELS:
        yield address(model)
        yield f"{address(model)}?q={SECRET}"
        yield address(model, page="export/csv")
        yield address(model, page="export/xlsx")
    for row, model in (
        *((document, "budgetdocument"), (file, "documentfile"), (document.slot, "publicationdate")),
        (document.slot.fiscal_year, "fiscalyear"),
    ):
        yield address(model, row.pk)
        yield address(model, row.pk, "history")
        yield address(model, row.pk, "delete")
    yield address("budgetdocument", document.pk, "files")
    yield address("publicationdate", document.slot_id, "files")
    yield address("documentfile", file.pk, "file")
    yield f"/fr/admin/r/{kind}/{document.pk}/"
    yield f"/fr/admin/autocomplete/?app_label=budget_docs&model_name=documentfile&field_name=document&term={SECRET}"
    yield from ("/fr/admin/", "/fr/admin/budget_docs/", "/fr/admin/tetouan_portal/auditentry/")
    yield from ("/fr/budget/", f"/fr/budget/?q={SECRET}", f"/fr/budget/documents/{document.slug}/", "/fr/calendar/")
    yield file.get_absolute_url()


def text_of(answer):
    content = answer.getvalue() if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace") + str(answer.headers)


def leaking(client, document):
    """The addresses whose answer holds the secret, the question's own words aside."""
    found = []
    for url in every_page(document):
        answer = client.get(url)
        words = text_of(answer).lower()
        for asked in (f"q={SECRET}", f"term={SECRET}", f'value="{SECRET}"'):
            words = words.replace(asked.lower(), "")
        if SECRET.lower() in words and answer.status_code not in {301, 302, 404}:
            found.append(url)
    return found


@pytest.mark.parametrize("role", [*STRANGERS, ""])
def test_a_draft_stands_on_no_page_of_somebody_without_the_right(signed_in, draft, role):
    assert leaking(signed_in(*filter(None, [role])), draft) == []


def test_a_draft_stands_on_no_page_of_a_stranger(draft):
    assert leaking(Client(), draft) == []


@pytest.mark.parametrize("role", READERS)
def test_those_who_read_drafts_change_nothing(signed_in, draft, role):
    client = signed_in(role)
    assert SECRET in client.get(address("budgetdocument", draft.pk)).content.decode()
    assert client.get(address("documentfile", draft.files.get().pk, "file")).getvalue() == SECRET.encode()
    before = list(BudgetDocument.objects.values()), list(DocumentFile.objects.values())
    sent = {"files": SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "title_fr": "x", "post": "yes", "language": "ar"}
    for url in (
        address("budgetdocument", draft.pk),
        address("budgetdocument", draft.pk, "files"),
        address("budgetdocument", draft.pk, "delete"),
        address("budgetdocument", page="add"),
        address("publicationdate", draft.slot_id, "files"),
        address("documentfile", draft.files.get().pk, "delete"),
    ):
        assert client.post(url, sent).status_code == 403, url
    for row, verb in (
        (draft, "publish"),
        (draft.slot, "move"),
        (draft.slot.fiscal_year, "lay_out"),
        (draft.files.get(), "name_language"),
    ):
        assert press(client, row, verb, language="ar").status_code == 403, verb
    assert (list(BudgetDocument.objects.values()), list(DocumentFile.objects.values())) == before


def test_verbs_and_files_are_asked_for_by_button_alone(officer, draft):
    officer.get(address("budgetdocument", draft.pk), {"_do": "publish"})
    assert BudgetDocument.objects.get(pk=draft.pk).publish_at is None
    assert act(officer, draft, "destroy").status_code == 403
    assert officer.get(address("documentfile", 999, "file")).status_code == 404


def test_nobody_opens_a_file_that_the_virus_scanner_holds_back(boss, draft):
    for scan in (Scan.WAITING, Scan.INFECTED):
        draft.files.update(scan=scan)
        assert boss.get(address("documentfile", draft.files.get().pk, "file")).status_code == 404


def test_a_drafts_file_is_kept_by_no_cache(officer, draft):
    answer = officer.get(address("documentfile", draft.files.get().pk, "file"))
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert SECRET.encode() == answer.getvalue()


def test_a_file_for_what_is_published_is_added_by_publishers_alone(officer, draft):
    public = rows.document(slot=rows.slot(2024))
    rows.file(public, content=b"%PDF-1.7 public")
    group = Group.objects.get(name="budget_officer")
    group.permissions.remove(Permission.objects.get(codename="publish_budgetdocument"))
    assert officer.get(address("budgetdocument", draft.pk, "files")).status_code == 200
    assert officer.get(address("budgetdocument", public.pk, "files")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_list_is_a_file_too(officer, draft, model, kind):
    rows.figure()
    answer = officer.get(address(model, page=f"export/{kind}"))
    assert answer.status_code == 200
    assert officer.get(address(model)).status_code == 200
    assert text_of(answer)
