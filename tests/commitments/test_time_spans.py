from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.time_spans import months_between

days = st.dates(date(1990, 1, 1), date(2090, 12, 30))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 3, 31), date(2025, 3, 31), 0),
        (date(2025, 3, 31), date(2025, 4, 29), 0),
        (date(2025, 3, 31), date(2025, 4, 30), 1),
        (date(2025, 1, 31), date(2025, 2, 27), 0),
        (date(2025, 1, 31), date(2025, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2025, 2, 28), date(2025, 3, 30), 0),
        (date(2025, 2, 28), date(2025, 3, 31), 1),
        (date(2025, 3, 15), date(2025, 4, 14), 0),
        (date(2025, 3, 15), date(2025, 4, 15), 1),
        (date(2024, 3, 31), date(2025, 5, 31), 14),
        (date(2025, 12, 31), date(2026, 1, 31), 1),
        (date(2025, 4, 30), date(2025, 3, 31), 0),
    ],
)
def test_whole_months_between_two_ends_of_day(start, end, months):
    assert months_between(start, end) == months


def last_day(year, month):
    return date(year, month, monthrange(year, month)[1])


@given(start=days, months=st.integers(0, 400))
def test_from_month_end_to_month_end_the_months_are_counted(start, months):
    later = start.year * 12 + start.month - 1 + months
    assert months_between(last_day(start.year, start.month), last_day(later // 12, later % 12 + 1)) == months


@given(start=days, end=days)
def test_it_is_never_negative_and_zero_backwards(start, end):
    assert months_between(start, end) >= 0
    if end <= start:
        assert months_between(start, end) == 0


@given(start=days, end=days)
def test_a_later_end_never_counts_less(start, end):
    assert months_between(start, end) <= months_between(start, end + timedelta(days=1))


@given(start=days, end=days)
def test_a_month_lasts_28_to_31_days(start, end):
    months = months_between(start, end)
    elapsed = max(0, (end - start).days)
    assert 28 * months <= elapsed
    assert elapsed < 31 * (months + 1)


@given(first=days, second=days, third=days)
def test_two_spans_never_count_more_than_the_whole(first, second, third):
    first, second, third = sorted((first, second, third))
    assert months_between(first, second) + months_between(second, third) <= months_between(first, third)
