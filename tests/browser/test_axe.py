"""axe-core, written by others, on every kind of page: a third of them in `make test`, all in every way in `make audit`.

Which third, and in which language, size and colours, follows from the tree.
"""

import zlib
from itertools import product

import pytest

from tests.browser import axe, staff_pages
from tests.plan import digest_of_tree
from tests.public_pages import LANGUAGES, Urls, empty, fill, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WAYS = list(product([360, 1280], ["light", "dark"]))
STAFFS = ("ar", "fr")
ONE_IN = 3


@pytest.fixture(params=["share", *(pytest.param(way, marks=pytest.mark.audit) for way in WAYS)], ids=str)
def chosen(request):
    """A function: of the visits in each language those to be made, as [(way, language, visit), …]."""
    digest = digest_of_tree()

    def choose(visits):
        places = list(product(WAYS, visits))
        found = []
        for place, (way, language) in enumerate(places):
            for number, visit in enumerate(visits[language]):
                turn = zlib.crc32(f"{digest} {number}".encode()) % (ONE_IN * len(places))
                if request.param == way or (request.param == "share" and turn == place):
                    found.append((way, language, visit))
        return found

    return choose


@pytest.fixture
def wrong(open_page, live_server, settings):
    """A function that says what axe finds on visits as `chosen` lists them: (key of a session or None, address)."""
    settings.ROOT_URLCONF = Urls
    pages = {}

    def look(visits):
        found = []
        for (width, scheme), language, (session, address) in visits:
            place = (width, scheme, language)
            if place not in pages:
                pages[place] = open_page(width=width, language=language)
                pages[place].emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page = pages[place]
            page.context.clear_cookies()
            if session:
                page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            answer = page.goto(f"{live_server.url}{address}")
            assert answer.ok or not session, address
            assert page.locator("html").get_attribute("lang") == language, address
            found += [f"{address} {place} {complaint}" for complaint in axe.complaints(page)]
        return found

    return look


def test_axe_finds_nothing_wrong_in_what_readers_see(wrong, chosen):
    found = wrong(chosen({code: unsigned(empty(code)) for code in LANGUAGES}))
    fill()
    found += wrong(chosen({code: unsigned(filled(code)) for code in LANGUAGES}))
    assert not found, "\n".join(found)


def unsigned(addresses):
    return [(None, address) for address in addresses]


def test_axe_finds_nothing_wrong_in_what_staff_see(wrong, chosen):
    visits = staff_pages.visits()
    found = wrong(chosen({code: [(session, f"/{code}{path}") for session, path in visits] for code in STAFFS}))
    assert not found, "\n".join(found)
