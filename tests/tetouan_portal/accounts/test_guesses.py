"""The table of guesses: what it counts, when it forgets, and how large it grows."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from tests.tetouan_portal.accounts.conftest import PASSWORD
from tetouan_portal.accounts import guesses, locking
from tetouan_portal.accounts.guesses import Key, PauseError, Rule, count
from tetouan_portal.accounts.models import Guesses
from tetouan_portal.accounts.tasks import forget_what_is_over

pytestmark = pytest.mark.django_db
AWAY = "redis://127.0.0.1:1/0"
MINUTE, HOUR, DAY = (datetime.timedelta(**time) for time in ({"minutes": 1}, {"hours": 1}, {"days": 1}))
TWO_FREE = Rule("of these tests", 2, (MINUTE, HOUR), DAY)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


def key(of="somebody", rule=TWO_FREE):
    return Key(rule, of)


def counted(of="somebody"):
    return Guesses.objects.get(key=key(of).stored).counted


def pause(*keys):
    """How long until the next guess is looked at."""
    with pytest.raises(PauseError) as refused:
        count(keys)
    return refused.value.until - timezone.now()


# --- what was right is taken back ---------------------------------------------------------


def test_a_guess_that_was_right_takes_back_the_pause_that_it_began():
    count([key()])
    count([key()]).take_back()
    count([key()])
    assert pause(key()) == MINUTE


def test_a_guess_that_was_right_takes_back_no_pause_that_a_wrong_one_began_meanwhile():
    right = count([key()])
    count([key()])
    right.take_back()
    assert (pause(key()), counted()) == (MINUTE, 1)


def test_nor_the_longer_pause_after_its_own(clock):
    count([key()])
    right = count([key()])
    clock.shift(MINUTE)
    count([key()])
    right.take_back()
    assert (pause(key()), counted()) == (HOUR, 2)


def test_a_guess_that_was_forgotten_meanwhile_is_not_taken_back_below_nothing(clock):
    first = count([key()])
    clock.shift(DAY)
    count([key()]).take_back()
    first.take_back()
    assert counted() == 0
    Guesses.objects.all().delete()
    first.take_back()
    assert not Guesses.objects.exists()


def test_a_guess_is_taken_back_under_all_its_keys_and_no_others():
    for of in ("amina", "karim", "here"):
        count([key(of)])
    count([key("amina"), key("here")]).take_back()
    assert [counted(of) for of in ("amina", "karim", "here")] == [1, 1, 1]


# --- pauses -------------------------------------------------------------------------------


def test_while_one_of_its_keys_pauses_a_guess_counts_under_none():
    for _time in range(2):
        count([key()])
    count([key("here")])
    for _time in range(5):
        assert pause(key(), key("here"), key("new")) == MINUTE
    assert (counted(), counted("here")) == (2, 1)
    assert not Guesses.objects.filter(key=key("new").stored).exists()


@pytest.mark.parametrize("here", ["a", "b", "c", "d", "e", "f"])
def test_of_two_pauses_the_longer_is_told(here):
    long = key(here, Rule("long", 1, (HOUR,), DAY))
    count([key(rule=TWO_FREE._replace(free=1)), long])
    assert pause(key(rule=TWO_FREE._replace(free=1)), long) == HOUR


def test_a_pause_holds_to_its_end_though_its_guesses_are_forgotten_before(clock):
    short = key(rule=Rule("short", 1, (HOUR,), MINUTE))
    count([short])
    clock.shift(HOUR - MINUTE)
    guesses.sweep()
    assert pause(short) == MINUTE
    clock.shift(MINUTE)
    count([short])


def test_two_rules_count_one_name_apart():
    count([key()])
    count([key(rule=TWO_FREE._replace(name="another"))])
    count([key()])
    assert counted() == 2


# --- forgetting ---------------------------------------------------------------------------


def test_guesses_are_forgotten_a_day_after_the_last_and_count_anew(clock):
    count([key()])
    clock.shift(DAY)
    count([key()])
    assert counted() == 1
    clock.shift(DAY - MINUTE)
    count([key()])
    assert pause(key()) == MINUTE


def test_what_was_paused_for_long_begins_with_the_first_pause_again(clock):
    for wait in (MINUTE, HOUR, HOUR):
        count([key()]) if not Guesses.objects.exists() else None
        count([key()])
        assert pause(key()) == wait
        clock.shift(wait)
    clock.shift(DAY)
    count([key()])
    count([key()])
    assert pause(key()) == MINUTE


# --- the table ----------------------------------------------------------------------------


def test_the_table_of_counts_holds_neither_name_nor_address(person, tries):
    person("translator")
    tries("amina")
    tries("nobody")
    stored = str(list(Guesses.objects.values_list("key", "counted")))
    assert Guesses.objects.count() == 6
    for told in ("amina", "nobody", "192.0.2"):
        assert told not in stored


def test_the_lock_holds_while_redis_is_away_and_after_the_cache_was_emptied(person, tries, settings):
    settings.REDIS_URL = AWAY
    person("translator")
    for _time in range(5):
        tries("amina")
        cache.clear()
    assert tries("amina", PASSWORD) == "locked"


def test_who_types_very_many_names_drives_out_other_names_and_no_account(person, tries, monkeypatch, clock):
    monkeypatch.setattr(guesses, "MOST_OF_NO_ACCOUNT", 12)
    person("translator")
    for _time in range(5):
        tries("amina")
    for number in range(20):
        clock.shift(0.01)
        tries(f"name-{number}")
    assert guesses.sweep() > 0
    assert Guesses.objects.filter(user=None).count() == 12
    assert tries("amina", PASSWORD) == "locked"


def test_the_table_is_swept_by_those_who_fill_it(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(guesses, "MOST_OF_NO_ACCOUNT", 10)
    monkeypatch.setattr(guesses, "SWEPT_EVERY", 5)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(40):
            count([Key(locking.OF_ACCOUNT, f"name-{number}")])
    assert Guesses.objects.count() <= 15


def test_what_is_over_is_deleted_by_the_clock(person, tries, clock):
    person("translator")
    tries("amina")
    assert forget_what_is_over()["guesses"] == 0
    clock.shift(datetime.timedelta(days=1, seconds=1))
    assert forget_what_is_over()["guesses"] == 3
    assert not Guesses.objects.exists()


def fill(names):
    """So many rows of no account, the first to be forgotten first; one more comes to a number that is swept."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('tetouan_portal_guesses', 'id'))")
        next_one = (cursor.fetchone()[0] + names) // guesses.SWEPT_EVERY * guesses.SWEPT_EVERY + guesses.SWEPT_EVERY
        cursor.execute(
            "insert into tetouan_portal_guesses (id, key, counted, forgotten_at)"
            " select %(next)s - %(names)s + n - 1, n, 1, %(now)s + n * interval '1 second'"
            " from generate_series(1, %(names)s) n",
            {"next": next_one, "names": names, "now": timezone.now()},
        )
        cursor.execute("select setval(pg_get_serial_sequence('tetouan_portal_guesses', 'id'), %s)", [next_one - 1])


def test_a_hundred_thousand_rows_of_no_account_are_kept_and_the_oldest_go_first(
    person, django_capture_on_commit_callbacks
):
    """When the name comes that is one of five hundred more."""
    count([Key(TWO_FREE._replace(forgotten_after=MINUTE), "amina", person())])
    fill(100_002)
    with django_capture_on_commit_callbacks(execute=True):
        count([key("one name more", TWO_FREE._replace(forgotten_after=2 * DAY))])
    assert Guesses.objects.filter(user=None).count() == 100_000
    assert not Guesses.objects.filter(key__in=["1", "2", "3"]).exists()
    assert Guesses.objects.filter(key="4").exists()
    assert Guesses.objects.filter(user__isnull=False).count() == 1


def test_one_sweep_deletes_five_thousand_at_most_of_those_that_are_over(clock):
    """Somebody waits for it."""
    fill(5_001)
    clock.shift(2 * HOUR)
    assert (guesses.sweep(), Guesses.objects.count()) == (5_000, 1)
    assert guesses.sweep() == 1


def test_one_sweep_deletes_five_thousand_at_most_of_those_beyond_the_number(monkeypatch):
    monkeypatch.setattr(guesses, "MOST_OF_NO_ACCOUNT", 10)
    fill(5_011)
    assert (guesses.sweep(), Guesses.objects.count()) == (5_000, 11)
