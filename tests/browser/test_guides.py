"""The way to a guide and through it, by keyboard alone and without scripts."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]


def go_to(page, link, *, at_most=60):
    """Presses Tab until the link has the focus."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("Tab never reaches the link.")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_guide_is_opened_and_walked_by_keyboard_alone(open_page, live_server, language):
    page = open_page(width=360, javascript=False)
    page.goto(f"{live_server.url}/{language}/about/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, page.locator(".card a").nth(1), at_most=2)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/about/reading-progress/")
    go_to(page, page.locator('.page-contents a[href="#levels"]'))
    page.keyboard.press("Enter")
    expect(page.locator("#levels")).to_be_in_viewport()
