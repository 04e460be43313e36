"""These tests but one have no database: an error page that asked for one would fail them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path

from tetouan_portal import urls
from tetouan_portal.pages import errors


def broken(request):
    raise RuntimeError("broken")


def forbidden(request):
    raise PermissionDenied


class BrokenUrls:
    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )
    urlpatterns = [
        *urls.urlpatterns,
        path("fr/broken/", broken),
        path("ar/forbidden/", forbidden),
        path("unprefixed/", broken),
    ]


@pytest.fixture
def unshielded(client, settings):
    settings.ROOT_URLCONF = BrokenUrls
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("address", "preference", "language", "direction"),
    [
        ("/ar/nothing/", "fr", "ar", "rtl"),
        ("/fr/nothing/", "es", "fr", "ltr"),
        ("/es/nothing", "", "es", "ltr"),
        ("/de/", "fr", "fr", "ltr"),
        ("/zz/commitments/", "", "ar", "rtl"),
        ("/nothing.php", "es", "es", "ltr"),
        ("/fr/commitments/a%00b/", "", "fr", "ltr"),
        ("/fr/" + "x" * 5000 + "/", "", "fr", "ltr"),
    ],
)
def test_an_unknown_page_says_so_in_the_readers_language(client, address, preference, language, direction):
    response = client.get(address, headers={"Accept-Language": preference})
    assert response.status_code == 404
    assert f'<html lang="{language}" dir="{direction}">' in response.text
    assert response["Content-Language"] == language
    assert not response.cookies


def test_a_failure_is_shown_in_the_language_of_the_address_without_database(unshielded):
    response = unshielded.get("/fr/broken/", headers={"Accept-Language": "es"})
    assert response.status_code == 500
    assert '<html lang="fr" dir="ltr">' in response.text


def test_a_failure_outside_the_languages_follows_the_browser(unshielded):
    response = unshielded.get("/unprefixed/", headers={"Accept-Language": "es"})
    assert response.status_code == 500
    assert '<html lang="es" dir="ltr">' in response.text


def test_a_refusal_is_a_page_of_its_own(unshielded):
    response = unshielded.get("/ar/forbidden/")
    assert response.status_code == 403
    assert '<html lang="ar" dir="rtl">' in response.text


def test_a_malformed_request_is_a_page_of_its_own(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    response = client.get("/fr/commitments/?a=1&b=2&c=3")
    assert response.status_code == 400
    assert '<html lang="fr" dir="ltr">' in response.text


def test_an_expired_form_is_told_apart_from_a_refusal():
    request = RequestFactory().post("/fr/admin/login/")
    expired, refused = errors.csrf_failure(request), errors.permission_denied(request, None)
    assert expired.status_code == refused.status_code == 403
    assert expired.content != refused.content


def test_error_pages_ask_search_engines_to_stay_away(client):
    assert '<meta name="robots" content="noindex">' in client.get("/fr/nothing/").text


@pytest.mark.django_db  # a POST is an act, told to a connection that an earlier test left open
def test_a_form_sent_without_its_token_meets_that_page():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/fr/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "error-code" in response.text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_who_is_lost_can_search_from_there(client, language):
    text = client.get(f"/{language}/nothing/").text
    assert f'action="/{language}/participate/published/" role="search"' in text
    assert '<input type="search" id="lost-q" name="q"' in text
