from datetime import UTC, date, datetime

import pytest
import time_machine

from commitments.models import Edition
from commitments.report.pdf_rendering import report_html
from participation.report_sections import participation_chapter
from tests.factories import participation as make
from tests.factories.reports import further_edition, published_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("july")]


class Period:
    covers_from, covers_to = date(2026, 1, 1), date(2026, 6, 30)


@pytest.fixture
def july():
    with time_machine.travel(datetime(2026, 7, 15, 9, tzinfo=UTC), tick=False):
        yield


def chapter():
    return participation_chapter(Period)["data"]


def answered(day, **values):
    return make.CaseFactory(state="in_progress", first_answered_at=datetime(2026, 6, day, 9, tzinfo=UTC), **values)


def test_every_case_of_the_period_stands_in_exactly_one_place():
    answered(5)
    answered(30, due_on=date(2026, 6, 15))
    answered(20, lapsed_on=date(2026, 6, 16))  # reopened since: the first date had passed
    make.CaseFactory()
    make.CaseFactory(due_on=date(2026, 7, 14))
    make.CaseFactory(state="withdrawn", closed_at=datetime(2026, 6, 2, 9, tzinfo=UTC))
    total = chapter()["total"]
    assert total["received"] == 6
    assert [total[name] for name in ("in_time", "late", "waiting", "overdue", "withdrawn")] == [1, 2, 1, 1, 1]
    assert total["days"] == 19  # after 4, 19 and 29 days


def test_what_came_before_after_in_a_flood_or_as_abuse_is_not_counted():
    make.CaseFactory(received_at=datetime(2025, 12, 31, 9, tzinfo=UTC))
    make.CaseFactory(received_at=datetime(2026, 7, 1, 9, tzinfo=UTC))
    make.CaseFactory(is_held=True)
    make.CaseFactory(closed=True, outcome="abuse")
    assert chapter()["total"]["received"] == 0


def test_kinds_outcomes_and_opinions_are_named_in_every_language():
    make.CaseFactory(closed=True, satisfaction="partly", reopened_count=1)
    found = chapter()
    assert found["kinds"][0]["label"]["fr"] == "réclamation"
    assert found["outcomes"] == [{"value": "solved", "label": found["outcomes"][0]["label"], "count": 1}]
    assert found["outcomes"][0]["label"]["es"] == "resuelto"
    assert found["satisfaction"][0]["label"]["ar"] == "راضٍ جزئيا"
    assert found["reopened"] == 1


def test_an_invented_case_marks_the_chapter():
    make.CaseFactory(is_demo=True)
    assert participation_chapter(Period)["shows_demo"] is True


def test_an_edition_prints_the_chapter_and_nobodys_words():
    report = published_report()
    report.refresh_from_db()
    make.CaseFactory(received_at=datetime(report.year, 6, 1, 9, tzinfo=UTC), text="Mot secret de l’auteur")
    further_edition(report)
    edition = Edition.objects.filter(report=report).order_by("-number").first()
    html = report_html(edition, "fr")
    assert "Ce que les citoyens ont envoyé" in html
    assert "Mot secret" not in html


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    for _each in range(12):
        answered(5)
    with django_assert_num_queries(1):
        chapter()
