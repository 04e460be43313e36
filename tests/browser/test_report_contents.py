"""The annual report's page in a browser: its contents lead where they say, and nothing is wider than a phone."""

import pytest

from commitments.models import Commitment
from commitments.report import editions
from tests.factories.commitments import CommitmentFactory, MilestoneFactory
from tests.factories.reports import conclude, drafted_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
NEAR = 80  # pixels below the window's upper edge
AT_REST = "() => { const y = scrollY; return new Promise(done => setTimeout(() => done(scrollY === y), 300)) }"
TARGETS = ["summary", "section-2", "commitment-promise-8", "recommendations", "annexes", "glossary"]
LISTED = [target for target in TARGETS if target != "glossary"]


@pytest.fixture
def address(live_server, settings):
    """Of a report long enough for a browser to put off laying out what is not seen yet."""
    settings.SITE_URL = live_server.url
    report = drafted_report()
    axis = Commitment.objects.get(slug="budget").axis
    for number in range(3, 10):
        words = {f"problem_{code}": f"{'نص ' if code == 'ar' else 'mots '}{number} " * 400 for code in ("ar", "fr")}
        commitment = CommitmentFactory(axis=axis, slug=f"promise-{number}", number=number, **words)
        for step in range(1, 2 * number):
            MilestoneFactory(commitment=commitment, number=step)
    conclude(report)
    editions.publish(report)
    return live_server.url


def top_of(page, target):
    """Where the target stands in the window once the page has come to rest."""
    page.wait_for_function(AT_REST)
    return page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", target)


def is_reached(page, target):
    """At the window's upper edge, or as near to it as the page's end lets it come."""
    top = top_of(page, target)
    at_the_end = page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 2")
    return -1 <= top <= NEAR or (at_the_end and top < page.viewport_size["height"])


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_contents_and_direct_addresses_lead_to_their_chapter(open_page, address, language, width):
    path = f"{address}/{language}/reports/2025/"
    page = open_page(width=width, language=language)
    missed = []
    for target in LISTED:
        page.goto(path)
        page.locator(f".report-contents a[href='#{target}']").click()
        if not is_reached(page, target):
            missed.append(f"click {target}")
    for target in TARGETS:
        page.goto("about:blank")
        page.goto(f"{path}#{target}")
        if not is_reached(page, target):
            missed.append(f"address {target}")
    assert missed == []


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_the_report_is_no_wider_than_a_small_phone(open_page, address, language):
    page = open_page(width=320, language=language)
    page.goto(f"{address}/{language}/reports/2025/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_summary_comes_first_and_fingerprints_last(open_page, address):
    page = open_page(language="fr")
    page.goto(f"{address}/fr/reports/2025/")
    found = page.evaluate("[...document.querySelectorAll('.report h2')].map(h => h.textContent.trim())")
    assert found[:3] == ["Résumé", "Télécharger le rapport", "Sommaire"]
    assert "SHA-256" not in page.locator(".downloads").inner_text()
