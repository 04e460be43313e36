from datetime import date
from decimal import Decimal

import pytest

from commitments.standing.charts import (
    HEIGHT,
    INSET,
    TRACK_WIDTH,
    WIDTH,
    indicator_chart,
    milestone_tracks,
    nice_ticks,
)


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


def dossier(*milestones, **values):
    dates = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 12, 31), "as_of": date(2025, 6, 15)}
    return {**dates, **values, "milestones": list(milestones)}


def milestone(**values):
    dates = {"due_on": date(2024, 12, 31), "original_due_on": date(2024, 12, 31), "done_on": None}
    return {**dates, "slipped_months": 0, "is_late": False, **values}


def only_track(*milestones, mirrored=False, **values):
    ((_milestone, track),) = milestone_tracks(dossier(*milestones, **values), mirrored=mirrored)
    return track


def test_a_milestone_done_in_time_has_no_late_stretch():
    track = only_track(milestone(done_on=date(2024, 11, 1)))
    assert float(track["done"]) < float(track["due"])
    assert track["late"] is None
    assert track["first_due"] is None
    assert [year for _x, year in track["years"]] == ["2025"]


def test_the_late_stretch_goes_from_the_due_date_to_the_end_or_to_today():
    done = only_track(milestone(done_on=date(2025, 3, 1)))
    waiting = only_track(milestone(is_late=True))
    assert done["late"] == (done["due"], done["done"])
    assert waiting["late"] == (waiting["due"], waiting["today"])


def test_a_moved_date_shows_the_one_first_promised():
    track = only_track(milestone(original_due_on=date(2024, 6, 30), slipped_months=6))
    assert float(track["first_due"]) < float(track["due"])


def test_the_line_reaches_today_while_something_is_late():
    track = only_track(milestone(is_late=True), as_of=date(2026, 11, 23))
    assert track["today"] == f"{TRACK_WIDTH - INSET:.1f}"
    assert only_track(milestone(), as_of=date(2026, 11, 23))["today"] is None


def test_the_line_of_time_runs_from_right_to_left_in_arabic():
    there, back = (only_track(milestone(is_late=True), mirrored=mirrored) for mirrored in (False, True))
    assert float(there["due"]) + float(back["due"]) == pytest.approx(TRACK_WIDTH)


def test_milestones_without_dates_have_no_line():
    nothing = {"due_on": None, "original_due_on": None}
    assert only_track(milestone(**nothing), starts_on=None, ends_on=None) is None


def test_a_frozen_dossier_draws_the_same_line_and_an_older_one_has_no_today():
    fresh = dossier(milestone(done_on=date(2025, 3, 1)))
    dates = {name: str(fresh[name]) for name in ("starts_on", "ends_on", "as_of")}
    frozen = dossier(milestone(done_on="2025-03-01", due_on="2024-12-31", original_due_on="2024-12-31"), **dates)
    assert milestone_tracks(fresh, mirrored=True)[0][1] == milestone_tracks(frozen, mirrored=True)[0][1]
    del frozen["as_of"]
    assert milestone_tracks(frozen, mirrored=True)[0][1]["today"] is None
