"""Two who publish, or publish and return, at one moment: on connections of their own."""

from datetime import date

import pytest

from commitments.models import Reading
from commitments.statements import publication
from tests.at_once import together
from tests.factories.commitments import (
    IndicatorFactory,
    InstitutionFactory,
    ProposedReadingFactory,
    StatementFactory,
)

DAY = date(2026, 1, 31)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told_and_every_value_is_recorded_once():
    statement = StatementFactory(draft=True, is_demo=True)
    for _ in range(3):
        ProposedReadingFactory(statement=statement)
    outcomes = together(*[lambda: publication.publish(statement).state] * 4)
    assert sorted(outcomes) == ["already_published"] * 3 + ["published"]
    assert Reading.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_publishing_and_returning_at_once_end_in_one_of_the_two():
    for _ in range(5):
        statement = StatementFactory(submitted=True, is_demo=True)
        outcomes = together(
            lambda row=statement: publication.publish(row).state,
            lambda row=statement: publication.send_back(row, "Court").state,
        )
        assert outcomes in (["published", "already_published"], ["published", "returned"])
        statement.refresh_from_db()
        assert statement.state == "published"


@pytest.mark.django_db(transaction=True)
def test_two_statements_of_one_day_with_the_same_indicator_leave_one_value_that_stands():
    indicator = IndicatorFactory(is_demo=True)
    statements = [
        StatementFactory(
            commitment=indicator.commitment, draft=True, is_demo=True, dated_on=DAY, institution=InstitutionFactory()
        )
        for _ in range(2)
    ]
    for value, statement in enumerate(statements):
        ProposedReadingFactory(statement=statement, indicator=indicator, value=value + 5)
    outcomes = together(*[lambda row=row: publication.publish(row).state for row in statements])
    assert outcomes == ["published", "published"]
    assert indicator.readings.filter(superseded_by__isnull=True).count() == 1
    assert indicator.readings.count() == 2
