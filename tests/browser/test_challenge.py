"""The challenge of public forms, in a real browser under the portal's own policy."""

import json

import pytest
from django.utils import translation
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tetouan_portal.lib.challenge import demand, proof, question

pytestmark = [
    pytest.mark.matrix(2),
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.challenge_urls"),
]
PROOF = "[name=proof]"
STATUS = "[role=status]"


@pytest.fixture
def _last_number(monkeypatch):
    """What is to be found is the last number that is tried."""
    monkeypatch.setattr(proof.secrets, "randbelow", lambda numbers: numbers - 1)


@pytest.fixture
def address(live_server):
    return f"{live_server.url}/form/"


def test_the_script_solves_the_challenge_and_the_form_is_taken(browser_page, address):
    browser_page.goto(address)
    expect(browser_page.locator("[name=answer]")).to_be_hidden()
    browser_page.get_by_role("button", name="Send").click()
    browser_page.wait_for_url("**/received/?send")
    assert (demand.POSTS.count("submission 127.0.0.1"), demand.ANSWERS.count("submission 127.0.0.1")) == (1, 0)


@pytest.mark.parametrize("numbers", [1, 2, 4999, 5000, 5001, 60_000])
def test_every_challenge_is_solved_as_the_server_wants_it(browser_page, address, monkeypatch, numbers):
    monkeypatch.setattr(demand, "NUMBERS", numbers)
    browser_page.goto(address)
    expect(browser_page.locator(PROOF)).not_to_have_value("", timeout=60_000)
    proof.check(browser_page.locator(PROOF).input_value(), "submission", 0)


@pytest.mark.usefixtures("_last_number")
def test_without_workers_it_works_in_slices_and_the_page_stays_alive(browser_page, address, monkeypatch):
    monkeypatch.setattr(demand, "NUMBERS", 400_000)
    browser_page.add_init_script("""
        delete window.Worker;
        window.longest = 0;
        let last = performance.now();
        (function beat() {
          const now = performance.now();
          window.longest = Math.max(window.longest, now - last);
          last = now;
          setTimeout(beat, 0);
        })();
    """)
    browser_page.goto(address)
    browser_page.evaluate("window.longest = 0")
    expect(browser_page.locator(PROOF)).not_to_have_value("", timeout=60_000)
    assert browser_page.evaluate("window.longest") < 500  # a slice is half a frame; the machine has other work
    proof.check(browser_page.locator(PROOF).input_value(), "submission", 0)


@pytest.mark.usefixtures("_last_number")
def test_who_sends_before_it_is_done_is_told_and_sent_when_it_is(browser_page, address, monkeypatch):
    monkeypatch.setattr(demand, "NUMBERS", 6_000_000)
    browser_page.goto(address)
    browser_page.get_by_role("button", name="Send").click()
    with translation.override("ar"):
        working = translation.gettext("Checking that no program is sending: {percent} per cent. You need do nothing.")
    told = browser_page.locator(STATUS).text_content()
    assert told in {working.replace("{percent}", str(percent)) for percent in (0, 25, 50, 75)}
    browser_page.wait_for_url("**/received/?send", timeout=60_000)


def test_a_button_that_does_not_send_does_not_wait(browser_page, address, monkeypatch):
    monkeypatch.setattr(demand, "NUMBERS", 2**31)
    browser_page.goto(address)
    browser_page.get_by_role("button", name="Back").click()
    expect(browser_page.locator("body")).to_have_text("back:")


def test_a_challenge_that_cannot_be_solved_gives_the_question_back(browser_page, address, monkeypatch):
    page_of = proof.new
    impossible = lambda *arguments: json.dumps(with_prefix(json.loads(page_of(*arguments)), "f" * 32))  # noqa: E731
    monkeypatch.setattr(proof, "new", impossible)
    monkeypatch.setattr(demand, "NUMBERS", 1000)
    browser_page.goto(address)
    expect(browser_page.locator("[name=answer]")).to_be_visible()
    expect(browser_page.locator(STATUS)).not_to_be_empty()


def with_prefix(challenge, prefix):
    challenge["parameters"]["keyPrefix"] = prefix
    return challenge


def test_a_refused_form_is_checked_anew(browser_page, address):
    browser_page.goto(address)
    browser_page.fill("[name=message]", "x" * 90)
    browser_page.evaluate("document.querySelector('[name=message]').maxLength = 500")
    browser_page.fill("[name=message]", "x" * 200)
    browser_page.get_by_role("button", name="Send").click()
    expect(browser_page.locator(".errorlist")).to_be_visible()
    browser_page.fill("[name=message]", "bonjour")
    browser_page.get_by_role("button", name="Send").click()
    browser_page.wait_for_url("**/received/?send")


def test_without_scripts_a_person_answers_the_question(page_without_scripts, address, monkeypatch):
    monkeypatch.setattr(demand, "WAIT", 0)
    page = page_without_scripts
    page.goto(address)
    answer = page.get_by_role("textbox", name=page.locator("label[for=id_answer]").text_content())
    answer.fill("99")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#id_answer_error")).to_be_visible()
    nonce, _age = question.open_token(page.locator("[name=question]").input_value(), "submission")
    with translation.override("ar"):
        page.locator("[name=answer]").fill(question.words()[question.question_of(nonce).answer])
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/received/?send")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_question_is_for_everybody(page_without_scripts, browser_page, address, width):
    for page in (page_without_scripts, browser_page):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
    assert complaints(browser_page) == []
    assert page_without_scripts.locator("[name=website]").is_hidden()


def test_a_program_that_fills_every_field_falls_into_the_trap(browser_page, address):
    browser_page.goto(address)
    browser_page.evaluate("for (const one of document.querySelectorAll('main input')) one.value = one.value || 'spam'")
    browser_page.get_by_role("button", name="Send").click()
    browser_page.wait_for_url("**/received/?trap")
