"""The admin by day and by night: the portal's colours follow the reader's system or the admin's own switch."""

import pytest

from tests.browser.test_admin import office  # noqa: F401 -- a fixture
from tests.house.test_stylesheets import tokens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY, NIGHT = (tokens(scheme)["--paper"] for scheme in ("light", "dark"))


def paper(page):
    return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")


def scheme(page):
    return page.evaluate("getComputedStyle(document.documentElement).colorScheme")


@pytest.mark.parametrize(("system", "colour"), [("light", DAY), ("dark", NIGHT)])
def test_without_a_choice_the_colours_follow_the_system(office, system, colour):  # noqa: F811 -- the fixture
    page = office("fr")
    page.emulate_media(color_scheme=system)
    assert (paper(page), scheme(page)) == (colour, system)


@pytest.mark.parametrize(
    ("system", "other", "colour"), [("light", "dark", NIGHT), ("dark", "light", DAY)], ids=["by day", "by night"]
)
def test_the_switch_turns_the_colours_against_the_system_and_keeps_them(office, system, other, colour):  # noqa: F811
    page = office("ar")
    page.emulate_media(color_scheme=system)
    page.click(".theme-toggle")
    assert (paper(page), scheme(page)) == (colour, other)
    page.reload()
    assert (paper(page), scheme(page)) == (colour, other)
