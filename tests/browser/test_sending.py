"""Writing to the Commune in a real browser: with and without scripts, by keyboard, on paper, on a line that breaks."""

import re

import pytest
from playwright.sync_api import expect

from participation.models import Case, Photo
from participation.sending import beginning
from tests.browser.axe import complaints
from tests.browser.complaint import ON, PICTURES, write
from tests.browser.keyboard import Keyboard
from tests.browser.questions import answer_to
from tests.factories.participation import CategoryFactory, DistrictFactory, PublishedCaseFactory
from tetouan_portal.lib.challenge import demand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
STORED = "JSON.stringify([{...sessionStorage}, {...localStorage}])"


@pytest.fixture(autouse=True)
def _lists():
    CategoryFactory()
    DistrictFactory()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_complaint_is_sent_by_keyboard_without_scripts_on_a_telephone(open_page, live_server, language, monkeypatch):
    monkeypatch.setattr(demand, "WAIT", 0)
    PublishedCaseFactory()
    page = open_page(width=360, javascript=False, language=language)
    page.emulate_media(reduced_motion="reduce")
    reader = Keyboard(page)
    page.goto(f"{live_server.url}/{language}/participate/")
    reader.follow("a[href$='/new/complaint/']")
    reader.press(f"form {ON}")
    expect(page.locator("[role=alert]")).to_be_focused()
    reader.follow("a[href='#id_subject']")
    reader.write("[name=subject]", "Un lampadaire éteint")
    reader.write("[name=text]", "Devant l’école.")
    page.select_option("[name=category]", "lighting")
    reader.press(f"form {ON}")
    page.wait_for_url("**/you/")
    expect(page.locator("#similar")).to_be_visible()
    reader.press(f"form {ON}")
    page.wait_for_url("**/send/")
    page.fill("[name=answer]", answer_to(page))
    reader.press("main form .acts button")
    page.wait_for_url("**/receipt/")
    case = Case.objects.get(kind="complaint", channel="web", language=language, subject="Un lampadaire éteint")
    expect(page.locator(".receipt-facts")).to_contain_text(case.reference)


def test_with_scripts_nobody_is_asked_and_a_double_click_files_one_case(browser_page, live_server):
    write(browser_page, f"{live_server.url}/fr/participate/new/complaint/")
    browser_page.click(ON)
    browser_page.click(ON)
    expect(browser_page.locator("[name=answer]")).to_be_hidden()
    browser_page.dblclick("main form .acts button")
    browser_page.wait_for_url("**/receipt/")
    assert Case.objects.count() == 1
    assert re.fullmatch(r"(\w{5}-){2}\w{5}", browser_page.locator(".code-groups").inner_text().strip())


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_behind_a_crowd_the_browser_does_the_check_and_everything_typed_goes_on(
    open_page, live_server, monkeypatch, language, width
):
    monkeypatch.setattr(beginning.BEGUN, "limit", 0)
    page = open_page(width=width, language=language)
    write(page, f"{live_server.url}/{language}/participate/new/complaint/")
    page.click(ON)
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("[name=answer]")).to_be_hidden()
    expect(page.locator("[name=text]")).to_have_value("Devant l’école, depuis un mois.")
    assert complaints(page) == []
    page.click(ON)
    page.wait_for_url("**/you/")


def test_what_is_typed_outlives_a_lost_page_and_nothing_is_left_once_it_is_sent(browser_page, live_server):
    address = f"{live_server.url}/fr/participate/new/complaint/"
    write(browser_page, address)
    browser_page.goto("about:blank")
    browser_page.goto(address)
    expect(browser_page.locator("[name=text]")).to_have_value("Devant l’école, depuis un mois.")
    browser_page.select_option("[name=category]", "lighting")
    browser_page.click(ON)
    browser_page.wait_for_url("**/you/")
    browser_page.fill("[name=email]", "salma@example.org")
    assert "salma" in browser_page.evaluate(STORED)
    browser_page.click(ON)
    browser_page.wait_for_url("**/send/")
    browser_page.click("main form .acts button")
    browser_page.wait_for_url("**/receipt/")
    assert browser_page.evaluate(STORED) == "[{},{}]"


def test_photos_go_by_themselves_and_try_again_when_the_line_breaks(browser_page, live_server):
    write(browser_page, f"{live_server.url}/fr/participate/new/complaint/")
    broken = []

    def break_once(route):
        if route.request.method == "POST" and not broken:
            broken.append(route.request.url)
            route.abort("internetdisconnected")
        else:
            route.fallback()

    browser_page.route("**/new/complaint/", break_once)
    browser_page.set_input_files("[name=photos]", PICTURES)
    expect(browser_page.locator("[data-photo-status]")).not_to_be_empty()
    expect(browser_page.locator(".thumbnails img")).to_have_count(2)
    assert broken
    assert Photo.objects.count() == 2
    expect(browser_page.locator("[name=text]")).to_have_value("Devant l’école, depuis un mois.")
    browser_page.locator(".thumbnails button").first.click()
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    expect(browser_page.locator("[name=text]")).to_have_value("Devant l’école, depuis un mois.")


def test_characters_are_counted_when_the_room_gets_narrow(browser_page, live_server):
    write(browser_page, f"{live_server.url}/fr/participate/new/complaint/")
    expect(browser_page.locator(".characters")).to_be_empty()
    browser_page.fill("[name=text]", "x" * 5001)
    expect(browser_page.locator(".characters.too-many")).to_contain_text("5001")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_receipt_is_one_sheet_of_paper_and_axe_finds_nothing(open_page, live_server, language):
    page = open_page(width=360, language=language)
    write(page, f"{live_server.url}/{language}/participate/new/complaint/")
    found = complaints(page)
    for step in ("**/you/", "**/send/"):
        page.click(ON)
        page.wait_for_url(step)
        found += complaints(page)
    page.click("main form .acts button")
    page.wait_for_url("**/receipt/")
    found += complaints(page)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_code_behind_a_scanned_receipt_is_typed_in_and_leaves_the_address(browser_page, live_server):
    asked = []
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.goto(f"{live_server.url}/fr/track/#K7WQ2-9FXRM-4TZ8B")
    expect(browser_page.locator("[name=code]")).to_have_value("K7WQ2-9FXRM-4TZ8B")
    assert browser_page.url == f"{live_server.url}/fr/track/"
    assert not [address for address in asked if "K7WQ2" in address.partition("#")[0]]
