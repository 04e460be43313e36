"""The annual report's chapter on budget documents: what was due, what came when, counts and no score."""

from datetime import UTC, date, datetime

import pytest

from budget_docs.calendar import due_dates
from budget_docs.documents import publishing
from budget_docs.report_sections import budget_chapter
from commitments.models import Edition
from commitments.report.pdf_rendering import report_html
from tests.budget_docs import rows
from tests.factories.reports import further_edition, published_report

pytestmark = pytest.mark.django_db


class Period:
    covers_from, covers_to = date(2025, 1, 1), date(2025, 12, 31)


def chapter():
    return budget_chapter(Period)["data"]


def published(slug, due_on, publish_at, **values):
    return rows.document(f"{slug}-document", publish_at, slot=rows.slot(type_slug=slug, due_on=due_on), **values)


def test_every_document_due_in_the_period_stands_with_its_days_late_or_early():
    published("late", date(2025, 6, 1), datetime(2025, 6, 11, 9, tzinfo=UTC))
    published("early", date(2025, 7, 1), datetime(2025, 6, 26, 9, tzinfo=UTC))
    published("after", date(2025, 12, 20), datetime(2026, 1, 9, 9, tzinfo=UTC))  # after the period: still its lateness
    rows.slot(type_slug="missing", due_on=date(2025, 8, 1))
    rows.slot(type_slug="next-year", due_on=date(2026, 1, 1))
    rows.slot(type_slug="undated", due_on=None)
    found = chapter()
    assert [(row["type"], row["state"], row["days"]) for row in found["documents"]] == [
        ("late", "late", 10),
        ("early", "in_time", -5),
        ("missing", "missing", None),
        ("after", "late", 20),
    ]
    counts = {"due": 4, "in_time": 1, "late": 2, "published": 0, "missing": 1, "not_expected": 0}
    assert found["counts"] == counts | {"awaited": 1, "not_here": 0}
    assert found["documents"][2]["absence"]["kind"] == "expected_since"


def test_a_rule_to_be_confirmed_makes_nobody_late():
    rows.kind("doubtful", is_confirmed=False)
    published("doubtful", date(2025, 6, 1), datetime(2025, 9, 1, 9, tzinfo=UTC))
    (row,) = chapter()["documents"]
    assert (row["state"], row["days"], row["is_confirmed"]) == ("published", None, False)


def test_what_was_not_expected_is_said_and_not_counted_as_due():
    rows.slot(due_on=date(2025, 6, 1), is_expected=False, note_fr="Aucun emprunt cette année.")
    found = chapter()
    assert found["documents"][0]["note"]["fr"] == "Aucun emprunt cette année."
    assert found["counts"]["due"] == 0


def test_drafts_and_planned_publications_are_not_published():
    rows.document("draft", None, slot=rows.slot(type_slug="a", due_on=date(2025, 6, 1)))
    rows.document("planned", rows.IN_A_YEAR, slot=rows.slot(type_slug="b", due_on=date(2025, 6, 2)))
    assert [row["state"] for row in chapter()["documents"]] == ["missing", "missing"]


def test_a_second_publication_does_not_mend_the_first_one():
    document = published("late", date(2025, 6, 1), datetime(2025, 6, 11, 9, tzinfo=UTC))
    rows.document("again", datetime(2025, 12, 1, 9, tzinfo=UTC), slot=document.slot)
    (row,) = chapter()["documents"]
    assert (row["published_on"], row["document"]) == (date(2025, 6, 11), "late-document")


def test_a_date_that_moved_is_shown_with_the_former_one_and_the_reason():
    slot = rows.slot(due_on=date(2025, 6, 1))
    due_dates.move(slot, date(2025, 6, 20), reason_fr="Session reportée")
    (row,) = chapter()["documents"]
    assert [(move["from"], move["reason"]["fr"]) for move in row["moves"]] == [(date(2025, 6, 1), "Session reportée")]


def test_invented_documents_mark_the_report():
    published("demo", date(2025, 6, 1), datetime(2025, 6, 11, 9, tzinfo=UTC), is_demo=True)
    assert budget_chapter(Period)["shows_demo"]


@pytest.mark.parametrize("count", [1, 5])
def test_the_chapter_costs_the_same_for_more_documents(count, django_assert_num_queries):
    for n in range(count):
        published(f"kind-{n}", date(2025, 6, 1), datetime(2025, 6, 11, 9, tzinfo=UTC))
    with django_assert_num_queries(4):
        chapter()


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "10 jours de retard"), ("es", "10 días de retraso"), ("ar", "10 أيام")],
)
def test_page_and_pdf_show_the_table_of_the_edition(client, language, words):
    published("late", date(2025, 6, 1), datetime(2025, 6, 11, 9, tzinfo=UTC))
    rows.slot(type_slug="missing", due_on=date(2025, 8, 1))
    report = published_report()
    page = client.get(f"/{language}/reports/{report.year}/").content.decode()
    paper = report_html(Edition.objects.get(), language)
    for text in (page, paper):
        assert words in text
        assert f"/{language}/budget/documents/late-document/" in text


def test_an_edition_keeps_what_it_said_when_documents_come_later(client):
    slot = rows.slot(due_on=date(2025, 6, 2))
    report = published_report()
    document = rows.document(slot=slot, publish_at=None)
    rows.file(document)
    publishing.publish(document)
    (first,) = Edition.objects.get().snapshot["sections"][1]["data"]["documents"]
    assert first["state"] == "missing"
    further_edition(report)
    newest = report.editions.first()
    assert newest.snapshot["sections"][1]["data"]["documents"][0]["state"] == "late"
    assert "2 juin 2025" in client.get("/fr/reports/2025/1/").content.decode()


def test_an_empty_calendar_is_said_and_not_taken_for_a_year_without_duties(client):
    published_report()
    assert "calendrier des documents" in client.get("/fr/reports/2025/").content.decode()
