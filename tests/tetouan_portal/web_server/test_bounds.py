import math
import resource
from types import SimpleNamespace

import pytest

from tetouan_portal.web_server import visitors
from tetouan_portal.web_server.bounds import ANSWER, BODY, STOPPING_SECONDS, Pace
from tetouan_portal.web_server.visitors import LOSES, room_for, to_be_dropped, too_heavy

PACE = Pace(pause=10, grace=30, rate=100, most=600)


@pytest.mark.parametrize(
    ("moved", "done", "deadline"),
    [
        (1000, 0, 1010),  # still since it began
        (1025, 0, 1030),  # moving, but nothing comes of it
        (1100, 20_000, 1110),  # fast, and still now
        (1229, 20_000, 1230),  # 20,000 bytes buy 200 seconds
        (1599, 9_000_000, 1600),
    ],
)
def test_patience_is_bought_with_bytes(moved, done, deadline):
    assert PACE.deadline(1000, moved, done) == deadline


def test_one_byte_a_second_buys_hardly_anything():
    for pace in (BODY, ANSWER):
        assert pace.deadline(0, 60, 60) < 61


def test_a_photograph_over_a_bad_line_is_waited_for():
    """Eight megabytes at eight kilobytes a second."""
    size, rate = 8 * 1024 * 1024, 8 * 1024
    assert all(BODY.deadline(0, second, second * rate) > second for second in range(size // rate))


def test_a_long_download_has_no_end_of_its_own():
    assert ANSWER.most == math.inf


def visitor(address="a", stage="idle", began=0, spooled=0):
    return SimpleNamespace(address=address, stage=stage, began=began, spooled=spooled)


def test_nobody_goes_while_there_is_room():
    waiting = [visitor(began=n) for n in range(3)]
    assert to_be_dropped(waiting, visitor(), most=4, most_of_one=4) is None


def test_each_stage_has_its_place_among_those_who_go():
    assert set(LOSES) == set(STOPPING_SECONDS)
    waiting = [visitor(stage=stage) for stage in reversed(LOSES)]
    order = []
    while waiting:
        order.append(to_be_dropped(waiting, visitor(), most=len(waiting), most_of_one=None))
        waiting.remove(order[-1])
    assert [one.stage for one in order] == list(LOSES)


def test_a_full_address_loses_one_of_its_own():
    mine = [visitor("mine", "body", began=2), visitor("mine", "body", began=1)]
    others = [visitor("other", "idle") for _each in range(9)]
    assert to_be_dropped(mine + others, visitor("mine"), most=99, most_of_one=2) is mine[1]


def test_where_all_places_are_taken_the_address_with_most_loses_one():
    single = visitor("single", "idle")
    crowd = [visitor("crowd", "body", began=n) for n in range(3)]
    assert to_be_dropped([single, *crowd], visitor("new"), most=4, most_of_one=4) is crowd[0]


def test_a_proxy_is_no_address_of_its_own():
    waiting = [visitor("proxy") for _each in range(5)]
    assert to_be_dropped(waiting, visitor("proxy"), most=6, most_of_one=None) is None


def test_what_is_kept_is_bounded_by_who_keeps_most():
    light, heavy = visitor("a", spooled=60), visitor("b", spooled=50)
    heaviest = visitor("b", spooled=51)
    assert too_heavy([light, heavy, heaviest], most=200) is None
    assert too_heavy([light, heavy, heaviest], most=160) is heaviest


def test_places_follow_from_what_the_system_grants(monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (256, 1000))
    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda _which, limits: asked.append(limits))
    assert room_for(500, behind_proxy=False) == (300, 37)
    assert asked == [(1000, 1000)]
    assert room_for(80, behind_proxy=True) == (80, None)
    assert visitors.PART_OF_ONE == 8
