"""Photos on a slow line, on a line that breaks, and where no script runs: none is lost without a word."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from participation.models import Draft, Photo
from participation.sending import drafts
from tests.browser.axe import complaints
from tests.browser.complaint import ON, PICTURES, write
from tests.factories.participation import CategoryFactory
from tests.factories.pictures import telephone_exif

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "**/new/complaint/"
TEXT = "Devant l’école, depuis un mois."
NO_PICTURE = {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}


@pytest.fixture(autouse=True)
def _lists():
    CategoryFactory()


def until(it_is_so, turn):
    """Turn after turn of the page, a thousand at most."""
    for _n in range(1000):
        if it_is_so():
            return
        turn()
    pytest.fail("It never came to that.")


class Line:
    """The line of a browser: a photo stays on its way until the test says what becomes of it."""

    def __init__(self, page):
        self.page = page
        self.on_their_way = []
        page.route(ADDRESS, self.hold)

    def hold(self, route):
        if route.request.resource_type == "fetch":
            self.on_their_way.append(route)
        else:
            route.fallback()

    def next(self):
        until(lambda: self.on_their_way, lambda: self.page.evaluate("0"))
        return self.on_their_way.pop()

    def carry(self, count):
        for _n in range(count):
            self.next().fallback()


class DeadLine(Line):
    """It breaks again and again."""

    def hold(self, route):
        if route.request.resource_type == "fetch":
            route.abort("internetdisconnected")
        else:
            route.fallback()

    def repair(self):
        self.page.unroute(ADDRESS)

    def give_up(self):
        """Time goes by until the script tries no more."""
        choice = self.page.locator("[data-photo-choice]")
        until(choice.is_visible, lambda: self.page.clock.run_for(27_000))
        return choice


def begin(page, live_server, language="fr"):
    write(page, f"{live_server.url}/{language}/participate/new/complaint/")
    page.fill("[name=text]", TEXT)


def status(page):
    return page.locator("[data-photo-status]")


def expect_waiting(page):
    expect(status(page)).to_contain_text(status(page).get_attribute("data-waiting"))
    expect(status(page)).to_be_in_viewport()
    assert page.url.endswith("/new/complaint/")


def expect_to_read_again(page, photos):
    page.wait_for_url("**/you/")
    page.click(ON)
    page.wait_for_url("**/send/")
    expect(page.locator(".thumbnails img")).to_have_count(photos)
    expect(page.locator(".as-typed")).to_have_text(TEXT)


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280), ("es", 360)])
def test_going_on_waits_for_the_photos_says_so_and_goes_on_by_itself(open_page, live_server, language, width):
    page = open_page(width=width, language=language)
    begin(page, live_server, language)
    line = Line(page)
    page.set_input_files("[name=photos]", PICTURES)
    page.click(ON)
    expect_waiting(page)
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    line.carry(2)
    expect_to_read_again(page, photos=2)


def test_the_enter_key_waits_as_well(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES)
    browser_page.press("[name=subject]", "Enter")
    expect_waiting(browser_page)
    line.carry(2)
    expect_to_read_again(browser_page, photos=2)


def test_another_button_waits_and_then_does_what_it_says(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES[0])
    line.carry(1)
    first = browser_page.locator("[name=remove]")
    expect(first).to_have_count(1)
    browser_page.set_input_files("[name=photos]", PICTURES[1])
    first.click()
    expect_waiting(browser_page)
    line.carry(1)
    expect(browser_page.locator("[data-photo-status]")).to_be_empty()  # the page came anew
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    assert Photo.objects.get().width == 90


def test_photos_chosen_while_others_travel_follow_them(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    for picture in PICTURES:
        browser_page.set_input_files("[name=photos]", picture)
    browser_page.click(ON)
    line.carry(2)
    expect_to_read_again(browser_page, photos=2)


def test_one_that_is_refused_is_named_before_the_step_goes_on_and_the_others_are_kept(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", [NO_PICTURE, *PICTURES])
    browser_page.click(ON)
    line.carry(3)
    expect(browser_page.locator("#photos")).to_be_focused()
    expect(browser_page.locator("#photos .errorlist")).to_contain_text("notes.jpg")
    expect(browser_page.locator(".thumbnails img")).to_have_count(2)
    assert browser_page.url.endswith("/new/complaint/")
    browser_page.click(ON)
    expect_to_read_again(browser_page, photos=2)


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_photos_that_cannot_arrive_are_named_and_can_be_sent_again(open_page, live_server, language, width):
    page = open_page(width=width, language=language)
    page.clock.install()
    begin(page, live_server, language)
    line = DeadLine(page)
    page.set_input_files("[name=photos]", PICTURES)
    page.click(ON)
    choice = line.give_up()
    expect(choice).to_be_focused()
    assert choice.locator("li").all_inner_texts() == ["80.jpg", "90.jpg"]
    assert page.url.endswith("/new/complaint/")
    assert complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click(ON)  # still there
    expect(choice).to_be_focused()
    line.repair()
    page.click("[data-photo-again]")
    expect_to_read_again(page, photos=2)


def test_going_on_without_the_photos_is_its_authors_choice(browser_page, live_server):
    browser_page.clock.install()
    begin(browser_page, live_server)
    line = DeadLine(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES)
    line.give_up()
    line.repair()
    browser_page.click("[data-photo-without]")
    expect_to_read_again(browser_page, photos=0)


def test_one_that_does_not_get_through_holds_up_no_other(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES)
    browser_page.click(ON)
    line.next().fulfill(status=413, body="too large for the way")
    line.carry(1)
    choice = browser_page.locator("[data-photo-choice]")
    expect(choice).to_be_focused()
    assert choice.locator("li").all_inner_texts() == ["80.jpg"]
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)


def test_whoever_leaves_while_photos_travel_is_asked(browser_page, live_server):
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    browser_page.on("dialog", stay)
    begin(browser_page, live_server)
    browser_page.click("[name=text]")
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES[0])
    expect(status(browser_page)).not_to_be_empty()
    browser_page.click(".site-name")
    line.carry(1)
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    assert asked == ["beforeunload"]
    browser_page.click(".site-name")  # what is kept holds nobody back
    browser_page.wait_for_url("**/fr/")
    assert asked == ["beforeunload"]


def test_whoever_erases_everything_waits_for_no_photo_and_is_asked_nothing(browser_page, live_server):
    asked = []
    browser_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    begin(browser_page, live_server)
    browser_page.set_input_files("[name=photos]", PICTURES[0])
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    browser_page.reload()
    Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES[1])
    expect(status(browser_page)).not_to_be_empty()
    assert not browser_page.locator(".erase button").is_visible()  # one tap erases nothing
    browser_page.click(".erase summary")
    browser_page.click(".erase button")
    browser_page.wait_for_url("**/participate/?erased")
    assert asked == []
    assert not Draft.objects.exists()


def test_writing_on_while_photos_travel_is_not_disturbed(browser_page, live_server):
    begin(browser_page, live_server)
    line = Line(browser_page)
    browser_page.set_input_files("[name=photos]", PICTURES[0])
    browser_page.focus("[name=place]")
    line.carry(1)
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    expect(browser_page.locator("[name=place]")).to_be_focused()


def test_a_large_photo_is_made_smaller_before_it_travels_and_stays_upright(browser_page, live_server, monkeypatch):
    arrived, add = [], drafts.add_photos

    def note(draft, files, **options):
        arrived.extend(file.size for file in files)
        return add(draft, files, **options)

    monkeypatch.setattr(drafts, "add_photos", note)
    out = io.BytesIO()
    grain = Image.effect_noise((2400, 1200), 60).convert("RGB")
    grain.save(out, "JPEG", quality=95, exif=telephone_exif(orientation=6))
    begin(browser_page, live_server)
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    browser_page.set_input_files("[name=photos]", photo)
    expect(browser_page.locator(".thumbnails img")).to_have_count(1)
    (size,) = arrived
    assert size < len(out.getvalue()) / 2
    kept = Photo.objects.get()
    assert (kept.width, kept.height) == (800, 1600)


# --- without scripts ------------------------------------------------------------


def test_without_scripts_the_photos_go_with_the_step(page_without_scripts, live_server):
    begin(page_without_scripts, live_server)
    page_without_scripts.set_input_files("[name=photos]", PICTURES)
    page_without_scripts.click(ON)
    expect_to_read_again(page_without_scripts, photos=2)


def test_without_scripts_a_refused_photo_brings_the_step_back_with_the_words_and_the_good_ones(
    page_without_scripts, live_server
):
    page = page_without_scripts
    begin(page, live_server)
    page.set_input_files("[name=photos]", [NO_PICTURE, *PICTURES])
    page.click(ON)
    expect(page.locator("[role=alert]")).to_contain_text("notes.jpg")
    expect(page.locator(".thumbnails img")).to_have_count(2)
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator("[data-photo-choice]")).to_be_hidden()
    page.click(ON)
    expect_to_read_again(page, photos=2)
