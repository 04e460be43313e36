"""What is due and what is done by it: a document whose visa was refused does not do it."""

from datetime import UTC, date, datetime

import pytest

from budget_docs.calendar import slots
from budget_docs.calendar.obligations import document_obligations
from budget_docs.documents import library
from budget_docs.models import PublicationDate
from budget_docs.report_sections import budget_chapter
from tests.budget_docs import rows

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 6, 15, 12, tzinfo=UTC), date(2026, 6, 15)
REFUSED = {"visa": "refused", "visa_on": date(2025, 12, 1)}


class Period:
    covers_from, covers_to = date(2025, 1, 1), date(2025, 12, 31)


def first_days():
    """The day on which the document came, as calendar, year page, staff and report know it."""
    (obligation,) = document_obligations(TODAY)
    (shown,) = library.slots_of([2026], now=NOW)
    (kept,) = slots.slots_kept(PublicationDate.objects.all(), now=NOW)
    (told,) = budget_chapter(Period)["data"]["documents"]
    standings = {(kept.standing.state, kept.standing.days), tuple(shown["standing"])}
    assert len(standings) == 1
    assert shown["published_on"] == told["published_on"] == obligation.done_on
    return obligation.done_on, told["days"]


@pytest.fixture
def refused_budget():
    slot = rows.slot(due_on=date(2025, 12, 5))
    return rows.document("refused", datetime(2025, 11, 20, 9, tzinfo=UTC), slot=slot, **REFUSED)


def test_a_budget_whose_visa_was_refused_is_not_done(refused_budget):
    assert first_days() == (None, None)
    (shown,) = library.slots_of([2026], now=NOW)
    assert [document["slug"] for document in shown["documents"]] == ["refused"]


def test_the_second_reading_is_what_came_and_it_came_late(refused_budget):
    rows.document("adopted", datetime(2026, 1, 8, 9, tzinfo=UTC), slot=refused_budget.slot, visa="waiting")
    assert first_days() == (date(2026, 1, 8), 34)


def test_what_an_invented_document_did_is_marked():
    document = rows.document(is_demo=True)
    assert document_obligations(TODAY)[0].is_demo
    rows.document("real", datetime(2025, 12, 1, 9, tzinfo=UTC), slot=document.slot)
    assert not document_obligations(TODAY)[0].is_demo


@pytest.mark.parametrize("count", [1, 4])
def test_the_calendar_costs_the_same_for_more_documents(count, django_assert_num_queries):
    for n in range(count):
        rows.document(f"d-{n}", slot=rows.slot(type_slug=f"kind-{n}"))
    with django_assert_num_queries(2):
        assert len(document_obligations(TODAY)) == count
