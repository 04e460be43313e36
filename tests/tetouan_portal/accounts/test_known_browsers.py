"""A browser in which somebody signed in is not shut out by what strangers type elsewhere."""

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.tetouan_portal.accounts.conftest import PASSWORD, outcome, sign_in
from tetouan_portal.accounts import browsers, letters, locking
from tetouan_portal.accounts.models import Guesses, KnownBrowser, hash_of
from tetouan_portal.accounts.tasks import forget_what_is_over

COOKIE = "known-browser"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


def test_strangers_do_not_shut_out_a_browser_in_which_somebody_signed_in(person, tries, known_browser):
    person("translator")
    browser = known_browser("amina")
    for _time in range(8):
        tries("amina")
    assert tries("amina", PASSWORD) == "locked"
    assert outcome(sign_in(browser, "amina")) == 302


def test_a_known_browser_is_counted_by_itself_and_pauses_too(person, tries, known_browser):
    person("translator")
    browser = known_browser("amina")
    assert [outcome(sign_in(browser, "amina", "wrong")) for _time in range(7)] == ["wrong"] * 5 + ["locked"] * 2
    assert outcome(sign_in(browser, "amina")) == "locked"
    assert tries("amina", PASSWORD) == "in"


def test_a_browser_is_known_for_who_signed_in_there_and_for_nobody_else(person, tries, known_browser):
    person("translator")
    person("translator", name="karim")
    browser = known_browser("karim")
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina")) == "locked"


def test_two_colleagues_share_a_browser(person, tries, known_browser):
    person("translator")
    person("translator", name="karim")
    browser = known_browser("amina")
    sign_in(browser, "karim")
    browser.post("/fr/accounts/logout/")
    for name in ("amina", "karim") * 6:
        tries(name)
    assert [outcome(sign_in(browser, "karim"))] == [302]
    browser.post("/fr/accounts/logout/")
    assert outcome(sign_in(browser, "amina")) == 302


def test_failures_of_an_address_shut_out_no_known_browser_behind_it(person, known_browser):
    person("translator")
    browser = known_browser("amina", at="203.0.113.5")
    stranger = Client(REMOTE_ADDR="203.0.113.5")
    answers = [outcome(sign_in(stranger, f"name-{number}", "wrong")) for number in range(40)]
    assert answers == ["wrong"] * 20 + ["locked"] * 9 + [429] * 11
    assert outcome(sign_in(stranger, "amina")) == 429
    assert outcome(sign_in(browser, "amina")) == 302


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "é", "\x00", "../" * 2000])
def test_a_cookie_that_the_portal_did_not_give_makes_nobody_known(person, tries, cookie):
    person("translator")
    for _time in range(6):
        tries("amina")
    stranger = Client(REMOTE_ADDR="203.0.113.5")
    stranger.cookies[COOKIE] = cookie
    assert outcome(sign_in(stranger, "amina")) == "locked"


def test_a_secret_that_somebody_put_into_the_browser_is_replaced(person):
    person("translator")
    browser = Client()
    browser.cookies[COOKIE] = "chosen-by-somebody-else"
    sign_in(browser, "amina")
    assert browser.cookies[COOKIE].value != "chosen-by-somebody-else"


def test_the_cookie_is_for_the_portal_alone_and_says_nothing(person, client, settings):
    person("translator")
    sign_in(client, "amina")
    cookie = client.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == settings.BROWSER_KNOWN_FOR.total_seconds()
    assert cookie.value not in str(list(KnownBrowser.objects.values()))


def closed_and_opened(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    User.objects.filter(pk=user.pk).update(is_active=True)


def given_a_new_password(user):
    user.set_password(PASSWORD)
    user.save()


@pytest.mark.parametrize("happened", [closed_and_opened, given_a_new_password])
def test_browsers_are_unknown_after_a_new_password_and_after_closing(person, tries, known_browser, happened):
    user = person("translator")
    browser = known_browser("amina")
    happened(user)
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina")) == "locked"


def test_who_changes_the_password_keeps_the_browser_at_hand(person, tries):
    person("translator")
    browser = Client()
    sign_in(browser, "amina")
    words = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    assert browser.post("/fr/accounts/password/change/", words).status_code == 302
    browser.post("/fr/accounts/logout/")
    for _time in range(6):
        tries("amina")
    assert outcome(sign_in(browser, "amina", "another long one")) == 302


def test_a_new_password_by_mail_lets_its_browser_in_whatever_strangers_type(person, tries):
    user = person("translator")
    for _time in range(6):
        tries("amina")
    browser = Client()
    link = letters.password_reset_link(user).split("/", 3)[3]
    page = browser.get(f"/{link}")
    new = {"password1": "another long password", "password2": "another long password"}
    assert browser.post(page["Location"], new).status_code == 302
    assert tries("amina", "another long password") == "locked"
    assert outcome(sign_in(browser, "amina", "another long password")) == 302


def test_who_has_the_mailbox_has_no_tries_of_their_own_at_the_code(person, with_app, tries):
    user = with_app(person("publisher"))
    stranger = Client()
    page = stranger.get("/" + letters.password_reset_link(user).split("/", 3)[3])
    new = {"password1": "another long password", "password2": "another long password"}
    stranger.post(page["Location"], new)
    for _time in range(5):
        locking.code(RequestFactory().get("/"), user)
    sign_in(stranger, "amina", "another long password")
    page = stranger.post("/fr/accounts/second-factor/enter/", {"code": "000000"})
    assert [error.code for error in page.context["form"].errors.as_data()["code"]] == ["too_many_login_attempts"]


@pytest.mark.parametrize("secure", [True, False])
def test_in_production_the_cookie_goes_over_https_alone(person, client, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    person("translator")
    sign_in(client, "amina")
    assert bool(client.cookies[COOKIE]["secure"]) is secure


def test_an_account_has_ten_known_browsers_at_most(person, known_browser):
    user = person("translator")
    first, *_others = [known_browser("amina") for _number in range(11)]
    assert user.known_browsers.count() == 10
    assert not user.known_browsers.filter(secret_hash=hash_of(first.cookies[COOKIE].value)).exists()


def test_a_browser_that_nobody_used_for_long_is_unknown_and_forgotten(person, tries, known_browser, clock, settings):
    user = person("translator")
    browser = known_browser("amina")
    clock.shift(settings.BROWSER_KNOWN_FOR)
    for _time in range(6):
        tries("amina")
    browser.cookies[COOKIE]["expires"] = ""
    assert outcome(sign_in(browser, "amina")) == "locked"
    assert forget_what_is_over()["browsers"] == 1
    assert not user.known_browsers.exists()


def secret_hash(browser):
    return hash_of(browser.cookies[COOKIE].value)


def test_of_more_than_ten_the_one_used_longest_ago_is_unknown_and_nobody_elses(person, known_browser, clock):
    person("translator", name="karim")
    user = person("translator")
    others, used = known_browser("karim"), []
    for _number in range(10):
        clock.shift(60)
        used.append(known_browser("amina"))
    clock.shift(60)
    sign_in(used[0], "amina")
    clock.shift(60)
    used.append(known_browser("amina"))
    kept = set(user.known_browsers.values_list("secret_hash", flat=True))
    assert kept == {secret_hash(browser) for browser in used} - {secret_hash(used[1])}
    assert KnownBrowser.objects.filter(secret_hash=secret_hash(others)).exists()


def test_a_browser_stays_known_as_long_as_it_is_used(person, tries, known_browser, clock, settings):
    person("translator")
    browser = known_browser("amina")
    for _time in range(3):
        clock.shift(settings.BROWSER_KNOWN_FOR * 0.9)
        assert browsers.forget_unused() == 0
        for _guess in range(6):
            tries("amina")
        assert outcome(sign_in(browser, "amina")) == 302
        browser.post("/fr/accounts/logout/")


def test_a_secret_that_was_not_used_for_long_is_replaced_and_lets_nobody_go_faster(
    person, known_browser, clock, settings
):
    person("translator")
    browser = known_browser("amina")
    former = browser.cookies[COOKIE].value
    clock.shift(settings.BROWSER_KNOWN_FOR)
    answers = [outcome(sign_in(browser, f"name-{number}", "wrong")) for number in range(31)]
    assert answers[-1] == 429
    clock.shift(300)
    sign_in(browser, "amina")
    assert browser.cookies[COOKIE].value != former


def test_with_each_sign_in_the_browser_keeps_its_secret(person, known_browser):
    user = person("translator")
    browser = known_browser("amina")
    former = browser.cookies[COOKIE].value
    sign_in(browser, "amina")
    assert browser.cookies[COOKIE].value == former
    assert user.known_browsers.count() == 1


# --- which of them have codes of their own ---------------------------------------------------


def codes_are_counted_apart(browser, user):
    """Whether strangers' wrong codes leave this browser its own."""
    for _time in range(5):
        locking.code(RequestFactory().get("/"), user)
    at = RequestFactory().get("/")
    at.COOKIES[COOKIE] = browser.cookies[COOKIE].value
    try:
        locking.code(at, user)
    except ValidationError:
        return False
    return True


def test_who_signed_in_has_codes_apart(person, known_browser):
    user = person("translator")
    assert codes_are_counted_apart(known_browser("amina"), user)


def test_who_changed_the_password_has_them_still(person, client):
    user = person("translator")
    sign_in(client, "amina")
    words = {"oldpassword": PASSWORD, "password1": "another long one", "password2": "another long one"}
    client.post("/fr/accounts/password/change/", words)
    assert codes_are_counted_apart(client, user)


def by_mail(client, user):
    page = client.get("/" + letters.password_reset_link(user).split("/", 3)[3])
    new = {"password1": "another long password", "password2": "another long password"}
    assert client.post(page["Location"], new).status_code == 302


def test_who_came_by_a_mail_has_none_until_they_sign_in_with_every_factor(person, client):
    user = person("translator")
    by_mail(client, user)
    assert not codes_are_counted_apart(client, user)
    sign_in(client, "amina", "another long password")
    Guesses.objects.all().delete()
    assert codes_are_counted_apart(client, user)


def test_a_password_alone_gives_none_where_a_code_is_asked(person, with_app, client):
    user = with_app(person("publisher"))
    by_mail(client, user)
    sign_in(client, "amina", "another long password")
    assert not codes_are_counted_apart(client, user)


def test_who_signed_in_loses_none_by_a_mail_in_the_same_browser(person, known_browser):
    user = person("translator")
    browser = known_browser("amina")
    at = RequestFactory().get("/")
    at.COOKIES[COOKIE] = browser.cookies[COOKIE].value
    browsers.remember(at, HttpResponse(), user, has_signed_in=False)
    assert codes_are_counted_apart(browser, user)
