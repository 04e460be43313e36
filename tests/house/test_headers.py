"""What every answer tells a browser: nothing foreign runs, nothing is framed, nothing is guessed."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from tests.factories.commitments import CommitmentFactory
from tests.tetouan_portal.test_settings import PRODUCTION, python

pytestmark = pytest.mark.django_db
ERRORS = {"/fr/nowhere/": 404, "/es/admin/auth/nowhere/": 404, "/evidence/nonsense/proof.pdf": 404}
PAGES = ["/fr/", "/ar/commitments/", "/es/about/", "/fr/accounts/login/", "/healthz", "/robots.txt", *ERRORS]
ADMIN = [
    "/fr/admin/",
    "/ar/admin/commitments/commitment/",
    "/fr/admin/commitments/statement/add/",
    "/fr/admin/dashboard/",
]


@pytest.fixture
def visit(client):
    CommitmentFactory()
    client.force_login(User.objects.create_superuser("chief"))
    return client.get


@pytest.mark.parametrize("path", PAGES + ADMIN)
def test_every_answer_carries_the_whole_set(visit, path):
    headers = visit(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics", "clipboard-read"):
        assert f"{feature}=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES + ADMIN)
def test_the_content_policy_is_strict(visit, path):
    policy = visit(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    for loose in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*"):
        assert loose not in policy


@pytest.mark.parametrize("path", ADMIN)
def test_a_nonce_is_used_once(visit, path):
    one, other = (re.search(r"'nonce-([^']+)'", visit(path).headers["Content-Security-Policy"]) for _ in range(2))
    assert one
    assert one[1] != other[1]


@pytest.mark.parametrize("path", [*PAGES, *ADMIN])
def test_no_page_carries_a_style_or_a_script_of_its_own(visit, path):
    html = visit(path).content.decode()
    assert (
        re.findall(
            r"<style(?![^>]*nonce=)|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")|\sstyle=\"|\son[a-z]+=\"",
            html,
        )
        == []
    )


def test_public_pages_set_no_cookie(client):
    CommitmentFactory()
    for path in PAGES[:3]:
        assert not client.get(path).cookies


@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_the_errors_looked_at_are_errors(visit, path, status):
    assert visit(path).status_code == status


def test_a_form_sent_by_another_site_is_refused_as_strictly():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/fr/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_page_that_fails_fails_as_strictly(client, monkeypatch):
    monkeypatch.delattr("tetouan_portal.pages.entrance.stylesheet")
    client.raise_request_exception = False
    response = client.get("/portal.x.css")
    assert response.status_code == 500
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_passkeys_work_here_and_nowhere_else(visit):
    policy = visit("/fr/accounts/login/").headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in policy
    assert "publickey-credentials-create=(self)" in policy
    allowed = re.findall(r"([\w-]+)=\((?!\))", policy)
    assert set(allowed) == {"publickey-credentials-get", "publickey-credentials-create"}
    assert "*" not in policy


# --- in production --------------------------------------------------------------------

ASK = """
import json, sys, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0)
site = Client(headers={"host": "portail.example.org"})
answers = {}
for path in ("/fr/accounts/login/", "/robots.txt"):
    answer = site.get(path, secure=True)
    cookies = [morsel.OutputString() for morsel in answer.cookies.values()]
    answers[path] = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}
plain = site.get("/robots.txt")
answers["plain"] = {"status": plain.status_code, "headers": dict(plain.headers)}
answers["stranger"] = {"status": Client(headers={"host": "evil.example"}).get("/robots.txt", secure=True).status_code}
print(json.dumps(answers))
"""


@pytest.fixture
def production(tmp_path):
    """What the portal answers under production settings, in a process of its own."""
    ours = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = make_conninfo(**{libpq: ours[name] for libpq, name in names.items() if ours[name]})
    asked = python("-c", ASK, environment=PRODUCTION | {"DATABASE_URL": address, "DATA_DIR": str(tmp_path)})
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_in_production_all_is_https_and_cookies_stay_on_this_host(production):
    assert production["/fr/accounts/login/"]["status"] == 200
    for path in ("/fr/accounts/login/", "/robots.txt"):
        assert (
            production[path]["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        )
    cookies = production["/fr/accounts/login/"]["cookies"]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    assert production["plain"]["status"] == 301
    assert production["plain"]["headers"]["Location"] == "https://portail.example.org/robots.txt"
    assert production["stranger"]["status"] == 400
