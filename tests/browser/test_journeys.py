"""What citizens come for, from the home page to the answer: by keyboard, on a phone, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.public_pages import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]


@pytest.fixture(params=["ar", "fr", pytest.param("es", marks=pytest.mark.audit)])
def language(request):
    return request.param


@pytest.fixture
def reader(open_page, live_server, language):
    """A reader on the home page, with a portal that has something of everything."""
    fill(evidence_url=f"{live_server.url}/robots.txt")
    page = open_page(width=360, javascript=False, language=language)
    page.emulate_media(reduced_motion="reduce")  # the page goes to the focus at once
    page.goto(f"{live_server.url}/{language}/")
    return Keyboard(page)


def test_was_it_kept_and_what_proves_it(reader, live_server, language):
    page = reader.page
    reader.follow(".site-nav a[href$='/commitments/']")
    reader.press(".filters summary")
    reader.press("[name=late]", "Space")
    reader.press(".filters button")
    expect(page.locator(".commitment-row")).to_have_count(1)
    reader.follow(".active-filters a")
    reader.follow(".commitment-list a[href$='/commitments/budget/']")
    expect(page.locator(".statement-municipality").first).to_be_visible()  # the milestones have their own below
    expect(page.locator(".statement-monitor").first).to_be_visible()
    reader.follow(".statement-municipality .evidence a")
    assert page.url == f"{live_server.url}/robots.txt"


def test_where_does_the_money_go(reader, live_server, language):
    page = reader.page
    reader.follow(".site-nav a[href$='/budget/']")
    reader.follow("a[href$='/budget/documents/budget-2026/']")
    reader.reach(".evidence a")
    file = page.request.get(page.locator(":focus").evaluate("link => link.href"))
    assert (file.status, file.headers["content-type"], file.body()) == (200, "application/pdf", b"%PDF-1.7 second")
    page.goto(f"{live_server.url}/{language}/budget/2026/lines/")
    reader.follow("a[href$='/budget/2026/lines/revenue/']")
    reader.follow(".budget-level tbody a")
    expect(page.locator(".budget-level tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        reader.press("a[href*='csv']")
    assert download.value.suggested_filename.endswith(".csv")


def test_who_watches(reader, live_server, language):
    page = reader.page
    reader.follow(".site-nav a[href$='/reports/']")
    reader.follow("main a[href$='/reports/2025/']")
    reader.follow("main a[href$='/reports/2025/verify/']")
    reader.write("[name=sha256]", "0" * 64)
    reader.press("main form button")
    expect(page.locator("main [role=status], main [role=alert]").first).to_be_visible()


def test_when_is_it_due(reader):
    reader.follow(".site-footer a[href$='/calendar/']")
    with reader.page.expect_download() as download:
        reader.press("main a[href$='.ics']")
    assert download.value.suggested_filename.endswith(".ics")


def test_what_do_these_words_mean_and_who_is_responsible(reader, live_server, language):
    for page in ("about", "legal", "privacy", "accessibility"):
        reader.follow(f".site-footer a[href$='/{page}/']")
        expect(reader.page.locator("h1")).to_be_visible()


def test_a_page_that_is_not_there_leads_on(reader, live_server, language):
    reader.page.goto(f"{live_server.url}/{language}/nothing/")
    reader.follow("main a")
    expect(reader.page.locator("h1")).to_be_visible()


def test_the_first_stop_skips_to_the_content(reader):
    reader.press("a.skip")
    expect(reader.page.locator(":target")).to_have_attribute("id", "main")
    reader.page.keyboard.press("Tab")
    assert reader.page.locator("main :focus").count() == 1


def test_the_language_changes_where_the_reader_is(reader, live_server, language):
    other = "fr" if language == "ar" else "ar"
    reader.follow(".site-nav a[href$='/commitments/']")
    reader.follow(f".languages a[lang={other}]")
    assert reader.page.url == f"{live_server.url}/{other}/commitments/"
