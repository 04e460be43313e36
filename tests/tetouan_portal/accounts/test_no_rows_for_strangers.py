"""Whoever only asks leaves no session behind: a row for each would fill the database."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client

from tests.addresses import addresses
from tests.tetouan_portal.accounts.conftest import sign_in
from tetouan_portal.accounts import passkeys
from tetouan_portal.accounts.views import PASSKEYS

pytestmark = pytest.mark.django_db
ENTER = "/fr/accounts/second-factor/passkeys/enter/"
BY_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def sent(address):
    client = Client(raise_request_exception=False)
    values = {"login": "karim", "password": "wrong", "email": "karim@example.org", "code": "x", "credential": "{}"}
    client.get(address, headers=BY_SCRIPT)
    client.get(address)
    client.post(address, values)
    client.post(address, values, headers=BY_SCRIPT)


def test_no_address_makes_a_session_for_somebody_who_is_nobody(person):
    person(name="karim")
    all_of_them = [one.path for one in addresses("ar")]
    assert ENTER.replace("/fr/", "/ar/") in all_of_them
    kept = Session.objects.count()
    found = {}
    for address in all_of_them:
        sent(address)
        if Session.objects.count() != kept:
            found[address], kept = Session.objects.count() - kept, Session.objects.count()
    assert found == {}


def test_a_passkeys_challenge_travels_in_a_cookie_that_nobody_can_write(client):
    answer = client.get(ENTER, headers=BY_SCRIPT)
    challenge = answer.json()["request_options"]["publicKey"]["challenge"]
    cookie = client.cookies[passkeys.cookie_name()]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", passkeys.VALID_FOR)
    _token, state = passkeys.opened(cookie.value)
    assert state["challenge"] == challenge
    assert passkeys.opened(cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")) == ("", None)
    assert passkeys.opened(signing.dumps(["x", state], salt="another")) == ("", None)
    assert passkeys.opened("") == ("", None)


def test_each_challenge_has_a_name_of_its_own(client):
    names = set()
    for _time in range(3):
        client.get(ENTER, headers=BY_SCRIPT)
        names.add(passkeys.opened(client.cookies[passkeys.cookie_name()].value)[0])
    assert len(names) == 3


def test_who_asks_for_new_passwords_again_and_again_is_stopped(client):
    told = [client.post("/fr/accounts/password/reset/", {"email": f"{one}@example.org"}) for one in range(21)]
    assert [answer.status_code for answer in told].count(429) == 1


def test_a_flood_of_passkeys_is_answered_with_a_page_and_holds_up_no_known_browser(person):
    stranger, colleague = Client(REMOTE_ADDR="203.0.113.5"), Client(REMOTE_ADDR="203.0.113.5")
    person("translator")
    sign_in(colleague, "amina")
    colleague.post("/fr/accounts/logout/")
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False):
        told = [stranger.post(ENTER, {"credential": "{}"}) for _time in range(PASSKEYS.limit + 1)]
        assert [answer.status_code for answer in told] == [302] * PASSKEYS.limit + [429]
        assert "error-code" in told[-1].text
        assert colleague.post(ENTER, {"credential": "{}"}).status_code == 302
        assert Client(REMOTE_ADDR="203.0.113.6").post(ENTER, {"credential": "{}"}).status_code == 302
        assert stranger.get(ENTER, headers=BY_SCRIPT).status_code == 200


@pytest.mark.parametrize("link", ["invitation/nothing/", "password/reset/1-abc/"])
def test_who_tries_links_again_and_again_is_stopped(client, link):
    told = [client.post(f"/fr/accounts/{link}").status_code for _time in range(21)]
    assert told[-1] == 429
    assert 429 not in told[:20]
