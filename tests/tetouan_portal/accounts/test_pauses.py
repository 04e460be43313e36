"""How long whoever guesses wrong waits, at each door, and how many guesses that leaves in a day."""

import datetime
import itertools
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.test import RequestFactory

from tests.tetouan_portal.accounts.conftest import PASSWORD
from tetouan_portal.accounts import locking
from tetouan_portal.accounts.models import Guesses

COOKIE = "known-browser"
START = datetime.datetime(2026, 6, 15, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture(params=["password", "code", "password in a known browser", "code in a known browser"])
def guess(request, person, known_browser):
    """A function that guesses wrong at the door of this name. From ever new places: none of them is in the way."""
    what, _in, where = request.param.partition(" in ")
    user, places = person("translator"), itertools.count(1)
    secret = known_browser("amina").cookies[COOKIE].value if where else ""

    def guess_once():
        at = RequestFactory().get("/", REMOTE_ADDR=f"203.0.113.{next(places)}")
        at.COOKIES[COOKIE] = secret
        locking.password(at, "amina") if what == "password" else locking.code(at, user)

    return guess_once


def minutes_told(guess):
    with pytest.raises(ValidationError) as refused:
        guess()
    return refused.value.params["minutes"]


def test_after_five_wrong_guesses_each_costs_a_longer_pause_up_to_an_hour_at_every_door(guess, clock):
    told = []
    for _time in range(4):
        guess()
    for _time in range(8):
        guess()
        told.append(minutes_told(guess))
        clock.shift(told[-1] * 60)
    assert told == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_day_without_a_guess_gives_five_anew_at_every_door_and_less_gives_none(guess, clock):
    for _time in range(4):
        guess()
    clock.shift(24 * 3600 - 1)
    guess()
    assert minutes_told(guess) == 1
    clock.shift(24 * 3600)
    for _time in range(5):
        guess()
    assert minutes_told(guess) == 1


def test_what_is_left_of_a_pause_is_told_in_whole_minutes_and_never_as_none(guess, clock):
    for _time in range(5):
        guess()
    clock.shift(60)
    guess()
    told = []
    for seconds in (0, 1, 59, 59):
        clock.shift(seconds)
        told.append(minutes_told(guess))
    assert told == [2, 2, 1, 1]
    clock.shift(1)
    guess()


def test_a_locked_password_says_what_lets_in_at_once_and_a_locked_code_does_not(person):
    user, at = person("translator"), RequestFactory().get("/")

    for _time in range(5):
        locking.password(at, "amina")
        locking.code(at, user)
    with pytest.raises(ValidationError, match=re.escape(str(locking.WAYS_IN))):
        locking.password(at, "amina")
    with pytest.raises(ValidationError) as refused:
        locking.code(at, user)
    assert str(locking.WAYS_IN) not in str(refused.value.messages)


def test_twenty_names_from_one_address_are_free_in_five_minutes_and_no_more(person, clock):
    person("translator")
    at = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5")
    for number in range(20):
        locking.password(at, f"name-{number}")
    assert minutes_told(lambda: locking.password(at, "amina")) == 5
    locking.password(RequestFactory().get("/", REMOTE_ADDR="203.0.113.6"), "amina")
    clock.shift(5 * 60)
    locking.password(at, "amina")


def test_a_stranger_with_any_number_of_addresses_has_few_guesses_a_day(person, tries, clock):
    """The numbers of the docstring: 33 on the first day, 24 on each that follows."""
    person("translator")
    a_day, tried = datetime.timedelta(days=1), [0, 0]
    while (day := (now() - START) // a_day) < len(tried):
        tried[day] += tries("amina") == "wrong"
        clock.shift(pause_left())
    assert tried == [33, 24]


def now():
    return datetime.datetime.now(datetime.UTC)


def pause_left():
    until = Guesses.objects.filter(user__isnull=False).aggregate(until=Max("pause_until"))["until"]
    return max(until - now(), datetime.timedelta()) if until else datetime.timedelta()


def test_the_pause_of_an_account_is_an_hour_at_most_and_opens_by_itself(person, tries, clock):
    person("translator")
    for _time in range(5):
        tries("amina")
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert tries("amina", PASSWORD) == "locked"
        clock.shift(minutes * 60)
        assert tries("amina") == "wrong"
    clock.shift(60 * 60)
    assert tries("amina", PASSWORD) == "in"
