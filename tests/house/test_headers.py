"""What every answer tells a browser: nothing foreign runs, nothing is framed, nothing is guessed."""

import functools
import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tests.addresses import addresses
from tests.budget_docs import rows as budget
from tests.factories.commitments import CommitmentFactory
from tetouan_portal.lib.answer_headers import answer_headers

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
    CommitmentFactory(slug="budget")
    budget.line(budget.budget(2026))
    client = Client()
    client.force_login(User.objects.create_superuser("chief", password="word"))

    def get(path):
        response = client.get(path)
        if response.streaming:
            b"".join(response)  # which closes its file
        return response

    return functools.cache(get)


@pytest.mark.parametrize("path", PAGES + ADMIN)
def test_every_answer_carries_the_whole_set(visit, path):
    headers = visit(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics", "clipboard-read"):
        assert f"{feature}=()" in headers["Permissions-Policy"]


# --- keeping, and other sites -----------------------------------------------------------

FOR_OTHER_SITES = [
    "/fr/commitments/feed/",
    "/es/budget/feed/",
    "/ar/participate/cases/feed/",
    "/fr/calendar.ics",
    "/fr/participate/statistics.csv",
    "/fr/participate/statistics.xlsx",
    "/fr/budget/2026/revenue.csv",
    "/fr/budget/2026/revenue/1.xlsx",
    "/fr/budget/2026/lines.csv?q=taxe",
    "/budget/2026/datapackage.zip",
    "/budget/template.xlsx",
    "/fr/card.png",
    "/fr/about/card.png",
    "/fr/commitments/budget/card.png",
]
WITH_COOKIES = ["/fr/participate/new/complaint/", "/fr/track/", "/fr/track/case/", "/fr/participate/receipt/"]


@pytest.mark.parametrize("path", [*PAGES, *ADMIN, "/static/css/base.css", "/static/fonts/portal-latin.woff2"])
def test_no_other_site_shows_a_page_or_a_part_of_the_portal(visit, path):
    assert visit(path).headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", FOR_OTHER_SITES)
def test_data_feeds_and_cards_are_for_other_sites(visit, path):
    response = visit(path)
    assert response.status_code == 200
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/fr/", "/ar/commitments/", "/es/about/", "/robots.txt", "/fr/nowhere/"])
def test_what_is_public_is_kept_only_to_be_asked_about_again(path):
    headers = Client().get(path).headers
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/fr/", "/ar/commitments/", "/robots.txt"])
def test_asked_about_again_it_is_not_sent_twice(path):
    client = Client()
    known = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": known}).status_code == 304


def test_of_static_files_a_browser_asks_again_soon(visit):
    assert visit("/static/css/base.css").headers["Cache-Control"] == "max-age=60, public"


@pytest.mark.parametrize("path", WITH_COOKIES)
def test_what_an_author_writes_or_follows_is_never_kept(path):
    assert "no-store" in Client().get(path).headers["Cache-Control"]


def test_what_was_answered_to_somebody_who_is_signed_in_is_kept_by_nobody_else(visit):
    assert visit("/es/admin/auth/nowhere/").headers["Cache-Control"].startswith("private")


def test_every_address_of_staff_is_never_kept_and_shown_by_no_other_site(visit):
    """Of the rows of the admin, whose pages Django makes alike, one."""
    staff = [
        one.path
        for one in addresses("fr")
        if one.path.startswith(("/fr/admin/", "/fr/accounts/")) and not hasattr(one.view, "model_admin")
    ]
    assert len(staff) > 50
    for path in [*staff, *ADMIN]:
        response = visit(path)
        assert "no-store" in response.headers["Cache-Control"], path
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin", path


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


def test_an_answer_that_gives_a_cookie_is_kept_nowhere(rf):
    def give(request):
        response = HttpResponse()
        response.set_cookie("draft", "secret")
        return response

    assert answer_headers(give)(rf.get("/")).headers["Cache-Control"] == "private, no-store"
