"""Each case stands in one place, the same one by one and counted by PostgreSQL."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.desk.waiting import how_pressing
from participation.law.standings import AnswerStanding, standing_case, standing_of
from participation.models import Case, CaseState
from participation.models.cases import OPEN
from participation.statistics import year_counts
from tests.factories import participation as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
RECEIVED = datetime(2026, 6, 1, 9, tzinfo=UTC)
near = st.sampled_from([-8, -2, -1, 0, 1, 7, 8])
# The last minutes of a day in Morocco are another day in UTC.
moments = st.builds(lambda n, h: datetime(2026, 6, 15, h, 30, tzinfo=UTC) + timedelta(days=n), near, st.integers(0, 23))
facts = st.fixed_dictionaries(
    {
        "state": st.sampled_from([*OPEN, CaseState.CLOSED, CaseState.WITHDRAWN]),
        "due_on": near.map(lambda n: TODAY + timedelta(days=n)),
        "first_answered_at": st.none() | moments,
        "lapsed_on": st.none() | near.map(lambda n: TODAY + timedelta(days=n)),
        "reopened_count": st.integers(0, 1),
    }
)


def made(one):
    is_over = one["state"] not in OPEN
    ended = {"closed_at": RECEIVED if is_over else None}
    ended["outcome"] = "solved" if one["state"] == CaseState.CLOSED else ""
    make.CaseFactory(received_at=RECEIVED, **one, **ended)


@settings(max_examples=80, deadline=None)
@given(st.lists(facts, min_size=1, max_size=6))
def test_python_and_postgresql_say_the_same_of_every_case(several):
    with transaction.atomic():
        for one in several:
            made(one)
        cases = Case.objects.annotate(standing=standing_case(TODAY))
        one_by_one = [standing_of(case, on=TODAY) for case in cases.order_by("pk").values()]
        assert list(cases.order_by("pk").values_list("standing", flat=True)) == one_by_one
        counts = year_counts.counts_of(2026, on=TODAY)
        for name in AnswerStanding:
            assert counts.of("standing", name).cases == one_by_one.count(name)
        overdue = set(Case.objects.overdue(on=TODAY))
        assert counts.total.overdue == len(overdue)
        assert {case for case in cases if case.is_overdue(on=TODAY)} == overdue
        assert {case for case in cases if how_pressing(case, on=TODAY) == "late"} == overdue
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"due_on": date(2026, 6, 15)}, "waiting"),
        ({"due_on": date(2026, 6, 14)}, "overdue"),
        ({"first_answered_at": datetime(2026, 6, 10, 9, tzinfo=UTC), "due_on": date(2026, 6, 10)}, "in_time"),
        ({"first_answered_at": datetime(2026, 6, 10, 9, tzinfo=UTC), "due_on": date(2026, 6, 9)}, "late"),
        ({"first_answered_at": datetime(2026, 6, 10, 9, tzinfo=UTC), "lapsed_on": date(2026, 6, 9)}, "late"),
        ({"lapsed_on": date(2026, 6, 9), "due_on": date(2026, 6, 8)}, "overdue"),
        ({"state": "withdrawn"}, "withdrawn"),
        ({"state": "withdrawn", "first_answered_at": datetime(2026, 6, 10, 9, tzinfo=UTC)}, "in_time"),
    ],
)
def test_a_case_stands_by_its_first_answer(values, expected):
    case = {"state": "received", "due_on": date(2026, 6, 20), "first_answered_at": None, "lapsed_on": None}
    assert standing_of(case | values, on=TODAY) == expected


def test_the_day_of_an_answer_is_the_one_in_morocco():
    late_at_night = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)
    assert timezone.localdate(late_at_night) == date(2026, 6, 11)
    case = {"state": "received", "due_on": date(2026, 6, 10), "first_answered_at": late_at_night, "lapsed_on": None}
    assert standing_of(case, on=TODAY) == "late"
