"""What a stolen password cannot do."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.addresses import public_addresses
from tests.tetouan_portal.accounts.conftest import PASSWORD, TOTP_SECRET, code_now, sign_in
from tetouan_portal.accounts import second_factor

INDEX = "/fr/accounts/second-factor/"
NEEDED = ["technical_team", "publisher", "monitor"]
NOT_NEEDED = ["focal_point", "translator"]
REACHED = ["", "app/add/", "passkeys/", "passkeys/add/"]
NOT_REACHED = [
    "/fr/admin/",
    "/ar/admin/commitments/commitment/",
    "/fr/admin/password_change/",
    "/fr/accounts/password/change/",
    "/fr/accounts/sessions/",
    "/fr/accounts/second-factor/codes/new/",
]


@pytest.mark.parametrize("role", NEEDED)
def test_who_needs_a_second_factor_and_has_none_reaches_its_set_up_alone(client, person, role):
    person(role)
    sign_in(client, "amina")
    for path in NOT_REACHED:
        response = client.get(path)
        assert (response.status_code, response["Location"][3:]) == (302, INDEX[3:]), path
    for path in REACHED:
        assert client.get(INDEX + path).status_code == 200, path
    assert client.get(INDEX).context["request"].second_factor_is_missing


@pytest.mark.parametrize("role", NOT_NEEDED)
def test_who_does_not_need_one_goes_to_work(client, person, role):
    person(role)
    sign_in(client, "amina")
    assert client.get("/fr/admin/").status_code == 200
    assert "account-needed" not in client.get(INDEX).text


def test_a_superuser_needs_one(client, boss):
    sign_in(client, "boss")
    assert client.get("/fr/admin/")["Location"] == INDEX
    assert client.post("/fr/admin/auth/user/add/", {})["Location"] == INDEX


def test_without_the_rule_a_password_is_enough(client, boss, settings):
    settings.STAFF_MFA = False
    sign_in(client, "boss")
    assert client.get("/fr/admin/").status_code == 200


def test_a_public_page_asks_nobody_who_they_are(client, django_assert_num_queries, boss):
    with django_assert_num_queries(0):
        assert client.get("/fr/accounts/login/").status_code == 200


def test_outside_the_doors_of_people_nobody_is_asked_who_they_are(client, boss):
    """So nothing there may depend on it: who lacks a second factor is not held up there."""
    client.force_login(boss)
    client.raise_request_exception = False
    asked = {}
    for one in public_addresses():
        if not second_factor.DOORS_OF_PEOPLE.match(one.path):
            with CaptureQueriesContext(connection) as queries:
                client.get(one.path)
            asked[one.path] = [query["sql"] for query in queries if re.search("auth_user|django_session", query["sql"])]
    assert {path: queries for path, queries in asked.items() if queries} == {}
    assert len(asked) > 50


def set_up_app(client):
    secret = client.get(f"{INDEX}app/add/").context["form"].secret
    return secret, client.post(f"{INDEX}app/add/", {"code": code_now(secret)})


def test_setting_up_the_app_opens_the_work_and_offers_recovery_codes(client, person):
    person("publisher")
    sign_in(client, "amina")
    _secret, response = set_up_app(client)
    assert response["Location"] == f"{INDEX}codes/"
    page = client.get(response["Location"])
    assert len(page.context["unused_codes"]) == 10
    assert all(code in page.text for code in page.context["unused_codes"])
    assert client.get("/fr/admin/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client, person):
    user = person("publisher")
    sign_in(client, "amina")
    client.get(f"{INDEX}app/add/")
    assert client.post(f"{INDEX}app/add/", {"code": "000000"}).context["form"].errors["code"]
    assert not Authenticator.objects.filter(user=user).exists()


def test_after_the_password_the_code_is_asked_and_nothing_is_open_before(client, person, with_app):
    with_app(person("publisher"))
    assert sign_in(client, "amina")["Location"] == f"{INDEX}enter/"
    assert "_auth_user_id" not in client.session
    assert client.get("/fr/admin/").status_code == 302
    assert client.post(f"{INDEX}enter/", {"code": code_now()})["Location"] == "/fr/admin/"
    assert client.get("/fr/admin/").status_code == 200


def test_the_wanted_page_is_kept_through_both_steps(client, person, with_app):
    with_app(person("publisher"))
    sign_in(client, "amina", next="/fr/admin/commitments/milestone/")
    response = client.post(f"{INDEX}enter/", {"code": code_now()})
    assert response["Location"] == "/fr/admin/commitments/milestone/"


def test_a_code_opens_once_for_as_long_as_it_is_valid(client, person, with_app, another_browser):
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        code = code_now()
        sign_in(client, "amina")
        assert client.post(f"{INDEX}enter/", {"code": code}).status_code == 302
        clock.shift(45)  # the next period: a telephone's clock may be that far behind
        sign_in(another_browser, "amina")
        response = another_browser.post(f"{INDEX}enter/", {"code": code})
        assert response.context["form"].errors["code"]
        assert another_browser.post(f"{INDEX}enter/", {"code": code_now()}).status_code == 302


def test_a_code_that_was_used_as_early_as_it_is_valid_opens_to_the_last_moment_nothing(
    client, person, with_app, another_browser
):
    """A telephone's clock may be half a minute ahead or behind: it is valid for a minute and a half."""
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        code = code_now(at=time.time() + 30)
        sign_in(client, "amina")
        assert client.post(f"{INDEX}enter/", {"code": code}).status_code == 302
        clock.shift(89)
        sign_in(another_browser, "amina")
        assert another_browser.post(f"{INDEX}enter/", {"code": code}).context["form"].errors["code"]


def test_a_recovery_code_opens_once(client, person, with_app, another_browser):
    user = with_app(person("publisher"))
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, "amina")
    assert client.post(f"{INDEX}enter/", {"code": code}).status_code == 302
    sign_in(another_browser, "amina")
    assert another_browser.post(f"{INDEX}enter/", {"code": code}).context["form"].errors["code"]


def test_guessing_codes_is_stopped_and_says_for_how_long(client, person, with_app):
    with_app(person("publisher"))
    sign_in(client, "amina")
    for _time in range(5):
        client.post(f"{INDEX}enter/", {"code": "000000"})
    (sentence,) = client.post(f"{INDEX}enter/", {"code": code_now()}).context["form"].errors["code"]
    assert "1 minute" in sentence


def test_right_codes_are_counted_by_nobody_however_many(client, person, with_app):
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        for _time in range(7):
            sign_in(client, "amina")
            assert client.post(f"{INDEX}enter/", {"code": code_now()})["Location"] == "/fr/admin/"
            client.post("/fr/accounts/logout/")
            clock.shift(31)


def test_who_guesses_codes_with_a_stolen_password_does_not_shut_out_the_owner(
    client, person, with_app, another_browser
):
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        sign_in(client, "amina")
        client.post(f"{INDEX}enter/", {"code": code_now()})
        client.post("/fr/accounts/logout/")
        sign_in(another_browser, "amina")
        for _time in range(6):
            another_browser.post(f"{INDEX}enter/", {"code": "000000"})
        clock.shift(31)
        sign_in(client, "amina")
        assert client.post(f"{INDEX}enter/", {"code": code_now()})["Location"] == "/fr/admin/"


def test_a_browser_in_which_somebody_signed_in_is_no_place_to_guess_codes_either(client, person, with_app):
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        sign_in(client, "amina")
        client.post(f"{INDEX}enter/", {"code": code_now()})
        client.post("/fr/accounts/logout/")
        clock.shift(31)
        sign_in(client, "amina")
        for _time in range(5):
            client.post(f"{INDEX}enter/", {"code": "000000"})
        (sentence,) = client.post(f"{INDEX}enter/", {"code": code_now()}).context["form"].errors["code"]
    assert "1 minute" in sentence


def test_the_last_second_factor_cannot_be_removed_while_it_is_needed(client, person, with_app):
    user = with_app(person("publisher"))
    sign_in(client, "amina")
    client.post(f"{INDEX}enter/", {"code": code_now()})
    assert client.post(f"{INDEX}app/remove/").context["form"].non_field_errors()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_who_does_not_need_it_may_remove_it(client, person, with_app):
    user = with_app(person("translator"))
    sign_in(client, "amina")
    client.post(f"{INDEX}enter/", {"code": code_now()})
    client.post(f"{INDEX}app/remove/")
    assert not Authenticator.objects.filter(user=user).exists()


def test_the_last_passkey_cannot_be_removed_either(client, person):
    user = person("publisher")
    passkey = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Téléphone", "passwordless": True})
    client.force_login(user)
    sign_in_again(client)
    client.post(f"{INDEX}passkeys/{passkey.pk}/remove/")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def sign_in_again(client):
    client.post("/fr/accounts/reauthenticate/", {"password": PASSWORD})


def test_a_passkey_of_somebody_else_is_out_of_reach(client, person):
    other = Authenticator.objects.create(user=person("translator", name="badr"), type="webauthn", data={"name": "B"})
    client.force_login(person("translator"))
    sign_in_again(client)
    for verb in ("remove", "name"):
        assert client.post(f"{INDEX}passkeys/{other.pk}/{verb}/", {"name": "mine"}).status_code == 404
    assert Authenticator.objects.get(pk=other.pk).data == {"name": "B"}


def test_safety_is_changed_only_by_who_has_just_proved_themselves(client, person, with_app):
    with_app(person("publisher"))
    with time_machine.travel("2026-06-15 10:00:00+01:00", tick=False) as clock:
        sign_in(client, "amina")
        client.post(f"{INDEX}enter/", {"code": code_now()})
        assert client.get(f"{INDEX}codes/").status_code == 200
        clock.shift(6 * 60)
        for path in ("codes/", "codes/new/", "codes/file/", "passkeys/add/", "app/remove/"):
            assert "/accounts/reauthenticate/" in client.get(INDEX + path)["Location"], path


def test_a_copy_of_the_database_holds_no_key_in_clear(person, with_app):
    user = with_app(person("publisher"))
    rows = str(list(Authenticator.objects.filter(user=user).values_list("data", flat=True)))
    assert TOTP_SECRET not in rows
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert not any(code in rows for code in codes)


# --- sessions ------------------------------------------------------------------


def test_other_sessions_are_seen_and_ended(client, person, another_browser):
    user = person("translator")
    stranger = person("translator", name="badr")
    sign_in(client, "amina")
    sign_in(another_browser, "amina")
    third = client.__class__()
    sign_in(third, "badr")
    assert client.get("/fr/accounts/sessions/").context["session_count"] == 2
    client.post("/fr/accounts/sessions/")
    assert client.get("/fr/admin/").status_code == 200
    assert another_browser.get("/fr/admin/").status_code == 302
    assert third.get("/fr/admin/").status_code == 200
    assert UserSession.objects.filter(user__in=[user, stranger]).count() == 2


def test_a_new_password_ends_the_sessions_elsewhere(client, person, another_browser):
    person("translator")
    sign_in(client, "amina")
    sign_in(another_browser, "amina")
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    assert client.post("/fr/accounts/password/change/", new).status_code == 302
    assert client.get("/fr/admin/").status_code == 200
    assert another_browser.get("/fr/admin/").status_code == 302
