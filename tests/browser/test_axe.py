"""axe-core, written by others, on every kind of page: each page in one way of showing it, for `make audit` in all."""

from itertools import product

import pytest

from tests.browser import axe
from tests.public_pages import LANGUAGES, Urls, empty, fill, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = list(product([360, 1280], ["light", "dark"]))


def share(visits, language, way):
    """One of every four: over the ways every visit once, and in each way some in every language."""
    return visits[(WAYS.index(way) + LANGUAGES.index(language)) % len(WAYS) :: len(WAYS)]


def everything(visits, language, way):
    return visits


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]} {way[1]}")
def way(request):
    return request.param


@pytest.fixture(params=[share, pytest.param(everything, marks=pytest.mark.audit)], ids=lambda choose: choose.__name__)
def wrong(open_page, live_server, settings, way, request):
    """A function that says what axe finds at these addresses: `wrong(["/ar/", …], "ar")`."""
    settings.ROOT_URLCONF = Urls
    width, scheme = way

    def look(addresses, language):
        page, found = open_page(width=width, language=language), []
        page.emulate_media(color_scheme=scheme)
        for address in request.param(addresses, language, way):
            page.goto(f"{live_server.url}{address}")
            assert page.locator("html").get_attribute("lang") == language, address
            found += [f"{address} {complaint}" for complaint in axe.complaints(page)]
        return found

    return look


def test_axe_finds_nothing_wrong_in_what_readers_see(wrong):
    found = [complaint for language in LANGUAGES for complaint in wrong(empty(language), language)]
    fill()
    found += [complaint for language in LANGUAGES for complaint in wrong(filled(language), language)]
    assert not found, "\n".join(found)
