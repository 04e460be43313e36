from datetime import UTC, date, datetime

import pytest

from participation.law.remedies import NAMES, next_remedy, remedies_of
from participation.models import Term
from tests.factories import participation as make
from tests.participation.clock_cases import open_request

pytestmark = pytest.mark.django_db


def told(case):
    return [(one.step, one.begins_on, one.until, one.depends) for one in remedies_of(case)]


def test_after_silence_the_chain_counts_from_the_due_date_over_the_calendar():
    make.HolidayFactory(date=date(2026, 7, 1), kind="religious")
    assert told(open_request()) == [
        ("head", date(2026, 6, 30), date(2026, 7, 28), False),
        ("cdai", date(2026, 8, 13), date(2026, 9, 11), True),  # after the fifteen days of the head
        ("court", date(2026, 9, 12), date(2026, 11, 10), True),
    ]


def test_after_a_refusal_it_counts_from_the_day_of_the_refusal():
    refused = open_request(
        state="closed",
        outcome="refused",
        ground=make.RefusalGroundFactory(),
        closed_at=datetime(2026, 6, 8, 9, tzinfo=UTC),
    )
    assert told(refused)[0] == ("head", date(2026, 6, 9), date(2026, 7, 6), False)


def test_the_next_remedy_is_the_first_whose_time_is_not_over():
    case = open_request()
    steps = {
        day: (found := next_remedy(case, day)) and found.step
        for day in (date(2026, 6, 1), date(2026, 7, 27), date(2026, 7, 28), date(2026, 10, 1), date(2027, 1, 1))
    }
    assert list(steps.values()) == ["head", "head", "cdai", "court", None]


def test_a_remedy_is_confirmed_when_every_time_on_the_way_to_it_is():
    assert [(one.step, one.is_confirmed) for one in remedies_of(open_request())] == [
        ("head", True),
        ("cdai", False),  # it counts from the head's fifteen days, which no official page states
        ("court", False),
    ]
    read = {"confirmed_by": "Me Alaoui", "confirmed_on": date(2026, 5, 4)}
    Term.objects.create(use="head_answers", amount=15, unit="days", **read)
    Term.objects.create(use="remedy_head", amount=20, unit="working_days")
    assert [one.is_confirmed for one in remedies_of(open_request())] == [False, True, False]


def test_for_a_submission_two_channels_are_named_without_dates():
    chikaya, mediator = remedies_of(make.CaseFactory())
    assert (chikaya.step, chikaya.url, mediator.step) == ("chikaya", "https://www.chikaya.ma", "mediator")
    assert chikaya.until is mediator.until is None
    assert next_remedy(make.CaseFactory(), date(2030, 1, 1)) == chikaya


@pytest.mark.parametrize("state", ["withdrawn", "joined"])
def test_a_case_that_was_withdrawn_or_joined_has_none_of_its_own(state, now):
    other = open_request()
    ended = {
        "withdrawn": {"state": "withdrawn", "closed_at": now},
        "joined": {"state": "closed", "outcome": "duplicate", "duplicate_of": other, "closed_at": now},
    }[state]
    assert remedies_of(open_request(**ended)) == []
    assert next_remedy(open_request(**ended), date(2026, 7, 1)) is None


def test_every_step_has_a_name():
    steps = {
        one.step
        for case in (open_request(), make.CaseFactory(), make.CaseFactory(question=True))
        for one in remedies_of(case)
    }
    assert steps == set(NAMES)


def test_the_chain_costs_three_queries(django_assert_num_queries):
    case = open_request()
    with django_assert_num_queries(3):
        next_remedy(case, date(2026, 7, 1))
