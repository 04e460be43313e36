"""A reader's ways through the site, in a real browser without scripts, and what assistive technology meets there."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.factories.commitments import CommitmentFactory, StatementFactory
from tests.public_pages import fill, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]


@pytest.fixture
def phone(open_page):
    """A small phone with scripts switched off."""
    return open_page(width=360, javascript=False)


@pytest.fixture
def portal(live_server):
    fill(evidence_url=f"{live_server.url}/robots.txt")
    return live_server.url


@pytest.mark.parametrize(
    ("language", "evidence"),
    [("ar", "لائحة الوثائق"), ("fr", "Procès-verbal"), ("es", "لائحة الوثائق")],
)
def test_a_reader_without_scripts_goes_from_home_to_the_proof_in_three_steps(phone, portal, language, evidence):
    phone.goto(f"{portal}/{language}/")
    phone.locator(".standing-table a").first.click()
    phone.locator(".commitment-list a").first.click()
    phone.locator(".statement-municipality .evidence a", has_text=evidence).click()
    assert phone.url == f"{portal}/robots.txt"


def test_changing_the_language_keeps_page_and_filters(phone, portal):
    phone.goto(f"{portal}/fr/commitments/?declared=substantial")
    phone.locator(".languages a[lang=ar]").click()
    assert phone.url == f"{portal}/ar/commitments/?declared=substantial"
    assert phone.locator("html").get_attribute("dir") == "rtl"


def test_filters_are_set_and_taken_away_without_scripts(phone, portal):
    phone.goto(f"{portal}/fr/commitments/")
    phone.locator(".filters summary").click()
    phone.locator("[name=late]").check()
    phone.locator(".filters button").click()
    expect(phone.locator(".commitment-row")).to_have_count(1)
    phone.locator(".active-filters a").first.click()
    expect(phone.locator(".commitment-row")).to_have_count(2)


CONTROLS = "a, button, summary, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea"
SMALLER_THAN_A_FINGER = """(controls) => {
    const isText = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    return [...document.querySelectorAll(controls)]
        .filter((one) => one.checkVisibility() && !one.matches(".skip"))
        .filter((one) => ![...one.parentElement.childNodes].some(isText))
        .filter((one) => one.getBoundingClientRect().height < 44)
        .map((one) => `${one.getBoundingClientRect().height} ${one.outerHTML.slice(0, 150)}`);
}"""


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_fit_their_window_and_controls_on_a_phone_a_finger(open_page, portal, language):
    """Whatever stands in no sentence is 44 px high."""
    page, wrong = open_page(), []
    for address in filled(language):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{portal}{address}")
        page.evaluate("document.fonts.ready")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            wrong += [f"{address} is {wide} wide"] if wide > width else []
        wrong += [f"{address} {one}" for one in page.evaluate(SMALLER_THAN_A_FINGER, CONTROLS)]
    assert not wrong, "\n".join(wrong)


def test_a_table_that_is_stacked_on_a_phone_is_a_table_to_those_who_listen(open_page, portal):
    parts = {"table", "row", "columnheader", "rowheader", "cell"}
    heard = {}
    for width in (360, 1280):
        page = open_page(width=width)
        page.goto(f"{portal}/fr/commitments/budget/")
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        heard[page.locator(".stacking").first.evaluate("table => getComputedStyle(table).display")] = Counter(
            role for node in nodes if (role := node["role"]["value"]) in parts
        )
    assert set(heard["table"]) == parts
    assert heard["block"] == heard["table"]


def test_a_first_visit_takes_at_most_five_requests_and_leaves_no_cookie(open_page, portal):
    page, asked = open_page(width=360), []
    page.on("response", lambda response: asked.append(response.url))
    page.goto(f"{portal}/fr/commitments/", wait_until="networkidle")
    assert len(asked) <= 5
    assert page.context.cookies() == []


def test_an_arabic_page_without_latin_letters_asks_for_no_latin_font(open_page, live_server):
    commitment = CommitmentFactory(title_ar="نشر وثائق الميزانية 2026")
    StatementFactory(commitment=commitment)
    page, asked = open_page(width=360), []
    page.on("response", lambda response: asked.append(response.url))
    page.goto(f"{live_server.url}/ar/", wait_until="networkidle")
    assert [url.rpartition("/")[2] for url in asked if "/fonts/" in url] == ["portal-arabic.woff2"]
