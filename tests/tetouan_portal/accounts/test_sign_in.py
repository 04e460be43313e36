"""Through the one door: who comes in, who does not, and what is told to whom."""

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.urls import NoReverseMatch, reverse

from tests.tetouan_portal.accounts.conftest import PASSWORD, sign_in

LANGUAGES = ["ar", "fr", "es"]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def error(response):
    """The one sentence above the form."""
    (sentence,) = response.context["form"].non_field_errors()
    return sentence


@pytest.mark.parametrize("login", ["amina", "amina@example.org", "AMINA@example.org"])
def test_address_or_user_name_and_password_open_the_account(client, person, login):
    person("translator")
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/fr/admin/")
    assert is_signed_in(client)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_admin_leads_to_the_one_door_and_back(client, person, language):
    person("translator")
    wanted = f"/{language}/admin/commitments/milestone/"
    response = client.get(wanted, follow=True)
    door = f"/{language}/accounts/login/"
    assert response.redirect_chain[-1][0].startswith(f"{door}?next=")
    response = client.post(door, {"login": "amina", "password": PASSWORD, "next": wanted})
    assert response["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "https:evil.example", "\\\\evil"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, person, elsewhere):
    person("translator")
    assert sign_in(client, "amina", next=elsewhere)["Location"] == "/fr/admin/"
    assert client.get("/fr/admin/login/", {"next": elsewhere})["Location"] == "/fr/admin/"


def test_the_admin_has_no_form_of_its_own_to_sign_in(client, boss):
    response = client.post("/fr/admin/login/", {"username": "boss", "password": PASSWORD, "next": "/fr/admin/"})
    assert response["Location"].startswith("/fr/accounts/login/")
    assert not is_signed_in(client)


def test_nobody_becomes_somebody_else_through_the_admins_old_door(signed_in, person):
    other = person("translator")
    signed_in.post("/fr/admin/login/", {"username": "amina", "password": PASSWORD})
    assert signed_in.session["_auth_user_id"] != str(other.pk)


def test_the_admins_page_for_passwords_leads_to_ours(signed_in):
    assert signed_in.get("/fr/admin/password_change/")["Location"] == "/fr/accounts/password/change/"


def test_signing_out_of_the_admin_ends_the_session(signed_in):
    assert signed_in.post("/fr/admin/logout/")["Location"] == "/fr/accounts/login/"
    assert not is_signed_in(signed_in)


def test_somebody_who_is_no_staff_is_refused_by_the_admin(client):
    client.force_login(User.objects.create_user("visitor"))
    assert client.get("/fr/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_set_password", "account_confirm_email", "account_request_login_code"],
)
def test_no_other_door_has_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "password/set/", "login/code/", "signup/passkey/"]
)
def test_no_other_door_opens(client, path):
    assert client.get(f"/fr/accounts/{path}").status_code == 404


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, person):
    person("translator")
    answers = set()
    for login in ("amina", "amina@example.org", "nobody", "nobody@example.org"):
        answers.add(error(sign_in(client, login, "wrong")))
    assert len(answers) == 1


def test_a_closed_account_stays_closed(client, person):
    User.objects.filter(pk=person("translator").pk).update(is_active=False)
    assert sign_in(client, "amina")["Location"] == "/fr/accounts/inactive/"
    assert not is_signed_in(client)


# --- locked out ----------------------------------------------------------------


def fail(client, login, times=5, **more):
    for _time in range(times):
        response = sign_in(client, login, "wrong", **more)
    return response


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_five_failures_the_account_waits_and_says_for_how_long(client, person, language):
    person("translator")
    fail(client, "amina")
    page = sign_in(client, "amina", language=language)
    assert "15" in error(page)
    assert not is_signed_in(client)


def test_an_unknown_name_is_locked_just_the_same(client):
    fail(client, "nobody")
    assert "15" in error(sign_in(client, "nobody"))


def test_the_lock_opens_by_itself(client, person):
    person("translator")
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        fail(client, "amina")
        clock.shift(14 * 60)
        assert "1" in error(sign_in(client, "amina"))
        clock.shift(61)
        assert sign_in(client, "amina").status_code == 302


def test_from_one_address_twenty_names_may_fail(client, person):
    person("translator")
    for number in range(20):
        fail(client, f"somebody-{number}", times=1)
    assert "5" in error(sign_in(client, "amina"))
    assert sign_in(client.__class__(REMOTE_ADDR="192.0.2.7"), "amina").status_code == 302


def test_a_flood_is_answered_with_a_page(client):
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False):
        for number in range(31):
            response = sign_in(client, f"somebody-{number}", "wrong")
    assert response.status_code == 429
    assert "error-code" in response.text


def test_processes_share_what_they_count(client, person):
    person("translator")
    fail(client, "amina", times=4)
    assert type(caches["default"]) is DatabaseCache  # a table, which every process reads
    fail(client, "amina", times=1)
    assert "15" in error(sign_in(client, "amina"))


# --- what browsers and search engines keep ---------------------------------------


@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "password/reset/sent/", "password/reset/done/", "inactive/", "invitation/"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_accounts_is_kept_by_nobody(client, language, path):
    response = client.get(f"/{language}/accounts/{path}")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert 'content="noindex"' in response.text


@pytest.mark.parametrize(
    "path",
    ["second-factor/", "second-factor/codes/", "second-factor/passkeys/", "password/change/", "sessions/", "logout/"],
)
def test_a_page_about_oneself_needs_somebody(client, path):
    assert client.get(f"/fr/accounts/{path}").status_code == 302
    assert "/accounts/login/" in client.get(f"/fr/accounts/{path}", follow=True).redirect_chain[-1][0]


def test_the_session_ends_with_the_working_day(client, person, settings):
    person("translator")
    sign_in(client, "amina")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE == 12 * 3600


def test_who_has_no_password_is_led_to_where_one_is_asked_for(client, person):
    user = person()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get("/fr/accounts/password/change/")["Location"] == "/fr/accounts/password/reset/"
