"""Boxes fill the drawing, in proportion, without overlapping."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget_docs.explorer import treemap


def rows(*amounts):
    return [{"code": str(number), "amount": amount and Decimal(amount)} for number, amount in enumerate(amounts)]


def numbers(box):
    return [float(value.rstrip("%")) for value in (box.x, box.y, box.width, box.height)]


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=40))
def test_boxes_fill_the_drawing_in_proportion_to_their_amounts(amounts):
    found = treemap.boxes(rows(*amounts))
    assert sum(box.amount for box in found) == sum(amounts)
    for box in found:
        x, y, width, height = numbers(box)
        assert width * height / 10_000 == pytest.approx(float(box.amount) / sum(amounts), abs=0.001)
        assert x + width <= 100.01
        assert y + height <= 100.01
        assert float(box.mirrored_x.rstrip("%")) == pytest.approx(100 - x - width, abs=0.01)


def test_the_largest_come_first_and_the_rest_is_one_box():
    found = treemap.boxes(rows(*range(1, 31)))
    assert [box.row and int(box.row["amount"]) for box in found] == [*range(30, 15, -1), None]
    assert found[-1].amount == sum(range(1, 16))


@pytest.mark.parametrize("amounts", [[], [5], [5, None], [5, 0], [5, -3]])
def test_nothing_is_drawn_where_there_is_nothing_to_compare(amounts):
    assert treemap.boxes(rows(*amounts)) == []


def test_places_are_written_with_a_point_in_every_language():
    assert all("," not in "".join(box[2:7]) for box in treemap.boxes(rows(2, 1)))
