"""The arithmetic of working days, against a reference that is slow and plain."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.law.working_days import is_working_day, working_days_after

DAYS = st.dates(date(2019, 1, 1), date(2090, 12, 31))
FEW = st.integers(0, 60)


@st.composite
def counted(draw):
    """A first day, a number of days, and holidays around them, weekends among them."""
    start = draw(DAYS)
    around = st.integers(-10, 120).map(lambda number: start + timedelta(days=number))
    return start, draw(FEW), draw(st.frozensets(around, max_size=25))


def reference(start, days, holidays):
    """Every day after `start` written down, the closed ones crossed out."""
    every = [start + timedelta(days=number) for number in range(1, days * 2 + 4 * len(holidays) + 10)]
    return [day for day in every if day.strftime("%a") not in {"Sat", "Sun"} and day not in holidays][days - 1]


@given(counted())
def test_the_due_day_is_the_one_that_counting_by_hand_finds(case):
    start, days, holidays = case
    assert working_days_after(start, days, holidays=holidays) == (reference(start, days, holidays) if days else start)


@given(counted())
def test_the_due_day_is_never_a_closed_one(case):
    start, days, holidays = case
    assert is_working_day(working_days_after(start, days + 1, holidays=holidays), holidays=holidays)


@given(counted(), FEW)
def test_one_time_after_another_is_as_long_as_both_at_once(case, more):
    start, days, holidays = case
    first = working_days_after(start, days, holidays=holidays)
    assert working_days_after(first, more, holidays=holidays) == working_days_after(
        start, days + more, holidays=holidays
    )


@given(counted(), st.integers(1, 30))
def test_whoever_comes_later_or_has_longer_is_never_due_sooner(case, later):
    start, days, holidays = case
    on = working_days_after(start, days, holidays=holidays)
    assert working_days_after(start + timedelta(days=later), days, holidays=holidays) >= on
    assert working_days_after(start, days + later, holidays=holidays) > on


@given(counted(), st.integers(1, 120))
def test_one_more_holiday_never_shortens_and_moves_nothing_outside_the_time(case, number):
    start, days, holidays = case
    more = start + timedelta(days=number)
    before = working_days_after(start, days, holidays=holidays)
    after = working_days_after(start, days, holidays=holidays | {more})
    counts = start < more <= before and is_working_day(more, holidays=holidays)
    assert after > before if counts else after == before


@given(counted())
def test_the_first_day_itself_is_never_counted(case):
    start, days, holidays = case
    assert working_days_after(start, days, holidays=holidays | {start}) == working_days_after(
        start, days, holidays=holidays - {start}
    )


def test_twenty_working_days_from_a_monday_are_four_weeks():
    assert working_days_after(date(2026, 6, 1), 20) == date(2026, 6, 29)


def test_a_year_ends_without_ending_the_count():
    closed = {date(2027, 1, 1), date(2027, 1, 11), date(2027, 1, 14)}
    assert working_days_after(date(2026, 12, 30), 10, holidays=closed) == date(2027, 1, 18)
