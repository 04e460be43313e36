"""The home page's news of the budget."""

from datetime import UTC, date, datetime

import pytest

from tests.budget_docs import rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _june(time_machine):
    time_machine.move_to(datetime(2026, 6, 15, 12, tzinfo=UTC))


def test_it_shows_the_newest_documents_and_what_is_due_next(client):
    rows.file(rows.document())
    rows.document("hidden", slot=rows.slot(2027), publish_at=rows.IN_A_YEAR, title_fr="Budget caché")
    rows.slot(2026, "real-surplus", due_on=date(2027, 2, 28))
    rows.slot(2026, "citizen-budget", due_on=date(2026, 3, 1))
    page = client.get("/fr/").text
    assert "/fr/budget/documents/budget-2026/" in page
    assert "Budget caché" not in page
    assert "28 février 2027" in page
    assert "1er mars 2026" not in page
    assert "/fr/budget/lines/" not in page
    assert "demo-banner" not in page


def test_an_invented_document_brings_the_banner(client):
    rows.document(is_demo=True)
    assert "demo-banner" in client.get("/ar/").text


def test_nothing_is_said_of_a_budget_of_which_nothing_is_known(client):
    assert 'id="budget"' not in client.get("/fr/").text


def test_search_engines_learn_every_page_of_the_budget(client):
    rows.document()
    rows.document("withdrawn", slot=rows.slot(2025), withdrawn_at=rows.LONG_AGO, withdrawal_reason_fr="Erreur")
    rows.document("hidden", slot=rows.slot(2027), publish_at=None)
    rows.line(rows.budget(2026))
    text = client.get("/sitemap.xml").text
    for path in ("", "data/", "glossary/", "2026/", "2026/lines/", "documents/budget-2026/"):
        assert f"/fr/budget/{path}</loc>" in text
    assert "withdrawn" not in text
    assert "hidden" not in text
    assert "/2025/lines/" not in text
