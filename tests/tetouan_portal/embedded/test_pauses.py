from tetouan_portal.embedded.pauses import LONGEST_PAUSE, SETTLED_AFTER, Pauses


def deaths(pauses, *, after):
    """The pauses after a row of deaths, each so many seconds after a start."""
    found, now = [], 1000.0
    for lived in after:
        pauses.begun_at = now
        now += lived
        found.append(pauses.after_a_death(now))
    return found


def test_pauses_grow_to_a_minute_while_it_ends_soon_after_each_start():
    assert deaths(Pauses(), after=[2] * 9) == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]


def test_one_that_has_lived_for_a_while_is_started_again_at_once():
    assert deaths(Pauses(), after=[2, 2, 2, SETTLED_AFTER, 2]) == [1, 2, 4, 1, 2]


def test_that_it_stands_again_is_said_once():
    pauses = Pauses()
    pauses.after_a_death(pauses.begun_at + 1)
    pauses.begun_at = 1000
    assert [pauses.is_over(1000 + seconds) for seconds in (1, SETTLED_AFTER, SETTLED_AFTER + 1)] == [False, True, False]


def test_only_the_first_two_deaths_of_a_row_are_named():
    pauses = Pauses()
    said = []
    for _death in range(4):
        pauses.after_a_death(pauses.begun_at + 1)
        said.append(bool(pauses.sentence(-9)))
    assert said == [True, True, False, False]
    assert pauses.deaths == 4
