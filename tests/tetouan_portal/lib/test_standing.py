"""The same thing stands alike in Python and in PostgreSQL, whatever its facts."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, DateField, Exists, Q, Value
from django.db.models.functions import Cast
from hypothesis import given, settings
from hypothesis import strategies as st

from tetouan_portal.lib.standing import ENDED, PASSED, State, standing, state_case

TODAY = date(2026, 6, 15)
days = st.none() | st.integers(-400, 400).map(lambda n: TODAY + timedelta(days=n))
near = st.none() | st.sampled_from([TODAY + timedelta(days=n) for n in (-1, 0, 1)])
facts = st.fixed_dictionaries(
    {"due_on": days | near, "done_on": days | near}
    | dict.fromkeys(("is_done", "is_expected", "is_elsewhere", "is_bound"), st.booleans())
)


def in_sql(one, on=TODAY):
    """As columns would give it: nothing that Django could work out before it asks the database."""
    columns = {
        name: Cast(Value(value), DateField())
        if name.endswith("_on")
        else Q(Exists(ContentType.objects.all()))
        if value
        else Cast(Value(value), BooleanField())
        for name, value in one.items()
    }
    return ContentType.objects.annotate(state=state_case(on=on, **columns)).values_list("state", flat=True)[0]


@pytest.mark.django_db
@settings(max_examples=400, deadline=None)
@given(facts)
def test_python_and_postgresql_say_the_same_of_all_facts(one):
    assert in_sql(one) == standing(on=TODAY, **one).state


@pytest.mark.django_db
def test_they_agree_at_every_edge_and_every_state_is_met():
    edges = [None, *(TODAY + timedelta(days=n) for n in (-2, -1, 0, 1))]
    met = set()
    for due_on, done_on, *said in product(edges, edges, *[[False, True]] * 4):
        one = dict(zip(("is_done", "is_expected", "is_elsewhere", "is_bound"), said, strict=True))
        one |= {"due_on": due_on, "done_on": done_on}
        found = standing(on=TODAY, **one)
        assert in_sql(one) == found.state, one
        met.add(found.state)
    assert met == set(State)


@given(facts)
def test_days_are_told_where_somebody_can_count_them_and_are_never_below_zero_of_what_waits(one):
    found = standing(on=TODAY, **one)
    assert (found.days is None) == (found.state not in {*ENDED, State.COMING, State.OVERDUE} - {State.DONE})
    assert found.days is None or found.is_done or found.days >= 0
    assert found.state != State.OVERDUE or found.days > 0


@given(facts)
def test_nobody_is_late_where_nobody_was_bound(one):
    assert standing(on=TODAY, **one | {"is_bound": False}).state not in {State.LATE, State.OVERDUE}


@given(facts)
def test_what_comes_comes_though_its_day_is_to_be_confirmed(one):
    bound, free = (standing(on=TODAY, **one | {"is_bound": said}) for said in (True, False))
    assert (bound.state == State.COMING) == (free.state == State.COMING)
    assert (bound.state in PASSED) == (free.state in PASSED)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"due_on": date(2026, 6, 15)}, ("coming", 0)),
        ({"due_on": date(2026, 6, 14)}, ("overdue", 1)),
        ({"due_on": date(2026, 6, 14), "is_bound": False}, ("unconfirmed", None)),
        ({"due_on": date(2026, 6, 20), "is_bound": False}, ("coming", 5)),
        ({"due_on": date(2026, 6, 1), "done_on": date(2026, 6, 1)}, ("in_time", 0)),
        ({"due_on": date(2026, 6, 1), "done_on": date(2026, 6, 4)}, ("late", 3)),
        ({"due_on": date(2026, 6, 1), "done_on": date(2026, 5, 30)}, ("in_time", -2)),
        ({"due_on": date(2026, 6, 1), "done_on": date(2026, 6, 16)}, ("overdue", 14)),
        ({"due_on": date(2026, 6, 1), "done_on": date(2026, 6, 4), "is_bound": False}, ("done", None)),
        ({"due_on": date(2026, 6, 1), "is_done": True}, ("done", None)),
        ({"due_on": None}, ("undated", None)),
        ({"due_on": date(2026, 6, 1), "is_elsewhere": True}, ("elsewhere", None)),
        ({"due_on": date(2026, 6, 1), "is_expected": False}, ("not_expected", None)),
    ],
)
def test_a_thing_stands_by_its_dates(said, expected):
    assert standing(on=TODAY, **said) == expected


@given(facts)
def test_of_what_stays_out_nothing_is_expected_or_awaited(one):
    for name, value, state in (("is_expected", False, State.NOT_EXPECTED), ("is_elsewhere", True, State.ELSEWHERE)):
        said = {"is_expected": True, "done_on": None, "is_done": False} | one | {"done_on": None, "is_done": False}
        assert standing(on=TODAY, **said | {"is_expected": True, name: value}).state == state
