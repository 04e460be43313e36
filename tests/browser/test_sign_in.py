"""Signing in as people do it: password, app, passkey, sessions, invitation; in Arabic and French, small and wide."""

import os

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import expect

from tests.tetouan_portal.accounts.conftest import PASSWORD, code_now
from tetouan_portal.accounts import inviting
from tetouan_portal.accounts.tasks import send_waiting_letters

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _as_in_production(settings, live_server):
    settings.STAFF_MFA = True
    settings.SITE_URL = here(live_server)
    cache.clear()


def here(live_server):
    """Passkeys know host names alone, no numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def publisher():
    user = User.objects.create_user("amina", "amina@example.org", PASSWORD, is_staff=True)
    inviting.settle(user, ["publisher"], [])
    return user


@pytest.fixture
def door(live_server, open_page):
    """A function that opens the page to sign in, as the admin leads there: `door("ar", width=360)`."""

    def opened(language="fr", **how):
        page = open_page(language=language, **how)
        page.goto(f"{here(live_server)}/{language}/admin/")
        return page

    return opened


def with_passkeys(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def enter(page, login="amina", password=PASSWORD):
    page.fill("[name=login]", login)
    page.fill("[name=password]", password)
    press(page)


def press(page):
    page.click(".account-form button")


def set_up_app(page):
    page.click("a[href$='/app/add/']")
    secret = page.inner_text(".account-key").strip()
    page.fill("[name=code]", code_now(secret))
    press(page)
    return secret


def seen(page, name):
    """The page fits its width; its picture goes to the folder that SHOTS names."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name


@pytest.mark.parametrize(
    ("language", "width", "javascript"),
    [("ar", 360, False), ("ar", 1280, True), ("fr", 360, True), ("fr", 1280, False)],
)
def test_password_app_and_work(door, publisher, language, width, javascript):
    page = door(language, width=width, javascript=javascript)
    assert page.locator("html").get_attribute("dir") == {"ar": "rtl", "fr": "ltr"}[language]
    seen(page, f"door-{language}-{width}")
    enter(page)
    assert page.url.endswith(f"/{language}/accounts/second-factor/")
    expect(page.locator(".account-needed")).to_be_visible()
    seen(page, f"needed-{language}-{width}")
    set_up_app(page)
    expect(page.locator(".account-codes li")).to_have_count(10)
    seen(page, f"codes-{language}-{width}")
    page.click("main p:last-child a.lone")
    assert page.url.endswith(f"/{language}/admin/")


def test_the_next_time_the_app_is_asked(door, publisher, open_page):
    first = door()
    enter(first)
    secret = set_up_app(first)
    page = door()
    enter(page)
    assert page.url.endswith("/second-factor/enter/")
    page.fill("[name=code]", "000000")
    press(page)
    expect(page.locator(".errorlist")).to_be_visible()
    cache.clear()  # the code of this half minute was used to set the app up
    page.fill("[name=code]", code_now(secret))
    press(page)
    assert page.url.endswith("/fr/admin/")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_passkey_is_added_and_then_opens_the_account_alone(door, publisher, language):
    page = with_passkeys(door(language, width=360))
    enter(page)
    page.click("a[href$='/passkeys/add/']")
    seen(page, f"passkey-{language}-360")
    press(page)
    page.wait_for_url("**/second-factor/codes/")
    assert Authenticator.objects.filter(user=publisher, type="webauthn").count() == 1
    page.goto(page.url.replace("second-factor/codes", "logout"))
    press(page)
    page.click("form[data-passkey] button")
    page.wait_for_url(f"**/{language}/admin/")


def test_a_passkey_is_the_second_factor_after_the_password(door, publisher):
    page = with_passkeys(door())
    enter(page)
    page.click("a[href$='/passkeys/add/']")
    page.uncheck("[name=passwordless]")
    press(page)
    page.wait_for_url("**/second-factor/codes/")
    page.goto(page.url.replace("second-factor/codes", "logout"))
    press(page)
    enter(page)
    assert page.url.endswith("/second-factor/enter/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/fr/admin/")


def test_a_passkey_that_fails_says_so(door, publisher):
    page = with_passkeys(door())
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('refused')) }")
    page.click("form[data-passkey] button")
    page.locator("[data-passkey-failed]").wait_for(state="visible")


def test_without_scripts_a_sentence_stands_where_passkeys_would(door):
    page = door(javascript=False)
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    expect(page.locator("[data-without-passkeys]")).to_be_visible()


def test_another_session_is_seen_and_ended(door, publisher):
    inviting.settle(publisher, ["translator"], [])
    here, elsewhere = door(), door()
    for page in (here, elsewhere):
        enter(page)
    here.locator("#user-tools summary").click()
    here.click("a[href$='/accounts/sessions/']")
    expect(here.locator(".ruled > li")).to_have_count(2)
    press(here)
    expect(here.locator(".ruled > li")).to_have_count(1)
    elsewhere.reload()
    assert "/accounts/login/" in elsewhere.url


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_invited_person_comes_in_by_the_mail(open_page, live_server, mail_server, language):
    boss = User.objects.create_superuser("boss", "boss@example.org")
    inviting.invite(
        email="amina@example.org", name="أمينة", language=language, roles=["publisher"], institutions=[], by=boss
    )
    send_waiting_letters()
    page = open_page(language=language, width=360)
    page.goto(mail_server.links()[0])
    assert page.url.endswith(f"/{language}/accounts/invitation/")
    seen(page, f"invitation-{language}-360")
    page.fill("[name=password1]", "a password of my own")
    page.fill("[name=password2]", "a password of my own")
    press(page)
    page.wait_for_url(f"**/{language}/accounts/second-factor/")
    set_up_app(page)
    page.click("main p:last-child a.lone")
    assert page.url.endswith(f"/{language}/admin/")
