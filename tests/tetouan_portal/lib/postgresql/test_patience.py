"""How long is waited for a database that does not answer, on a clock of the test's own."""

import logging
import threading
from contextlib import nullcontext

import psycopg
import pytest
from django.db.utils import OperationalError, ProgrammingError

from tetouan_portal.lib.postgresql import patience
from tetouan_portal.lib.postgresql.patience import (
    FIRST,
    NOBODY_WAITS,
    ONE_TRY,
    PAUSE,
    AwayError,
    Patience,
    longest_answer,
    waited_for,
)

REFUSED = psycopg.OperationalError("connection failed: host 10.0.0.7 refused, user secret-name")


class Clock:
    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class Server:
    """Away until a time; each question takes a moment."""

    def __init__(self, clock, *, back_at=float("inf"), reached=False):
        self.clock, self.back_at, self.reached, self.asked = clock, back_at, reached, 0

    def ask(self):
        self.asked += 1
        self.clock.now += 0.01
        if self.clock.now < self.back_at:
            raise REFUSED
        return "connection"

    def connect(self, whose):
        with waited_for():
            return whose.connect(self.ask, reached=lambda: self.reached)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(patience, "time", clock)
    return clock


def seconds_until_refused(clock, server, whose):
    begun = clock.now
    with pytest.raises(AwayError):
        server.connect(whose)
    return clock.now - begun


def test_a_quick_restart_is_waited_for(clock):
    server = Server(clock, back_at=clock.now + 4)
    assert server.connect(Patience()) == "connection"
    assert clock.now < 1000 + 4 + ONE_TRY


def test_a_longer_absence_is_waited_for_once_and_then_told_at_once(clock):
    server, whose = Server(clock), Patience()
    assert FIRST - ONE_TRY <= seconds_until_refused(clock, server, whose) <= FIRST
    asked = server.asked
    assert [seconds_until_refused(clock, server, whose) for _ in range(20)] == [0] * 20
    assert server.asked == asked


def test_one_asks_again_every_few_seconds_and_shortly(clock):
    server, whose = Server(clock), Patience()
    seconds_until_refused(clock, server, whose)
    for _ in range(3):
        asked = server.asked
        clock.now += PAUSE
        assert 0 < seconds_until_refused(clock, server, whose) <= ONE_TRY
        assert asked < server.asked
        assert seconds_until_refused(clock, server, whose) == 0


def test_while_one_asks_the_others_are_told_at_once(clock):
    server, whose = Server(clock), Patience()
    seconds_until_refused(clock, server, whose)
    clock.now += PAUSE
    others = []

    def ask():
        thread = threading.Thread(target=lambda: others.append(seconds_until_refused(clock, server, whose)))
        thread.start()
        thread.join()
        return "connection"

    with waited_for():
        assert whose.connect(ask, reached=lambda: False) == "connection"
    assert others == [0]


def test_who_asks_when_it_is_back_closes_the_matter_for_all(clock):
    server, whose = Server(clock), Patience()
    seconds_until_refused(clock, server, whose)
    clock.now += PAUSE
    server.back_at = 0
    assert [server.connect(whose) for _ in range(3)] == ["connection"] * 3
    server.back_at = clock.now + 4
    assert server.connect(whose) == "connection"  # as patient as at first


def test_a_pool_whose_connections_are_all_taken_makes_nobody_think_the_server_is_away(clock):
    server, whose = Server(clock, reached=True), Patience()
    seconds_until_refused(clock, server, whose)
    server.back_at = clock.now + 1
    assert server.connect(whose) == "connection"


def test_a_worker_for_whom_nobody_waits_is_patient_whatever_happened_a_moment_ago(clock):
    server, whose = Server(clock), Patience()
    seconds_until_refused(clock, server, whose)
    server.back_at = clock.now + NOBODY_WAITS / 2
    assert whose.connect(server.ask, reached=lambda: False) == "connection"


@pytest.mark.parametrize("whose", [waited_for, nullcontext])
def test_whether_a_connection_lives_is_shortly_said(clock, whose):
    with whose():
        before = longest_answer.get()
        assert Patience().connect(longest_answer.get, reached=lambda: False) == ONE_TRY
        assert longest_answer.get() == before


def test_a_fault_of_ours_is_not_waited_for(clock):
    def ask():
        raise ProgrammingError("no such option")

    with pytest.raises(ProgrammingError), waited_for():
        Patience().connect(ask, reached=lambda: False)
    assert clock.now == 1000


def test_it_is_told_once_a_minute_and_when_it_is_over_and_names_nobody(clock, caplog):
    caplog.set_level(logging.INFO)
    server, whose = Server(clock), Patience()
    for _ in range(5):
        seconds_until_refused(clock, server, whose)
        clock.now += PAUSE
    assert [record.getMessage() for record in caplog.records] == ["The database does not answer (OperationalError)"]
    server.back_at = 0
    server.connect(whose)
    assert "answers again" in caplog.records[1].getMessage()
    assert "secret-name" not in caplog.text
    assert issubclass(AwayError, OperationalError)
