from tetouan_portal.lib.palette import palette


def test_the_colours_are_those_of_the_stylesheet_by_day_and_by_night():
    assert palette()["green"] == "#14573f"
    assert palette(night=True)["green"] == "#8fd6b3"


def test_every_colour_has_a_value_at_night():
    assert set(palette()) == set(palette(night=True))
