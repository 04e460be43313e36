from datetime import date
from decimal import Decimal

import pytest

from commitments.charts import HEIGHT, INSET, WIDTH, indicator_chart, nice_ticks


def indicator(*readings, **values):
    return {
        "baseline": Decimal(2),
        "baseline_on": date(2023, 1, 1),
        "target": Decimal(10),
        "target_on": date(2026, 1, 1),
        "readings": [{"dated_on": day, "value": value, "corrected_on": None} for day, value in readings],
        **values,
    }


def test_the_axis_encloses_the_values_and_zero_with_round_steps():
    assert nice_ticks([Decimal("4.5"), Decimal(12)]) == [15, 10, 5, 0]
    assert nice_ticks([Decimal("0.07")]) == [Decimal("0.08"), Decimal("0.06"), Decimal("0.04"), Decimal("0.02"), 0]
    assert nice_ticks([Decimal(-3), Decimal(4)]) == [4, 2, 0, -2, -4]
    assert nice_ticks([Decimal(0)]) == [1, Decimal("0.75"), Decimal("0.50"), Decimal("0.25"), 0]


def test_time_runs_in_the_direction_of_reading():
    data = indicator((date(2024, 6, 30), Decimal(5)))
    left_to_right = indicator_chart(data, mirrored=False)
    right_to_left = indicator_chart(data, mirrored=True)
    assert left_to_right["baseline"][0] == f"{INSET:.1f}"
    assert right_to_left["baseline"][0] == f"{WIDTH - INSET:.1f}"
    assert left_to_right["target"][0] == f"{WIDTH - INSET:.1f}"


def test_a_corrected_reading_stays_visible_outside_the_line():
    data = indicator((date(2024, 6, 30), Decimal(5)), (date(2024, 6, 30), Decimal(8)))
    data["readings"][1]["corrected_on"] = date(2024, 9, 1)
    chart = indicator_chart(data, mirrored=False)
    assert len(chart["struck"]) == 1
    assert chart["line"].count(",") == 2


def test_a_chart_from_a_snapshot_equals_the_fresh_one():
    fresh = indicator((date(2024, 6, 30), Decimal("5.5")))
    frozen = indicator(
        ("2024-06-30", "5.5000"), baseline="2.0000", baseline_on="2023-01-01", target="10.0000", target_on="2026-01-01"
    )
    assert indicator_chart(fresh, mirrored=True) == indicator_chart(frozen, mirrored=True)


@pytest.mark.parametrize("values", [{"baseline": None}, {"baseline_on": None}])
def test_one_known_value_gives_no_chart(values):
    assert indicator_chart(indicator((date(2024, 6, 30), Decimal(5)), **values), mirrored=False) is None


def test_an_indicator_without_a_target_is_drawn_without_it():
    chart = indicator_chart(indicator((date(2024, 6, 30), Decimal(5)), target=None), mirrored=False)
    assert chart["target"] is None
    assert chart["target_y"] is None


def test_the_highest_gridline_is_inside_the_drawing():
    chart = indicator_chart(indicator((date(2024, 6, 30), Decimal(5))), mirrored=False)
    assert chart["gridlines"][0] == f"{INSET:.1f}"
    assert chart["gridlines"][-1] == f"{HEIGHT - INSET:.1f}"
