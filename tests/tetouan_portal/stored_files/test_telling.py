"""Administrators are told of files that do not go and of files that are missed; nobody else, and no name in public."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from tests.factories.commitments import StaffFactory
from tests.factories.photos import a_photo
from tetouan_portal.roles import ROLES
from tetouan_portal.stored_files import telling
from tetouan_portal.stored_files.models import DoomedFile, MissingFile

pytestmark = pytest.mark.django_db
DOOMED, MISSING = (f"/fr/admin/tetouan_portal/{name}/" for name in ("doomedfile", "missingfile"))
NAME = "participation/0f0f"


def overdue(**values):
    since = timezone.now() - telling.LATE - timedelta(minutes=5)
    return DoomedFile.objects.create(
        **{"storage": "default", "name": NAME, "reason": "time_over", "queued_at": since}
        | {"failure": "PermissionError 13", "failed_at": since, "attempts": 7}
        | values
    )


def missing(row, **values):
    return MissingFile.objects.create(
        **{"model": row._meta.label_lower, "row_pk": str(row.pk), "field": "file", "name": NAME}
        | {"noticed_at": timezone.now()}
        | values
    )


def test_the_first_page_says_nothing_while_all_is_well(admin_client):
    overdue(queued_at=timezone.now())
    assert 'id="stored-files"' not in admin_client.get("/fr/admin/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Fichiers qui devraient être détruits et sont encore là\u00a0: 2"),
        ("ar", "ملفات كان يجب إتلافها ولا تزال موجودة: 2"),
        ("es", "Archivos que deberían estar destruidos y siguen ahí: 2"),
    ],
)
def test_the_administrator_reads_how_many_do_not_go_and_since_when(admin_client, language, words):
    overdue(queued_at=timezone.now() - timedelta(days=3))
    overdue(name="evidence/1")
    page = admin_client.get(f"/{language}/admin/")
    assert words in page.text
    assert page.context["files"].overdue.since.date() == (timezone.now() - timedelta(days=3)).date()
    assert NAME not in page.text
    assert admin_client.get(DOOMED).status_code == 200


def test_the_list_says_which_why_and_what_went_wrong(admin_client):
    row = overdue()
    csv = b"".join(admin_client.get(f"{DOOMED}export/csv/")).decode()
    assert f"{NAME},sa durée de conservation est passée," in csv
    assert csv.strip().endswith(",7,PermissionError 13")
    assert admin_client.get(f"{DOOMED}{row.pk}/change/").status_code == 200


def test_the_administrator_reads_which_records_miss_their_file(admin_client):
    photo = a_photo()
    row = missing(photo)
    gone = missing(photo, model="commitments.former")
    assert "Fiches dont le fichier manque\u00a0: 2" in admin_client.get("/fr/admin/").text
    page = admin_client.get(MISSING).text
    assert f'href="/fr/admin/commitments/evidence/{photo.pk}/change/"' in page
    assert "commitments.former" in page
    for one in (row, gone):
        assert admin_client.get(f"{MISSING}{one.pk}/change/").status_code == 200


def test_nobody_writes_what_the_portal_notes(admin_client):
    row, other = overdue(), missing(a_photo())
    for address, one in ((DOOMED, row), (MISSING, other)):
        for part in ("add/", f"{one.pk}/delete/"):
            assert admin_client.post(f"{address}{part}", {"post": "yes"}).status_code == 403
    assert (DoomedFile.objects.count(), MissingFile.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
def test_others_of_the_staff_see_none_of_it(client, role):
    row, other = overdue(), missing(a_photo())
    person = StaffFactory()
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    assert 'id="stored-files"' not in client.get("/fr/admin/").text
    for address, one in ((DOOMED, row), (MISSING, other)):
        assert {client.get(address + part).status_code for part in ("", "export/csv/", f"{one.pk}/change/")} == {403}
