"""What every answer tells a browser: nothing foreign runs, nothing is framed, nothing is guessed."""

import functools
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories.commitments import CommitmentFactory

pytestmark = pytest.mark.django_db
ERRORS = {"/fr/nowhere/": 404, "/es/admin/auth/nowhere/": 404, "/evidence/nonsense/proof.pdf": 404}
PAGES = ["/fr/", "/ar/commitments/", "/es/about/", "/fr/accounts/login/", "/livez", "/readyz", "/robots.txt", *ERRORS]
ADMIN = [
    "/fr/admin/",
    "/ar/admin/commitments/commitment/",
    "/fr/admin/commitments/statement/add/",
    "/fr/admin/dashboard/",
]


@pytest.fixture(scope="module")
def visit(rows_of_a_module):
    """A function: the answer at a path, asked for once."""
    CommitmentFactory()
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    return functools.cache(client.get)


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
    answers = (visit(path), visit.__wrapped__(path))
    one, other = (re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"]) for answer in answers)
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
