"""What the Commune has to do stands as everything that is due, from what each app tells of it."""

from datetime import date

import pytest

from tetouan_portal.lib.absence import Absence, Kind
from tetouan_portal.lib.obligations import Obligation

TODAY = date(2026, 6, 15)
PASSED, TO_COME = date(2026, 6, 1), date(2026, 6, 20)


def standing(due_on=PASSED, done_on=None, **facts):
    return Obligation("budget", "budget-2026", {"fr": "Budget"}, due_on, done_on, **facts).standing(TODAY)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("overdue", 14)),
        ({"done_on": date(2026, 6, 4)}, ("late", 3)),
        ({"done_on": PASSED}, ("in_time", 0)),
        ({"is_done": True}, ("done", None)),
        ({"due_on": None}, ("undated", None)),
        ({"due_on": TO_COME}, ("coming", 5)),
        ({"due_on": TO_COME, "is_confirmed": False}, ("coming", 5)),
        ({"is_confirmed": False}, ("unconfirmed", None)),
        ({"is_confirmed": False, "done_on": date(2026, 6, 4)}, ("done", None)),
        ({"absence": Absence(Kind.ELSEWHERE)}, ("elsewhere", None)),
        ({"absence": Absence(Kind.NOT_FOUND)}, ("overdue", 14)),
    ],
)
def test_it_stands_by_what_is_told_of_it(facts, expected):
    assert standing(**facts) == expected


def test_silence_counts_as_the_app_says_and_where_it_says_nothing_once_the_day_is_confirmed():
    assert standing(is_bound=False).state == "unconfirmed"
    assert standing(is_confirmed=False, is_bound=True).state == "overdue"
    assert standing(is_confirmed=True).state == "overdue"
