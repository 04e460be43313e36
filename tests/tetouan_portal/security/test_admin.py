"""Who reads the security events, and what they see."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tetouan_portal.security import events
from tetouan_portal.security.models import Kind, SecurityEvent

pytestmark = pytest.mark.django_db
LIST = "/fr/admin/tetouan_portal/securityevent/"


@pytest.fixture
def chief(client):
    user = User.objects.create_superuser("chief", first_name="Malika")
    client.force_login(user)
    return user


def happened(kind=Kind.SIGN_IN_FAILED, address="192.0.2.1", **more):
    with events.remembering(RequestFactory().get("/", REMOTE_ADDR=address)):
        events.record(kind, **more)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_an_administrator_reads_what_happened_to_whom_and_how_often(client, chief, person, language):
    happened(user=person, detail="account_login")
    happened(user=person, detail="account_login")
    page = client.get(f"/{language}/admin/tetouan_portal/securityevent/").text
    assert "account_login" in page
    assert "amina" in page
    assert SecurityEvent.objects.get().address in page
    (row,) = SecurityEvent.objects.all()
    assert "amina" in client.get(f"/{language}/admin/tetouan_portal/securityevent/{row.pk}/change/").text


def test_who_did_it_to_whom_is_read(client, chief, person):
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"], request.user = "any", chief
    events.record(Kind.ROLE_CHANGED, request=request, user=person)
    page = client.get(LIST).text
    assert "<bdi>amina</bdi>" in page
    assert ": <bdi>Malika</bdi>" in page


def test_the_page_of_one_event_says_who_did_it_to_whom(client, chief, person, colleague):
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"], request.user = "any", colleague
    events.record(Kind.ROLE_CHANGED, request=request, user=person)
    (row,) = SecurityEvent.objects.all()
    page = client.get(f"{LIST}{row.pk}/change/").text
    assert [page.count(f"<bdi>{name}</bdi>") for name in ("amina", "karim")] == [1, 1]


def test_nobody_else_reads_them_whatever_they_may(client, person):
    person.user_permissions.set(Permission.objects.all())
    client.force_login(person)
    happened()
    (row,) = SecurityEvent.objects.all()
    for address in (LIST, f"{LIST}{row.pk}/change/", f"{LIST}export/csv/"):
        assert client.get(address).status_code == 403


def test_nobody_writes_them(client, chief):
    happened()
    (row,) = SecurityEvent.objects.all()
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", {"kind": "sign_in"}).status_code == 403
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_list_is_narrowed_by_kind_account_and_address(client, chief, person):
    happened(user=person)
    happened(Kind.CODE_FAILED, address="192.0.2.2")
    pseudonym = SecurityEvent.objects.get(kind=Kind.CODE_FAILED).address
    for narrowed in ("kind__exact=code_failed", f"q={pseudonym}"):
        shown = client.get(f"{LIST}?{narrowed}").context["cl"].result_list
        assert [event.kind for event in shown] == ["code_failed"]
    (shown,) = client.get(f"{LIST}?account={person.pk}").context["cl"].result_list
    assert shown.account == person.pk


def test_an_account_that_is_gone_is_its_number(client, chief, person):
    happened(user=person)
    number = person.pk
    person.delete()
    assert f"<bdi>{number}</bdi>" in client.get(LIST).text


def test_the_list_asks_no_more_for_more_rows(client, chief):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    happened(user=User.objects.create_user("one"))
    before = asked()
    for number in range(5):
        happened(user=User.objects.create_user(f"name-{number}"))
    assert asked() == before


def test_the_list_is_exported(client, chief, person):
    happened(user=person)
    content = b"".join(client.get(f"{LIST}export/csv/").streaming_content).decode()
    assert "amina" in content
