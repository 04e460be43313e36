"""What every answer tells a browser: nothing foreign runs, nothing is framed, nothing is guessed."""

import re

import pytest
from django.contrib.auth.models import User

from tests.factories.commitments import CommitmentFactory

pytestmark = pytest.mark.django_db
PAGES = ["/fr/", "/ar/commitments/", "/es/about/", "/fr/accounts/login/", "/fr/nowhere/", "/healthz", "/robots.txt"]
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
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics"):
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
