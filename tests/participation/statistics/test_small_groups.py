"""Small groups stay untold, also to a reader who adds and subtracts."""

from itertools import product
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.statistics.small_groups import ALL, TOTAL, Hidden, suppress, with_totals

FEW, NOT_TOLD = Hidden.FEW, Hidden.NOT_TOLD
tables = st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from("xy")), st.integers(1, 5), max_size=6)


def test_counts_of_three_and_more_are_told_with_their_totals():
    assert suppress({("A", "x"): 3, ("B", "y"): 4}) == {
        ("A", "x"): 3,
        ("B", "y"): 4,
        ("A", TOTAL): 3,
        ("B", TOTAL): 4,
        (TOTAL, "x"): 3,
        (TOTAL, "y"): 4,
        ALL: 7,
    }


@pytest.mark.parametrize("count", [1, 2])
def test_a_count_of_one_or_two_is_fewer_than_three(count):
    told = suppress({("A", "x"): count, ("A", "y"): 2, ("B", "x"): 9, ("B", "y"): 9, ("C", "x"): 9, ("C", "y"): 9})
    assert told["A", "x"] is FEW


def test_a_number_from_which_a_small_one_follows_is_not_told_either():
    told = suppress({("A", "x"): 1, ("A", "y"): 7, ("B", "x"): 8, ("B", "y"): 9})
    assert told["A", "x"] is FEW
    assert (told["A", "y"], told["A", TOTAL]) != (7, 8)
    assert (told["B", "x"], told[TOTAL, "x"]) != (8, 9)
    assert told[ALL] == 25


def test_of_a_single_case_nothing_but_the_total_is_told():
    assert suppress({("A", "x"): 1}) == {ALL: 1}


def test_nothing_is_told_of_nothing():
    assert suppress({}) == {ALL: 0}


def solutions(told, places):
    """Every table that a reader could believe, knowing which places are not empty."""
    for counts in product(range(1, 9), repeat=len(places)):
        whole = with_totals(dict(zip(places, counts, strict=True)))
        if all(fits(told[place], count) for place, count in whole.items()):
            yield whole


def fits(told, count):
    return count < 3 if told is FEW else told is NOT_TOLD or told == count


@settings(max_examples=60, deadline=None)
@given(tables.filter(lambda table: len(table) <= 4))
def test_no_reader_can_work_out_what_one_of_the_few_is(counts):
    told = suppress(counts)
    few = [place for place, count in told.items() if count is FEW]
    believed = {place: set() for place in few}
    for whole in solutions(told, list(counts)) if few else ():
        for place in few:
            believed[place].add(whole[place])
    assert all(len(values) > 1 for values in believed.values()), (told, believed)


@given(tables)
def test_what_is_told_is_true_and_the_whole_is_always_told(counts):
    told, whole = suppress(counts), with_totals(counts)
    assert told.keys() in (whole.keys(), {ALL})
    assert told[ALL] == whole[ALL]
    for place, count in told.items():
        assert count is NOT_TOLD or (whole[place] < 3 if count is FEW else count == whole[place])


def test_a_town_is_told_quickly():
    counts = {(c, d): (c * 7 + d * 3) % 11 + 1 for c in range(15) for d in range(20) if (c + d) % 3}
    start = perf_counter()
    suppress(counts)
    assert perf_counter() - start < 1
