"""An edition carries the municipality's answers: whoever gave one does not publish it."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from commitments.models import Edition
from commitments.report import editions
from tests.factories import people
from tests.factories.commitments import RecommendationFactory
from tests.factories.reports import conclude, drafted_report
from tests.refusals import refused
from tetouan_portal.audit.context import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("another_publishes")]


def by(person):
    return acting(user=person, origin="form")


@pytest.fixture
def recommendation():
    return RecommendationFactory(report=drafted_report())


@pytest.fixture
def report(recommendation):
    return conclude(recommendation.report)


def answer(recommendation):
    recommendation.answer, recommendation.answered_on = "accepted", datetime.date(2026, 6, 1)
    recommendation.answer_reason_fr = "Cela se fera."
    recommendation.save()


def test_whoever_answered_a_recommendation_does_not_publish_the_answer(recommendation, report):
    both = people.holding("technical_team", "publisher")
    badr = people.publisher(first_name="Badr")
    with by(both):
        answer(recommendation)
        with refused("own_words") as refusal:
            editions.publish(report, by=both)
        with pytest.raises(DatabaseError, match="another than who wrote"), transaction.atomic():
            Edition.objects.create(report=report, number=1, published_at=timezone.now(), snapshot={}, sha256="0" * 64)
    assert "Badr" in str(refusal.value)
    with by(badr):
        assert editions.publish(report, by=badr).number == 1


def test_a_monitor_that_publishes_itself_needs_a_second_person(settings):
    draft = drafted_report()
    writer, second = people.monitor(draft.author), people.monitor(draft.author, first_name="Karim")
    with by(writer):
        draft.summary_fr = "Une année en demi-teinte."
        draft.save()
    report = conclude(draft)
    settings.REPORT_PUBLISHED_WITHIN = datetime.timedelta(days=-1)
    with by(writer), refused("own_words") as refusal:
        editions.publish(report, by=writer)
    assert "Karim" in str(refusal.value)
    with by(second):
        assert editions.publish(report, by=second).snapshot["edition"]["published_by"]["side"] == "monitor"


def test_a_publisher_of_the_municipality_publishes_the_monitors_words_as_before(report):
    person = people.publisher()
    with by(person):
        assert editions.publish(report, by=person).number == 1
