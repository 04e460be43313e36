"""What browsers are sent is valid, says a checker that nobody here wrote: every kind of page, every stylesheet.

In `make test` each page in one of the languages, which one follows from the tree; in `make audit` in all of them.
"""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import translation

from budget_docs import urls as budget_urls
from commitments import urls as commitment_urls
from tests.house import nu_checker
from tests.plan import digest_of_tree
from tests.public_pages import LANGUAGES, PAGES, Urls, empty, fill, filled
from tetouan_portal.lib.stylesheet import FOLDER, stylesheet
from tetouan_portal.pages import urls as page_urls

INVALID = {"invalid.html": "<!doctype html><title>Bad</title><td>", "invalid.css": "p { colour: red }"}


def keep(folder, client, language, addresses):
    for number, address in enumerate(addresses):
        response = client.get(address, headers={"Accept-Language": language})
        assert f'<html lang="{language}"' in response.text, address
        name = f"{language}-{number}-{response.status_code}{address.translate(str.maketrans('/?=', '---'))}.html"
        (folder / name).write_text(response.text)


@pytest.fixture(params=["share", pytest.param("whole", marks=pytest.mark.audit)])
def in_turn(request):
    """A function: of the addresses in a language those to be looked at in it."""
    digest = digest_of_tree()

    def chosen(addresses, language):
        if request.param == "whole":
            return addresses
        place = LANGUAGES.index(language)
        return [one for number, one in enumerate(addresses) if (digest + number) % len(LANGUAGES) == place]

    return chosen


@pytest.mark.django_db
def test_every_kind_of_page_and_every_stylesheet_is_valid(tmp_path, settings, in_turn):
    settings.ROOT_URLCONF = Urls
    folder = tmp_path / "pages"
    folder.mkdir()
    client = Client(raise_request_exception=False)
    for language in LANGUAGES:
        keep(folder, client, language, in_turn(empty(language), language))
    fill()
    for language in LANGUAGES:
        keep(folder, client, language, in_turn(filled(language), language))
    for sheet in FOLDER.glob("*.css"):
        (folder / sheet.name).write_text(sheet.read_text())
    (folder / "portal.css").write_bytes(stylesheet().bodies[""])
    for name, text in INVALID.items():
        (folder / name).write_text(text)
    found = nu_checker.complaints(folder)
    assert all(found.pop(name, None) for name in INVALID), "the checker sees nothing"
    assert not found, "\n".join(f"{name} {said}" for name, complaints in sorted(found.items()) for said in complaints)


def test_no_kind_of_page_is_forgotten():
    with translation.override("fr"):
        seen = {resolve(f"/fr{urlsplit(path).path}").view_name for path in PAGES if path != "/nothing/"}
    names = {
        f"{urls.app_name}:{pattern.name}"
        for urls in (page_urls, commitment_urls, budget_urls)
        for pattern in urls.urlpatterns
    }
    assert {name for name in names - seen if not name.endswith(("_file", ":feed"))} == set()  # files are no pages
