"""A flood of wrong passwords on one account from very many addresses: its owner goes on working."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Sum
from django.test import Client

from tests.waiting import wait_until
from tetouan_portal.security.models import Kind, SecurityEvent

PASSWORD = "a long enough password"
ADDRESSES = [f"192.0.2.{number}" for number in range(1, 101)]
FIRST_GUESSES = 33  # of a day, however many ask at once


def post(browser, password):
    return browser.post("/fr/accounts/login/", {"login": "amina", "password": password})


@pytest.fixture
def owner(transactional_db):
    """Amina's browser, in which she has signed in before, and is signed out."""
    User.objects.create_user("amina", "amina@example.org", PASSWORD, is_staff=True)
    browser = Client(REMOTE_ADDR="198.51.100.1")
    assert post(browser, PASSWORD).status_code == 302
    browser.post("/fr/accounts/logout/")
    return browser


def guess(address):
    try:
        return post(Client(REMOTE_ADDR=address), "wrong").status_code
    finally:
        connection.close()


def looked_at():
    return SecurityEvent.objects.filter(kind=Kind.SIGN_IN_FAILED).aggregate(times=Sum("count"))["times"] or 0


def test_of_many_guesses_at_once_few_are_looked_at_and_the_owner_comes_in(owner):
    with ThreadPoolExecutor(8) as strangers:
        answers = set(strangers.map(guess, ADDRESSES[:40]))
    assert answers == {200}
    assert looked_at() == 5
    assert post(owner, PASSWORD).status_code == 302
    assert post(Client(REMOTE_ADDR="203.0.113.1"), PASSWORD).status_code == 200


@pytest.mark.drill
def test_while_the_flood_lasts_the_owner_signs_in_each_time(owner, tell_drill):
    ended, waits, refused = threading.Event(), [], 0

    def flood(addresses):
        while not ended.is_set():
            guess(next(addresses))

    with ThreadPoolExecutor(8) as strangers:
        for addresses in (ADDRESSES[start::8] for start in range(8)):
            strangers.submit(flood, itertools.cycle(addresses))
        try:
            wait_until(lambda: looked_at() > 0)
            for _time in range(10):
                began = time.monotonic()
                refused += post(owner, PASSWORD).status_code != 302
                owner.post("/fr/accounts/logout/")
                waits.append(time.monotonic() - began)
        finally:
            ended.set()
    tried = looked_at()
    assert refused == 0
    assert tried <= FIRST_GUESSES
    assert User.objects.get(username="amina").check_password(PASSWORD)
    tell_drill(
        drag=f"wrong passwords for one account from {len(ADDRESSES)} addresses",
        lost=refused,
        doubled=0,
        stood_again=max(waits),
        seen=f"its owner signs in as ever; of the strangers {tried} guesses were looked at",
    )
