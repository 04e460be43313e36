"""What each side says about a milestone, read on a phone and on a screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.factories.commitments import EvidenceFactory, MilestoneFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("ar", 360), ("fr", 1280)])
def test_news_of_a_milestone_lead_to_where_it_is_told_in_full(open_page, live_server, language, width):
    milestone = MilestoneFactory(commitment__slug="budget", number=3)
    EvidenceFactory(statement=StatementFactory(commitment=None, milestone=milestone))
    StatementFactory(commitment=None, milestone=milestone, by_monitor=True, level="no_evidence")
    page = open_page(width=width, language=language)
    page.goto(f"{live_server.url}/{language}/")
    page.locator("a[href$='#milestone-3']").first.click()
    page.wait_for_url("**/budget/#milestone-3")
    summary = page.locator("#milestone-3 + .milestone-said summary")
    statements = page.locator(".milestone-said .statement")
    expect(page.locator("#milestone-3")).to_be_in_viewport()
    expect(statements).to_have_count(2)
    expect(statements.first).to_be_hidden()
    summary.press("Enter")
    expect(statements.first).to_be_visible()
    expect(statements.last).to_be_visible()
    expect(page.locator(".milestone-said .evidence a")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints(page) == []
