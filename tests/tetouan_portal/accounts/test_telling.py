"""Each door tells what happens at it: to whom, from which pseudonym, and never what was typed."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.tetouan_portal.accounts.conftest import PASSWORD, code_now, sign_in
from tetouan_portal.accounts import inviting, people
from tetouan_portal.security.models import Kind, SecurityEvent

INDEX = "/fr/accounts/second-factor/"
TYPED = "a-name-that-nobody-has"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


def told():
    """Without the roles that people got when they were made."""
    rows = SecurityEvent.objects.exclude(kind=Kind.ROLE_CHANGED).order_by("pk")
    return list(rows.values_list("kind", "account", "count"))


def test_signing_in_tells_yes_no_and_locked(client, person):
    user = person("translator")
    for _time in range(6):
        sign_in(client, "amina", "wrong")
    sign_in(client, TYPED, "wrong")
    other = Client(REMOTE_ADDR="192.0.2.9")
    with time_machine.travel("2026-06-15 10:05+01:00", tick=False):
        sign_in(other, "amina")
    assert told() == [
        (Kind.SIGN_IN_FAILED, user.pk, 5),
        (Kind.SIGN_IN_LOCKED, user.pk, 1),
        (Kind.SIGN_IN_FAILED, None, 1),
        (Kind.SIGN_IN, user.pk, 1),
    ]


def test_nothing_that_was_typed_is_kept(client, person):
    person("translator")
    sign_in(client, TYPED, "a-typed-password")
    sign_in(client, "amina@example.org", "a-typed-password")
    client.post("/fr/accounts/password/reset/", {"email": f"{TYPED}@example.org"})
    kept = str(list(SecurityEvent.objects.values()))
    for typed in (TYPED, "a-typed-password", "amina", "127.0.0.1"):
        assert typed not in kept


def test_where_the_password_is_asked_again_is_told_apart(client, person):
    person("translator")
    sign_in(client, "amina")
    client.post("/fr/accounts/reauthenticate/", {"password": "wrong"})
    words = {"oldpassword": "wrong", "password1": "another long one", "password2": "another long one"}
    client.post("/fr/accounts/password/change/", words)
    details = SecurityEvent.objects.filter(kind=Kind.SIGN_IN_FAILED).order_by("pk").values_list("detail", flat=True)
    assert list(details) == ["account_reauthenticate", "account_change_password"]


def test_codes_and_recovery_codes_tell(client, person, with_app):
    user = with_app(person("publisher"))
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, "amina")
    client.post(f"{INDEX}enter/", {"code": "000000"})
    client.post(f"{INDEX}enter/", {"code": code})
    assert told() == [(Kind.CODE_FAILED, user.pk, 1), (Kind.RECOVERY_USED, user.pk, 1), (Kind.SIGN_IN, user.pk, 1)]


def test_a_locked_code_is_told_apart_from_a_locked_password(client, person, with_app):
    user = with_app(person("publisher"))
    sign_in(client, "amina")
    for _time in range(7):
        client.post(f"{INDEX}enter/", {"code": "000000"})
    other = Client(REMOTE_ADDR="192.0.2.9")
    for login in ("amina", TYPED):
        for _time in range(6):
            sign_in(other, login, "wrong")
    locked = SecurityEvent.objects.filter(kind=Kind.SIGN_IN_LOCKED).order_by("pk")
    rows = list(locked.values_list("account", "detail", "count"))
    assert rows == [(user.pk, "code", 2), (user.pk, "", 1), (None, "", 1)]
    addresses = [row.address for row in locked]
    assert addresses[0] != addresses[1] == addresses[2] != ""


def test_a_code_that_was_used_is_told(client, person, with_app, another_browser):
    user = with_app(person("publisher"))
    for browser in (client, another_browser):
        sign_in(browser, "amina")
        browser.post(f"{INDEX}enter/", {"code": code_now()})
    assert told() == [(Kind.SIGN_IN, user.pk, 1), (Kind.CODE_FAILED, user.pk, 1)]


CREDENTIAL = (
    '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"YQ",'
    '"signature":"YQ"}}'
)


def test_a_passkey_that_opens_nothing_is_told(client, person):
    response = client.post(f"{INDEX}passkeys/enter/", {"credential": CREDENTIAL})
    assert response.status_code == 302
    assert told() == [(Kind.PASSKEY_FAILED, None, 1)]


def test_factors_that_come_and_go_are_told(client, person, django_capture_on_commit_callbacks):
    user = person("translator")
    sign_in(client, "amina")
    secret = client.get(f"{INDEX}app/add/").context["form"].secret
    for address, typed in (("app/add/", {"code": code_now(secret)}), ("codes/new/", {}), ("app/remove/", {})):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(INDEX + address, typed)
    kinds = [kind for kind, account, _count in told() if account == user.pk]
    wanted = [Kind.SIGN_IN, Kind.FACTOR_ADDED, Kind.RECOVERY_RENEWED, Kind.FACTOR_REMOVED]
    assert list(dict.fromkeys(kinds)) == wanted


def test_passwords_and_sessions_are_told(client, person, another_browser):
    person("translator")
    sign_in(client, "amina")
    sign_in(another_browser, "amina")
    client.post("/fr/accounts/sessions/")
    words = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    client.post("/fr/accounts/password/change/", words)
    client.post("/fr/accounts/logout/")
    client.post("/fr/accounts/password/reset/", {"email": "amina@example.org"})
    client.post("/fr/accounts/password/reset/", {"email": "nobody@example.org"})
    rows = (
        SecurityEvent.objects.exclude(kind__in=[Kind.SIGN_IN, Kind.ROLE_CHANGED])
        .order_by("pk")
        .values_list("kind", "detail")
    )
    assert list(rows) == [
        (Kind.SESSION_ENDED, ""),
        (Kind.PASSWORD_CHANGED, ""),
        (Kind.SESSION_ENDED, "own"),
        (Kind.RESET_ASKED, ""),
        (Kind.RESET_ASKED, "unknown_address"),
    ]


def test_roles_and_closed_accounts_are_told(boss, person):
    user = person("translator")
    inviting.place(user, ["translator"], [], by=boss)
    inviting.place(user, ["desk_officer"], [], by=boss)
    people.deactivate(user, by=boss)
    people.reactivate(user, by=boss)
    assert told() == [(Kind.ACCOUNT_CLOSED, user.pk, 1), (Kind.ACCOUNT_OPENED, user.pk, 1)]
    assert SecurityEvent.objects.get(kind=Kind.ROLE_CHANGED).count == 2  # the first: when the account was made


def test_who_closed_an_account_is_told(signed_in, boss, person):
    user = person("translator")
    signed_in.post(f"/fr/admin/auth/user/{user.pk}/do/deactivate/", {"name": user.username, "sign": user.username})
    closed = SecurityEvent.objects.filter(kind=Kind.ACCOUNT_CLOSED)
    user.refresh_from_db()
    assert [(row.account, row.by) for row in closed] == ([] if user.is_active else [(user.pk, boss.pk)])
