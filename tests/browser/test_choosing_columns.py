"""The officer says which column is which, in a real browser, without a script and by the keyboard alone."""

import pytest
from django.test import Client

from budget_docs.models import ImportState, LineImport
from tests.browser.axe import complaints
from tests.budget_docs.imports import begin, read
from tests.budget_docs.lines.files import csv
from tests.budget_docs.lines.two_rows import BOTH, LOWER, ROW, UPPER
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]


@pytest.fixture
def at_columns(live_server, open_page):
    """A function that opens the page of a refused file's columns, with the import: `at_columns("ar", width=360)`."""
    client = Client()
    client.force_login(people.budget_officer())
    session = client.cookies["sessionid"].value

    def enter(language, *, width):
        row = begin(csv([], UPPER, LOWER, ROW, [*ROW[:5], 12, *ROW[6:]], head=BOTH), "compte.csv")
        assert read(row) == ImportState.REFUSED
        page = open_page(width=width, language=language)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/{language}/admin/budget_docs/lineimport/{row.pk}/change/")
        page.locator(f"a[href$='/{row.pk}/columns/']").click()
        return page, row

    return enter


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_the_page_fits_the_screen_and_is_accessible_also_with_errors(at_columns, language, width):
    page, _row = at_columns(language, width=width)
    for name in ("at_side", "at_chapter"):
        page.locator(f"[name={name}]").select_option(index=3)
    with page.expect_navigation(wait_until="load"):
        page.locator("button[value=try]").click()
    assert page.locator(".has-errors").count()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints(page) == []


def test_the_keyboard_alone_chooses_looks_and_keeps(at_columns):
    page, row = at_columns("fr", width=1280)
    page.locator("[name=at_side]").focus()
    page.keyboard.press("End")  # the last of its answers: expenditure in every row
    page.locator("[name=name]").focus()
    page.keyboard.type("Logiciel")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert "Éclairage" in page.locator(".staff-stack").inner_text()
    page.locator("button[value=use]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    row.refresh_from_db()
    assert LineImport.objects.get().mapping.name == "Logiciel"
    assert read(row) == ImportState.CHECKED
