"""Two real browsers: what one puts into the other, or copies out of it, shows it nothing of what is written there."""

import pytest
from playwright.sync_api import expect

from participation.models import Case
from tests.browser.complaint import ON, PICTURES, write
from tests.factories.participation import CategoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
SECRET = ["Devant l’école", "Un lampadaire éteint", "Salma", "code-groups"]


@pytest.fixture(autouse=True)
def _lists():
    CategoryFactory()


def copied(page):
    return [cookie for cookie in page.context.cookies() if cookie["name"].startswith("draft")]


def read_by(page, live_server, cookies):
    """What another browser finds with the cookies, on every page of the way."""
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    found = ""
    for path in ("new/complaint/", "new/complaint/you/", "new/complaint/send/", "receipt/"):
        page.goto(f"{live_server.url}/fr/participate/{path}")
        found += page.content()
    return [word for word in SECRET if word in found]


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "none"])
def test_a_cookie_planted_before_or_copied_at_any_stage_reads_nothing_later(
    open_page, live_server, javascript, monkeypatch
):
    monkeypatch.setattr("tetouan_portal.lib.challenge.demand.WAIT", 0)
    thief, victim = open_page(language="fr"), open_page(language="fr", javascript=javascript)
    address = f"{live_server.url}/fr/participate/new/complaint/"
    thief.goto(address)
    thief.fill("[name=subject]", "Appât")
    thief.click(ON)
    planted = copied(thief)
    assert planted
    victim.context.add_cookies(planted)
    write(victim, address)
    if javascript:
        victim.set_input_files("[name=photos]", PICTURES)
        expect(victim.locator(".thumbnails img")).to_have_count(2)
    victim.click(ON)
    victim.wait_for_url("**/you/")
    assert read_by(thief, live_server, planted) == []
    stages = [copied(victim)]
    assert read_by(thief, live_server, stages[0]) != []  # or the hunt would hunt nothing
    victim.fill("[name=name]", "Salma")
    victim.click(ON)
    victim.wait_for_url("**/send/")
    stages.append(copied(victim))
    if not javascript:
        from tests.browser.questions import answer_to  # noqa: PLC0415

        victim.fill("[name=answer]", answer_to(victim))
    victim.click("main form .acts button")
    victim.wait_for_url("**/receipt/")
    assert [read_by(thief, live_server, cookies) for cookies in (planted, *stages)] == [[], [], []]
    last = copied(victim)
    victim.click("form[action$='/close/'] button")
    victim.wait_for_url("**/participate/")
    assert copied(victim) == []
    assert read_by(thief, live_server, last) == []
    assert Case.objects.get().subject == "Un lampadaire éteint"


def test_a_step_whose_answer_never_comes_is_sent_again_without_scripts_and_loses_nothing(open_page, live_server):
    page = open_page(language="fr", javascript=False)
    write(page, f"{live_server.url}/fr/participate/new/complaint/")
    page.click(ON)
    page.wait_for_url("**/you/")
    lost = []

    def lose(route):
        """The post arrives, and its answer does not."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort("connectionreset")
        else:
            route.fallback()

    before = copied(page)
    page.route("**/you/", lose)
    page.fill("[name=name]", "Salma")
    page.click(ON, no_wait_after=True)
    page.wait_for_timeout(500)
    assert lost == [302]
    page.context.clear_cookies()  # what the lost answer would have set was set by the test's own fetching of it
    page.context.add_cookies(before)
    page.goto(f"{live_server.url}/fr/participate/new/complaint/you/")
    page.fill("[name=name]", "Salma")
    page.click(ON)
    page.wait_for_url("**/send/")
    expect(page.locator("main")).to_contain_text("Devant l’école, depuis un mois.")
    expect(page.locator("main")).to_contain_text("Salma")
