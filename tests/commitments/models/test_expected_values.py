"""When another value of an indicator is overdue: derived from its last one, never stored."""

from datetime import date

import pytest

from commitments.standing.dossier import dossier_of
from tests.factories.commitments import IndicatorFactory, ReadingFactory


@pytest.mark.parametrize(
    ("frequency", "last_on", "expected_on"),
    [
        ("monthly", date(2026, 1, 31), date(2026, 2, 28)),
        ("quarterly", date(2025, 11, 30), date(2026, 2, 28)),
        ("half_yearly", date(2025, 12, 31), date(2026, 6, 30)),
        ("yearly", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_value_is_overdue_from_the_day_after_its_frequency_has_passed(frequency, last_on, expected_on):
    indicator = IndicatorFactory.build(frequency=frequency, commitment=None)
    assert indicator.expected_since(last_on, expected_on) is None
    assert indicator.expected_since(last_on, date(2027, 1, 1)) == expected_on
    assert indicator.expected_since(None, date(2027, 1, 1)) is None


@pytest.mark.django_db
def test_the_page_says_since_when_and_a_correction_of_an_older_value_is_not_a_new_one(client):
    indicator = IndicatorFactory(frequency="half_yearly", commitment__slug="light")
    first = ReadingFactory(indicator=indicator, dated_on=date(2025, 6, 30), value=6)
    ReadingFactory(indicator=indicator, dated_on=date(2025, 6, 30), value=7, supersedes=first)
    (read,) = dossier_of("light", on=date(2026, 6, 15))["indicators"]
    assert read["expected_since"] == date(2025, 12, 30)
    ReadingFactory(indicator=indicator, dated_on=date(2026, 6, 1))
    (read,) = dossier_of("light", on=date(2026, 6, 15))["indicators"]
    assert read["expected_since"] is None
