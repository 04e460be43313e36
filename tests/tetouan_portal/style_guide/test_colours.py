import pytest

from tetouan_portal.style_guide import colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#777777", 4.48), ("#123456", "#123456", 1)],
)
def test_the_contrast_of_two_colours_is_that_of_wcag(one, other, ratio):
    assert round(colours.contrast(one, other), 2) == ratio


def test_the_night_renames_some_colours_and_keeps_the_others():
    day, night = colours.schemes()
    assert set(day) == set(night)
    assert day["paper"] != night["paper"]


def test_every_text_is_held_against_every_ground_it_stands_on():
    found = {(pair.text, pair.ground): pair for pair in colours.pairs()}
    assert {("ink", "paper"), ("ink-soft", "surface"), ("clay", "clay-soft"), ("on-deep", "deep")} <= set(found)
    assert found["ink", "paper"].is_enough
    assert found["ink", "paper"].needed == 7
    assert found["level-limited", "paper"].needed == 3
