"""An author follows a case to "not solved" and erases it: by keyboard, on a phone, in every language."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from participation.case import desk_acts, filing
from participation.models import Case, Photo
from tests.browser import axe
from tests.browser.keyboard import Keyboard
from tests.factories import participation as make
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
WAYS = [("ar", 360, "light"), ("fr", 1280, "dark"), ("es", 360, "dark"), ("fr", 360, "light")]


@pytest.fixture
def officer():
    return people.desk_officer()


@pytest.fixture
def filed(officer, tmp_path):
    """A complaint with a photo, about which the desk asks something."""
    now = timezone.now()
    case = make.CaseFactory.build(category=make.CategoryFactory(), district=make.DistrictFactory(), place="Rue 17")
    filed = filing.file_case(case, contact={"email": "salma@example.org"}, now=now - timedelta(days=5))
    Image.new("RGB", (400, 300), "gray").save(tmp_path / "photo.jpg")
    photo = Photo(case=filed.case, content_type="image/jpeg", width=400, height=300, size=1, sha256="a" * 64)
    photo.file.save("x", ContentFile((tmp_path / "photo.jpg").read_bytes()), save=True)
    desk_acts.ask(filed.case, "Quel est le numéro du poteau ?", by=officer, now=now)
    return filed


def opened(page, live_server, language, code):
    page.goto(f"{live_server.url}/{language}/track/")
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.click(".tracking-form button")
    expect(page).to_have_url(f"{live_server.url}/{language}/track/case/")


@pytest.mark.parametrize("language", ["ar", "fr", pytest.param("es", marks=pytest.mark.audit)])
def test_from_the_question_to_not_solved_and_to_erasing(open_page, live_server, officer, filed, language):
    page = open_page(width=360, javascript=False, language=language)
    page.emulate_media(reduced_motion="reduce")
    opened(page, live_server, language, filed.code)
    reader = Keyboard(page)
    page.fill("#reply-text", "Le poteau 17.")
    reader.press("form[action$='/reply/'] button")
    expect(page.locator(".done")).to_be_visible()
    desk_acts.close(filed.case, "solved", "L’ampoule a été changée.", by=officer, now=timezone.now())
    page.goto(f"{live_server.url}/{language}/track/case/")
    page.check("#rate-satisfaction_2")
    reader.press("form[action$='/satisfaction/'] button")
    expect(page.locator(".done")).to_be_visible()
    reader.press("form[action$='/not-solved/'] button")
    expect(page.locator(".alert")).to_be_visible()
    page.fill("#not-solved-text", "Toujours éteint.")
    reader.press("form[action$='/not-solved/'] button")
    expect(page.locator(".done")).to_be_visible()
    assert Case.objects.get().reopened_count == 1
    reader.follow("a[href$='/withdraw/']")
    reader.press(".grave")
    expect(page.locator(".grave")).to_have_count(0)  # the page that says what was deleted
    case = Case.objects.get()
    assert (case.state, case.text) == ("withdrawn", "")
    page.goto(f"{live_server.url}/{language}/track/case/")
    expect(page).to_have_url(f"{live_server.url}/{language}/track/")


def test_the_code_leaves_no_trace_in_addresses_and_closing_forgets_it(open_page, live_server, filed):
    page, seen = open_page(language="fr"), []
    page.on("request", lambda request: seen.append((request.url, request.headers.get("referer", ""))))
    opened(page, live_server, "fr", filed.code)
    page.click("form[action$='/close/'] button")
    expect(page).to_have_url(f"{live_server.url}/fr/track/")
    assert not [told for address in seen for told in address if filed.code.split("-")[0] in told.upper()]
    page.go_back()
    assert "Lampadaire" not in page.content()


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_axe_finds_nothing_on_any_page_of_a_case(open_page, live_server, officer, filed, way):
    language, width, scheme = way
    page, found = open_page(width=width, language=language), []

    def look():
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found.extend(axe.complaints(page))

    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/{language}/track/")
    page.fill("[name=code]", "K7WQ2")
    page.click(".tracking-form button")
    look()
    opened(page, live_server, language, filed.code)
    look()
    page.click("form[action$='/reply/'] button")
    look()
    desk_acts.close(filed.case, "solved", "Réparé.", by=officer, now=timezone.now())
    page.goto(f"{live_server.url}/{language}/track/case/")
    look()
    page.click("a[href$='/withdraw/']")
    look()
    page.click(".grave")
    look()
    assert found == []
