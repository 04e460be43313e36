"""From the form to the desk and back: a citizen on a telephone without scripts, an officer at a desk."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from participation.models import AnswerTemplate, Case, CaseLetter, Contact
from tests.browser import axe
from tests.browser.keyboard import Keyboard
from tests.browser.questions import answer_to
from tests.factories import participation as make
from tests.factories import people
from tetouan_portal.lib.challenge import demand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
ON = ".acts button[value=on]"
SAVE = ".desk-form .staff-submit button"
WORDS = {
    "ar": ("مصباح منطفئ", "المصباح أمام المدرسة منطفئ منذ شهر.", "استُبدل المصباح.", "ما زال منطفئا."),
    "fr": ("Un lampadaire éteint", "Devant l’école, depuis un mois.", "L’ampoule est changée.", "Toujours éteint."),
}


@pytest.fixture(autouse=True)
def _desk(monkeypatch):
    monkeypatch.setattr(demand, "WAIT", 0)
    make.CategoryFactory()


@pytest.fixture
def citizen(open_page, live_server):
    """A function that files a message and gives the page, with the code of its receipt."""

    def file(kind, language, **fields):
        page = open_page(width=360, javascript=False, language=language)
        page.emulate_media(reduced_motion="reduce")
        subject, text, _answer, _again = WORDS[language]
        page.goto(f"{live_server.url}/{language}/participate/new/{kind}/")
        page.fill("[name=subject]", subject)
        page.fill("[name=text]", text)
        if kind != "request":
            page.select_option("[name=category]", "lighting")
        page.click(f"form {ON}")
        page.wait_for_url("**/you/")
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        page.click(f"form {ON}")
        page.wait_for_url("**/send/")
        page.fill("[name=answer]", answer_to(page))
        page.click("main form .acts button")
        page.wait_for_url("**/receipt/")
        return page, page.locator(".code-groups").inner_text().strip()

    return file


@pytest.fixture
def officer(open_page, live_server):
    """A function that opens the first page of the admin as somebody: `officer(user, "fr", javascript=False)`."""

    def enter(user, language, path="", **options):
        client = Client()
        client.force_login(user)
        page = open_page(language=language, **options)
        page.emulate_media(reduced_motion="reduce")
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/{language}/admin/{path}")
        return page

    return enter


def follow(page, live_server, language, code):
    page.goto(f"{live_server.url}/{language}/track/")
    page.fill("[name=code]", code)
    page.click(".tracking-form button")
    expect(page).to_have_url(f"{live_server.url}/{language}/track/case/")


@pytest.mark.parametrize(("language", "scripts"), [("ar", False), ("fr", True)])
def test_a_complaint_is_answered_and_comes_back_as_not_solved(citizen, officer, live_server, language, scripts):
    _subject, text, answer, again = WORDS[language]
    theirs, code = citizen("complaint", language, email="salma@example.org")
    person = people.desk_officer(first_name="Samira", last_name="El Amrani")
    make_template(answer)
    ours = officer(person, language, javascript=scripts)
    case = Case.objects.get()
    Contact.objects.update(confirmed_at=case.received_at)  # its link was followed
    desk = Keyboard(ours)
    desk.follow(f".desk-card a[href$='/case/{case.pk}/change/']")
    expect(ours.locator(".desk-message")).to_contain_text(text)
    expect(ours.locator(".desk-facts")).to_contain_text("salma@example.org")
    ours.select_option("[name=template]", label=answer)
    ours.click("[name=insert]")
    expect(ours.locator("[name=text]")).to_have_value(answer)
    assert ours.locator("[name=act][value=close]").is_checked()  # the template says what it is for
    ours.select_option("[name=assigned_to]", str(person.pk))
    ours.select_option("[name=outcome]", "solved")
    desk.press(SAVE)
    expect(ours.locator(".messagelist .success")).to_contain_text(case.reference)
    follow(theirs, live_server, language, code)
    expect(theirs.locator(".case-history")).to_contain_text(answer)
    expect(theirs.locator("body")).not_to_contain_text("El Amrani")  # officers are named to nobody outside
    theirs.fill("#not-solved-text", again)
    theirs.click("form[action$='/not-solved/'] button")
    expect(theirs.locator(".done")).to_be_visible()
    ours.goto(f"{live_server.url}/{language}/admin/participation/case/?standing=reopened")
    ours.click(f"a[href*='/case/{case.pk}/change/']")
    expect(ours.locator(".desk-history")).to_contain_text(again)
    case.refresh_from_db()
    assert (case.state, case.reopened_count, case.assigned_to) == ("in_progress", 1, person)
    assert set(CaseLetter.objects.values_list("event__kind", flat=True)) == {"mail_asked", "closed"}


def make_template(text):
    texts = {f"{name}_{code}": text for name in ("title", "text") for code in ("ar", "fr", "es")}
    return AnswerTemplate.objects.create(slug="changed", use="closing", **texts)


@pytest.mark.parametrize(("language", "scripts"), [("ar", True), ("fr", False)])
def test_a_request_is_refused_with_its_article_and_its_author_learns_the_remedy(
    citizen, officer, live_server, language, scripts
):
    ground = make.RefusalGroundFactory()
    theirs, code = citizen("request", language)
    ours = officer(people.information_officer(), language, javascript=scripts)
    case = Case.objects.get()
    desk = Keyboard(ours)
    desk.follow(f".desk-card a[href$='/case/{case.pk}/change/']")
    ours.check("[name=act][value=close]")
    ours.fill("[name=text]", WORDS[language][2])
    ours.select_option("[name=outcome]", "refused")
    desk.press(SAVE)
    expect(ours.locator("[role=alert] a[href='#id_ground']")).to_be_visible()  # no refusal without its article
    assert Case.objects.get().is_open
    expect(ours.locator("[name=text]")).to_have_value(WORDS[language][2])
    ours.select_option("[name=ground]", str(ground.pk))
    desk.press(SAVE)
    expect(ours.locator(".messagelist .success")).to_contain_text(case.reference)
    follow(theirs, live_server, language, code)
    expect(theirs.locator("main")).to_contain_text("art. 7")
    expect(theirs.locator("main")).to_contain_text(WORDS[language][2])
    theirs.locator("details summary").last.click()
    remedies = theirs.locator("details[open] li")
    expect(remedies.first).to_be_visible()
    assert remedies.count() >= 1
    case.refresh_from_db()
    assert (case.outcome, case.ground) == ("refused", ground)


def test_somebody_at_the_counter_goes_home_with_a_receipt_in_arabic(open_page, officer, live_server):
    ours = officer(people.desk_officer(), "fr", "participation/case/add/", javascript=False)
    ours.select_option("[name=category]", "lighting")
    subject, text, _answer, _again = WORDS["ar"]
    ours.fill("[name=subject]", subject)
    ours.fill("[name=text]", text)
    Keyboard(ours).press(SAVE)
    sheet = ours.locator(".sheet")
    expect(sheet).to_have_attribute("dir", "rtl")
    code = sheet.locator(".code-groups").inner_text().strip()
    ours.emulate_media(media="print")
    expect(ours.locator(".staff-note")).to_be_hidden()
    expect(sheet.locator("h1")).to_be_visible()
    home = open_page(width=360, javascript=False, language="ar")
    follow(home, live_server, "ar", code)
    expect(home.locator("main")).to_contain_text(text)
    assert Case.objects.get().channel == "counter"


def test_three_cases_are_answered_by_keyboard_without_scripts(officer):
    cases = [make.CaseFactory(subject=f"Rue {number}") for number in range(3)]
    ours = officer(people.desk_officer(), "fr", javascript=False)
    desk = Keyboard(ours)
    for case in cases:
        desk.follow(f"a[href$='/case/{case.pk}/change/']")
        desk.reach("[name=act]:checked")
        for _down in range(3):
            ours.keyboard.press("ArrowDown")
        desk.write("[name=text]", "C’est fait.")
        desk.reach("[name=outcome]")
        ours.keyboard.type("résolu")
        desk.press(SAVE)
        expect(ours.locator(".messagelist .success")).to_contain_text(case.reference)
    assert set(Case.objects.values_list("outcome", flat=True)) == {"solved"}


@pytest.mark.parametrize("way", [("ar", 360, "light"), ("fr", 1280, "dark"), ("es", 360, "dark")], ids=str)
def test_axe_finds_nothing_on_the_pages_of_the_desk(officer, way):
    language, width, scheme = way
    case = make.ContactFactory(case__may_be_published=True).case
    make.CaseFactory(subject=case.subject, text=case.text, is_held=True)
    ours = officer(people.desk_officer(), language, width=width)
    ours.emulate_media(color_scheme=scheme)
    found = []

    def look():
        ours.wait_for_load_state()
        assert ours.evaluate("document.documentElement.scrollWidth") <= width, ours.url
        found.extend(axe.complaints(ours))

    look()
    ours.goto(f"{ours.url}participation/case/")
    look()
    ours.goto(f"{ours.url}add/")
    look()
    ours.click(SAVE)
    look()
    ours.goto(f"{ours.url.partition('add')[0]}{case.pk}/change/")
    look()
    ours.check("[name=act][value=close]")
    ours.check("[name=public-publication][value=publish]")
    ours.click(SAVE)
    look()
    ours.locator("form[action$='/code/']").evaluate("form => form.submit()")
    ours.wait_for_url("**/code/")
    look()
    assert found == []
