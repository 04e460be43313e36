"""A reader's ways through the site, in a real browser without scripts, and what assistive technology meets there."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from commitments.models import InceptionAssessment, NarrativeSection, ProgressUpdate
from tests.factories.commitments import AmendmentFactory, CommitmentFactory, EvidenceFactory, StatementFactory
from tests.factories.reports import published_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PATHS = [
    "/",
    "/commitments/",
    "/commitments/?declared=substantial",
    "/commitments/?axis=nowhere",
    "/commitments/budget/",
    "/commitments/silent/",
    "/plan/",
    "/reports/",
    "/reports/2025/",
    "/reports/2025/verify/",
    "/about/",
    "/privacy/",
    "/accessibility/",
    "/legal/",
    "/nothing/",
]


@pytest.fixture
def phone(open_page):
    """A small phone with scripts switched off."""
    return open_page(width=360, javascript=False)


@pytest.fixture
def portal(live_server):
    report = published_report()
    commitment = report.findings.get().commitment
    wrong = commitment.statements.filter(side="municipality").get()
    statement = StatementFactory(
        commitment=commitment, supersedes=wrong, level="substantial", dated_on=date(2026, 1, 31), is_demo=True
    )
    EvidenceFactory(statement=statement, url=f"{live_server.url}/robots.txt", title_ar="لائحة الوثائق", title_es="")
    AmendmentFactory(commitment=commitment)
    InceptionAssessment.objects.create(
        commitment=commitment, verifiable=True, relevant=True, kind="new", depth="binding"
    )
    ProgressUpdate.objects.create(
        commitment=commitment, dated_on=date(2026, 2, 1), title_fr="Atelier", state="published"
    )
    NarrativeSection.objects.create(plan=report.plan, question="vision", body_ar="رؤية", body_fr="Une vision.")
    CommitmentFactory(axis=commitment.axis, slug="silent", number=9, late=True)
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


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_page_is_wider_than_its_window(open_page, portal, language, width):
    page = open_page(width=width)
    for path in PATHS:
        page.goto(f"{portal}/{language}{path}")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_axe_finds_nothing_wrong_on_any_kind_of_page(open_page, portal, language, scheme):
    page = open_page(width=360)
    page.emulate_media(color_scheme=scheme)
    for path in PATHS:
        page.goto(f"{portal}/{language}{path}")
        results = Axe().run(page, options={"runOnly": RULES})
        assert results.violations_count == 0, f"{path}\n{results.generate_report()}"


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
