"""The admin as staff see it: right to left in Arabic, languages as tabs, under the strict policy."""

import os

import pytest

from commitments.models import Statement
from tests.factories.commitments import (
    CommitmentFactory,
    EvidenceFactory,
    IndicatorFactory,
    ReadingFactory,
    ResponsibilityFactory,
    StatementFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.matrix(2)]
SIZES = [360, 1280]


def shoot(page, name):
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def paths():
    commitment = CommitmentFactory(title_es="", number=4)
    ResponsibilityFactory(commitment=commitment)
    statement = StatementFactory(commitment=commitment, summary_es="")
    EvidenceFactory(statement=statement)
    reading = ReadingFactory(indicator=IndicatorFactory(commitment=commitment))
    return {
        "index": "",
        "commitments": "commitment/",
        "commitment": f"commitment/{commitment.pk}/change/",
        "amend": f"commitment/{commitment.pk}/amend/",
        "statements": "statement/",
        "new-statement": "statement/add/",
        "statement": f"statement/{statement.pk}/change/",
        "indicator": f"indicator/{reading.indicator_id}/change/",
    }


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_stand_within_the_screen(office, language):
    for name, path in paths().items():
        page = office(language, path)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, f"{name}-{language}-{width}")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, (name, width, overflow)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_languages_of_a_text_are_tabs(office, language):
    page = office(language, "statement/add/")
    shown = {code: page.locator(f"#id_summary_{code}") for code in ("ar", "fr", "es")}
    assert [code for code, box in shown.items() if box.is_visible()] == [language]
    switch = page.locator("#modeltranslation-main-switch option:checked")
    assert switch.text_content().lower() == language
    page.locator("a[href='#tab_id_summary_es']").click()
    assert switch.text_content().lower() == "es"
    assert [code for code, box in shown.items() if box.is_visible()] == ["es"]
    assert {code: box.evaluate("box => getComputedStyle(box).direction") for code, box in shown.items()} == {
        "ar": "rtl",
        "fr": "ltr",
        "es": "ltr",
    }


def test_a_statement_with_proof_is_entered_by_hand(office):
    commitment = CommitmentFactory(title_fr="Publier le budget")
    page = office("fr", f"statement/add/?commitment={commitment.pk}")
    page.select_option("#id_side", "municipality")
    page.select_option("#id_level", "limited")
    page.fill("#id_dated_on", "31/01/2026")
    page.locator("a[href='#tab_id_summary_es']").click()
    page.fill("#id_summary_es", "Dos documentos")
    page.locator("#evidence-group .add-row a").click()
    page.fill("#id_evidence-0-dated_on", "31/01/2026")
    page.fill("#id_evidence-0-url", "https://www.example.org/")
    page.fill("#id_evidence-0-title_es", "Acta")
    page.locator("input[name=_save]").first.click()
    page.wait_for_selector(".messagelist .success")
    statement = Statement.objects.get()
    assert (statement.summary_es, statement.evidence.get().title_es) == ("Dos documentos", "Acta")
