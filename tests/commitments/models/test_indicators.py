from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from commitments.models import Indicator, Reading
from tests.commitments.models.refusals import (
    Rule,
    named,
    nothing_in,
    the_database_refuses_to_insert,
    the_database_refuses_to_update,
    the_form_refuses,
)
from tests.commitments.models.withdrawal_rules import of_withdrawals
from tests.factories.commitments import (
    CommitmentFactory,
    IndicatorFactory,
    MilestoneFactory,
    ReadingFactory,
    StatementFactory,
)
from tests.refusals import refused

pytestmark = pytest.mark.django_db
WRONG_WAY = "The target must lie in the stated direction from the baseline."

RULES = [
    *of_withdrawals("indicator", IndicatorFactory),
    Rule(
        "indicator_number_once_in_commitment",
        IndicatorFactory,
        {"commitment": "first.commitment", "number": "first.number"},
        "Another indicator of the commitment has this number.",
        good={"commitment__draft": True},
        beside={},
    ),
    Rule("indicator_has_a_title", IndicatorFactory, nothing_in("title"), "Write the title in at least one language."),
    Rule("indicator_kind_is_known", IndicatorFactory, {"kind": "mood"}),
    Rule("indicator_direction_is_known", IndicatorFactory, {"direction": "left", "target": None}),
    Rule("indicator_frequency_is_known", IndicatorFactory, {"frequency": "never"}),
    Rule(
        "indicator_target_has_a_unit",
        IndicatorFactory,
        nothing_in("unit"),
        "A target needs a unit, in at least one language.",
    ),
    Rule("indicator_target_in_its_direction", IndicatorFactory, {"target": Decimal("1.9999")}, WRONG_WAY),
    Rule("indicator_target_in_its_direction", IndicatorFactory, {"target": Decimal(2)}, WRONG_WAY),
    Rule("indicator_target_in_its_direction", IndicatorFactory, {"direction": "down"}, WRONG_WAY),
    Rule(
        "indicator_target_after_baseline",
        IndicatorFactory,
        {"target_on": date(2023, 1, 1)},
        "The target's date must come after the baseline's.",
    ),
]
READING_RULES = [
    Rule(
        "one_first_reading_a_day",
        ReadingFactory,
        {"indicator": "first.indicator", "dated_on": "first.dated_on"},
        "There is already a reading for this date: correct it instead.",
        beside={},
    ),
]


@pytest.mark.parametrize("rule", named([*RULES, *READING_RULES]))
def test_the_form_says_what_is_wrong(rule):
    the_form_refuses(rule)


@pytest.mark.parametrize("rule", named([*RULES, *READING_RULES]))
def test_no_such_row_is_inserted(rule):
    the_database_refuses_to_insert(rule)


@pytest.mark.parametrize("rule", named(RULES))
def test_no_row_is_updated_to_such(rule):
    the_database_refuses_to_update(rule)


def test_no_reading_corrects_itself():
    reading = Reading(pk=4_000_000, indicator=IndicatorFactory(), dated_on=date(2025, 1, 1), value=1)
    reading.supersedes_id = reading.pk
    with pytest.raises(IntegrityError, match="reading_does_not_supersede_itself"), transaction.atomic():
        Reading.objects.bulk_create([reading])


def test_an_indicator_without_a_target_needs_no_unit():
    IndicatorFactory(target=None, unit_ar="", unit_fr="", unit_es="").full_clean()


def test_a_target_to_maintain_may_lie_anywhere():
    for target in (1, 2, 3):
        IndicatorFactory(direction="maintain", baseline=2, target=target).full_clean()


def test_values_are_exact_to_four_decimals():
    value = Decimal("12345678901234.5678")
    assert Reading.objects.get(pk=ReadingFactory(value=value).pk).value == value


def test_a_value_too_large_is_refused_in_words_and_by_the_database():
    reading = ReadingFactory()
    reading.value = Decimal(10) ** 14
    with refused("max_whole_digits"):
        reading.full_clean()
    with pytest.raises(DataError, match="numeric field overflow"), transaction.atomic():
        Reading.objects.bulk_create(
            [Reading(indicator=reading.indicator, dated_on=date(2024, 1, 1), value=reading.value)]
        )


# --- corrections -----------------------------------------------------------------


def test_a_correction_bears_the_same_date():
    first = ReadingFactory()
    ReadingFactory(indicator=first.indicator, dated_on=first.dated_on, supersedes=first).full_clean()


def test_a_correction_stays_with_its_indicator():
    first = ReadingFactory()
    elsewhere = Reading(indicator=IndicatorFactory(), dated_on=first.dated_on, value=1, supersedes=first)
    with refused("other_indicator"):
        elsewhere.full_clean()
    with pytest.raises(IntegrityError, match="reading_correction_keeps_indicator"), transaction.atomic():
        elsewhere.save()


# --- the way to the target ---------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "value", "progress", "met"),
    [
        (("up", 2, 12), 7, Decimal("0.5"), False),
        (("up", 2, 12), 12, 1, True),
        (("up", 2, 12), 20, 1, True),
        (("up", 2, 12), 1, 0, False),
        (("down", 40, 10), 25, Decimal("0.5"), False),
        (("down", 40, 10), 10, 1, True),
        (("down", 40, 10), 50, 0, False),
        (("maintain", 5, 5), 5, None, True),
        (("maintain", 5, 5), 4, None, False),
        (("up", None, 12), 12, None, True),
        (("up", 2, None), 7, None, None),
        (("up", 2, 12), None, None, None),
        (("up", 0, 10), 5, Decimal("0.5"), False),
        (("up", 0, 10), 0, 0, False),
        (("down", 10, 0), 0, 1, True),
    ],
)
def test_progress_to_the_target(way, value, progress, met):
    direction, baseline, target = way
    indicator = Indicator(direction=direction, baseline=baseline, target=target)
    value = None if value is None else Decimal(value)
    assert indicator.progress(value) == progress
    assert indicator.is_target_met(value) is met


@given(
    baseline=st.decimals(-1000, 1000, places=4),
    target=st.decimals(-1000, 1000, places=4),
    value=st.decimals(-2000, 2000, places=4),
)
def test_progress_is_whole_exactly_when_the_target_is_met(baseline, target, value):
    if baseline == target:
        return
    direction = "up" if target > baseline else "down"
    indicator = Indicator(direction=direction, baseline=baseline, target=target)
    progress = indicator.progress(value)
    assert 0 <= progress <= 1
    assert (progress == 1) is indicator.is_target_met(value)


def declared(**statement):
    indicator = IndicatorFactory(commitment__draft=True)
    return ReadingFactory(
        indicator=indicator, statement=StatementFactory(**({"commitment": indicator.commitment} | statement))
    )


def on_a_milestone():
    reading = declared()
    milestone = MilestoneFactory(commitment=reading.indicator.commitment)
    said = StatementFactory(commitment=None, milestone=milestone)
    return ReadingFactory(indicator=reading.indicator, dated_on=date(2023, 1, 1), statement=said)


def of_another_commitment():
    return pytest.raises(IntegrityError, match="reading_of_its_statement")


@pytest.mark.parametrize("made", [declared, on_a_milestone])
def test_a_value_is_declared_with_a_statement_on_its_own_commitment_or_a_milestone_of_it(made):
    reading = made()
    elsewhere = CommitmentFactory()
    with of_another_commitment(), transaction.atomic():
        declared(commitment=elsewhere)
    with of_another_commitment(), transaction.atomic():
        declared(commitment=None, milestone=MilestoneFactory())
    with of_another_commitment(), transaction.atomic():
        Indicator.objects.filter(pk=reading.indicator_id).update(commitment=elsewhere)


def test_a_milestone_does_not_leave_the_values_declared_with_it():
    milestone = on_a_milestone().statement.milestone
    with of_another_commitment(), transaction.atomic():
        type(milestone).objects.filter(pk=milestone.pk).update(commitment=CommitmentFactory())
    free = MilestoneFactory(commitment__draft=True)
    type(free).objects.filter(pk=free.pk).update(commitment=CommitmentFactory())
