"""Public pages on paper: what a councillor or a journalist takes along."""

import io
import re
from datetime import date, timedelta

import pypdf
import pytest

from tests.factories.commitments import (
    ActionPlanFactory,
    AxisFactory,
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    ReadingFactory,
    StatementFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
FOR_THE_HAND = [
    *("Aller au contenu", "Rapports annuels", "Accueil", "À propos", "Español", "Rechercher et filtrer", "Retirer"),
    *("Confidentialité", "Canaux nationaux", "Logiciel libre"),
]
COUNT = 24


@pytest.fixture
def portal(live_server, settings):
    settings.SITE_URL = live_server.url
    plan = ActionPlanFactory(is_current=True)
    axes = [AxisFactory(plan=plan, number=n, title_fr=f"Domaine {n}") for n in (1, 2, 3)]
    for n in range(1, COUNT + 1):
        commitment = CommitmentFactory(axis=axes[n % 3], number=n, slug=f"promise-{n}", title_fr=f"Promesse numéro {n}")
        StatementFactory(commitment=commitment, level="substantial", summary_fr=f"Fait pour la promesse {n}.")
    former = StatementFactory(commitment=commitment, level="limited", dated_on=date(2025, 2, 1), summary_fr="Au début.")
    EvidenceFactory(statement=former, url="https://www.example.org/proof", title_fr="La preuve")
    file = {"file": "minutes.pdf", "filename": "minutes.pdf", "content_type": "application/pdf"}
    EvidenceFactory(statement=former, url="", size=1000, sha256="b" * 64, **file)
    indicator = IndicatorFactory(commitment=commitment, number=1)
    for n in range(60):
        ReadingFactory(indicator=indicator, dated_on=date(2024, 1, 1) + timedelta(days=7 * n), value=n)
    return live_server.url


@pytest.fixture
def printed(open_page, portal):
    """A function that gives the text of each sheet of a page."""

    def sheets(path, **media):
        page = open_page(javascript=False, language="fr")
        page.emulate_media(**media)
        page.goto(f"{portal}{path}")
        return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages]

    return sheets


def test_the_list_is_a_few_numbered_sheets_with_every_commitment_and_nothing_to_click(printed, portal):
    sheets = printed("/fr/commitments/")
    text = "\n".join(sheets)
    assert 2 <= len(sheets) <= 4
    for n in range(1, COUNT + 1):
        assert text.count(f"Promesse numéro {n}\n") == 1
    assert text.count("substantiel") == COUNT
    for words in FOR_THE_HAND:
        assert words not in text
    for number, sheet in enumerate(sheets, 1):
        assert re.search(rf"\b{number}/{len(sheets)}\b", sheet)


def test_a_sheet_says_where_it_comes_from_and_of_which_day_it_is(printed, portal):
    first = printed("/fr/commitments/?declared=substantial")[0]
    assert f"{portal}/fr/commitments/?declared=substantial" in first
    assert re.search(r"Imprimé le \d+(er)? \w+ 20\d\d", first)
    assert re.search(r"Déclaré par la Commune\s*:\s*substantiel", first)


def test_no_commitment_of_the_list_is_torn_between_two_sheets(printed):
    for sheet in printed("/fr/commitments/"):
        assert sheet.count("Promesse numéro") == sheet.count("substantiel")


def test_a_commitment_is_printed_with_what_was_folded_and_where_its_evidence_is(printed):
    text = "\n".join(printed(f"/fr/commitments/promise-{COUNT}/"))
    assert "Au début." in text
    assert "(https://www.example.org/proof)" in text
    assert re.search(r"\(/evidence/[\w\-\n]+/minutes\.pdf\)", text)
    for words in FOR_THE_HAND:
        assert words not in text


def test_a_table_over_two_sheets_has_its_head_on_each(printed):
    sheets = printed(f"/fr/commitments/promise-{COUNT}/")
    with_rows = [
        sheet for sheet in sheets if len(re.findall(r"(?m)^\S+ \S+ 202[45] \d+ sans preuve jointe$", sheet)) > 9
    ]
    assert len(with_rows) >= 2
    for sheet in with_rows:
        assert re.search(r"Date\s+Valeur", sheet)


@pytest.mark.parametrize("path", ["/", "/commitments/", "/plan/", "/reports/", "/about/", "/legal/", "/privacy/"])
@pytest.mark.parametrize("language", ["ar", "es"])
def test_every_page_has_its_source_on_paper_and_not_on_a_screen(open_page, portal, language, path):
    page = open_page(javascript=False)
    page.goto(f"{portal}/{language}{path}")
    source = page.locator(".on-paper")
    assert not source.is_visible()
    page.emulate_media(media="print")
    assert source.is_visible()
    assert f"{portal}/{language}{path}" in source.inner_text()
    assert not page.locator("nav:visible, footer:visible, form:visible, .button:visible").count()


def test_a_screen_that_found_no_stylesheet_does_not_say_that_it_is_paper(open_page, portal):
    page = open_page(javascript=False)
    page.route("**/*.css", lambda route: route.abort())
    page.goto(f"{portal}/ar/")
    assert not page.locator(".on-paper").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_ink_black_whatever_the_screen_is(open_page, portal, scheme):
    page = open_page()
    page.goto(f"{portal}/fr/commitments/promise-{COUNT}/")
    page.emulate_media(media="print", color_scheme=scheme)
    inks = page.evaluate(
        """[...document.querySelectorAll("main :is(h1, .level-shape, .statement-side, .freshness, a)")]
           .filter(element => element.checkVisibility())
           .map(element => getComputedStyle(element).color)"""
    )
    assert set(inks) == {"rgb(0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
