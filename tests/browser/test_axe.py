"""axe-core, written by others, on every kind of page: each page once in `make test`, in every way in `make audit`."""

from itertools import product

import pytest

from tests.browser import axe, staff_pages
from tests.public_pages import LANGUAGES, Urls, empty, fill, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = list(product([360, 1280], ["light", "dark"]))


STAFFS = ("ar", "fr")


def share(visits, language, languages, way):
    """Over the ways and languages every visit once, and in each way some in every language."""
    turn = WAYS.index(way) * len(languages) + languages.index(language)
    return visits[turn :: len(WAYS) * len(languages)]


def everything(visits, language, languages, way):
    return visits


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]} {way[1]}")
def way(request):
    return request.param


@pytest.fixture(params=[share, pytest.param(everything, marks=pytest.mark.audit)], ids=lambda choose: choose.__name__)
def wrong(open_page, live_server, settings, way, request):
    """A function that says what axe finds at these addresses, each with the key of a session or None:

    `wrong([(None, "/ar/"), …], "ar", LANGUAGES)`.
    """
    settings.ROOT_URLCONF = Urls
    width, scheme = way

    def look(visits, language, languages):
        page, found = open_page(width=width, language=language), []
        page.emulate_media(color_scheme=scheme)
        for session, address in request.param(visits, language, languages, way):
            page.context.clear_cookies()
            if session:
                page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.ok or not session, address
            assert page.locator("html").get_attribute("lang") == language, address
            found += [f"{address} {complaint}" for complaint in axe.complaints(page)]
        return found

    return look


def test_axe_finds_nothing_wrong_in_what_readers_see(wrong):
    found = [complaint for code in LANGUAGES for complaint in wrong(unsigned(empty(code)), code, LANGUAGES)]
    fill()
    found += [complaint for code in LANGUAGES for complaint in wrong(unsigned(filled(code)), code, LANGUAGES)]
    assert not found, "\n".join(found)


def unsigned(addresses):
    return [(None, address) for address in addresses]


def test_axe_finds_nothing_wrong_in_what_staff_see(wrong):
    visits, found = staff_pages.visits(), []
    for language in STAFFS:
        found += wrong([(session, f"/{language}{path}") for session, path in visits], language, STAFFS)
    assert not found, "\n".join(found)
