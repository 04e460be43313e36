"""Guesses at one moment: no more than one after the other, and none waits for another that waits for it."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.at_once import together
from tetouan_portal.accounts.guesses import Key, PauseError, Rule, count
from tetouan_portal.accounts.models import Guesses

pytestmark = pytest.mark.django_db(transaction=True)
RULE = Rule("of these tests", 5, (timedelta(hours=1),), timedelta(days=1))
KEYS = sorted((Key(RULE, f"name-{number}") for number in range(8)), key=lambda key: key.stored)
DEADLINE = 20  # seconds


def guess(*keys):
    try:
        count(keys)
    except PauseError:
        return "paused"
    return "counted"


@pytest.mark.parametrize("is_known", [True, False], ids=["a known name", "a new name"])
def test_of_many_guesses_at_one_moment_no_more_are_looked_at_than_one_after_the_other(is_known):
    if is_known:
        count(KEYS[:1]).take_back()
    outcomes = together(*[lambda: guess(KEYS[0])] * 12)
    assert (outcomes.count("counted"), outcomes.count("paused")) == (5, 7)


def test_two_guesses_that_share_their_names_wait_in_one_order_whichever_was_made_first():
    """The row made first lies first: without an order it would be taken first."""
    for key in reversed(KEYS):
        count([key])
    with transaction.atomic():
        held(KEYS[:1])
        other = begin(KEYS[::-1])
        assert [row.key for row in held(KEYS[1:])] == [key.stored for key in KEYS[1:]]
    other.join(DEADLINE)
    assert Guesses.objects.filter(counted=2).count() == len(KEYS)


def test_two_guesses_that_make_the_same_rows_make_them_in_one_order():
    with transaction.atomic():
        make(KEYS[0])
        other = begin(KEYS[::-1])
        for key in KEYS[1:]:
            make(key)
    other.join(DEADLINE)
    assert Guesses.objects.filter(counted=1).count() == len(KEYS)


def held(keys):
    """Locked for the transaction at hand, those of them that nobody else has locked."""
    free = Guesses.objects.select_for_update(skip_locked=True)
    return list(free.filter(key__in=[key.stored for key in keys]).order_by("key"))


def make(key):
    Guesses.objects.bulk_create([Guesses(key=key.stored, forgotten_at=timezone.now())], ignore_conflicts=True)


def begin(keys):
    """A guess under these keys by somebody else, who waits for a row by now."""
    other = threading.Thread(target=together, args=[lambda: guess(*keys)], daemon=True)
    other.start()
    deadline = time.monotonic() + DEADLINE
    while not somebody_waits():
        assert time.monotonic() < deadline, "the other waits for nothing"
        time.sleep(0.05)
    return other


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')")
        return bool(cursor.fetchall())
