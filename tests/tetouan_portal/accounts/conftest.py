import base64
import hashlib
import hmac
import itertools
import struct
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from tests.factories.commitments import InstitutionFactory
from tetouan_portal.accounts import inviting
from tetouan_portal.accounts.tasks import send_waiting_letters

PASSWORD = "a long enough password"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ANSWERS = {
    "email_password_mismatch": "wrong",
    "username_password_mismatch": "wrong",
    "too_many_login_attempts": "locked",
}


@pytest.fixture(autouse=True)
def _as_in_production(settings, db):
    settings.STAFF_MFA = True
    cache.clear()


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss", "boss@example.org", PASSWORD)


@pytest.fixture
def person(db):
    """A function that makes a member of staff with a password: `person("publisher")`."""

    def make(*slugs, name="amina"):
        institutions = [InstitutionFactory(kind="monitor" if "monitor" in slugs else "department")]
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, is_staff=True)
        if slugs:
            inviting.settle(user, slugs, institutions)
        return user

    return make


@pytest.fixture
def with_app():
    """A function that sets up the app that shows codes, and recovery codes, for somebody."""

    def set_up(user):
        TOTP.activate(user, TOTP_SECRET)
        RecoveryCodes.activate(user)
        return user

    return set_up


def code_now(secret=TOTP_SECRET, at=None):
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def sign_in(client, login, password=PASSWORD, *, language="fr", **more):
    return client.post(f"/{language}/accounts/login/", {"login": login, "password": password, **more})


@pytest.fixture
def signed_in(client, boss, with_app):
    """A superuser's client that has passed the second factor."""
    client.force_login(with_app(boss))
    return client


@pytest.fixture
def post(mail_server):
    """A function that lets the worker send what waits; the mails that arrived so far."""

    def deliver():
        send_waiting_letters()
        return mail_server

    return deliver


@pytest.fixture
def another_browser():
    return Client()


def outcome(response):
    """What the form to sign in says, or the status of an answer that is no form."""
    if response.status_code != 200:
        return response.status_code
    (error,) = response.context["form"].errors.as_data()["__all__"]
    return ANSWERS[error.code]


@pytest.fixture
def tries():
    """A function that tries to sign in once, each time from another place: no limit of a place is in the way."""
    places = (f"192.0.2.{number}" for number in itertools.count(1))

    def try_once(login, password="wrong", host="testserver"):
        response = sign_in(Client(REMOTE_ADDR=next(places), HTTP_HOST=host), login, password)
        if response.status_code == 302:
            return "in"
        (error,) = response.context["form"].errors.as_data()["__all__"]
        return ANSWERS[error.code]

    return try_once


@pytest.fixture
def known_browser():
    """A function that gives a browser in which somebody has signed in, and is signed out again."""

    def sign_in_and_out(login, *, at="198.51.100.9"):
        browser = Client(REMOTE_ADDR=at)
        assert sign_in(browser, login).status_code == 302
        browser.post("/fr/accounts/logout/")
        return browser

    return sign_in_and_out
