"""How long is waited for a database that does not answer.

A quick restart of PostgreSQL takes some seconds: whoever asks meanwhile waits for it, and sees nothing of it. Longer is
not waited, for every thread that waits answers nobody: from then on every request is told at once, and one alone asks
again every few seconds. A server that took a question and says nothing is waited for only so long as well. Outside a
request nobody waits for an answer, and what was worked out must be written.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

import psycopg
from django.db.utils import OperationalError

logger = logging.getLogger(__name__)
ONE_TRY = 0.5  # seconds that the pool is asked
FIRST = 6  # seconds: of who comes while it was there a moment ago
PAUSE = 2  # seconds in which a server that did not answer is not asked again
NOBODY_WAITS = 20  # seconds: a worker, a command
ANSWER = 15  # seconds: whoever holds a lock for longer is a process, and pages take fractions of one
TOLD_EVERY = 60  # seconds

longest_answer: ContextVar[float | None] = ContextVar("seconds that somebody waits for one answer", default=None)


class AwayError(OperationalError):
    """The database does not answer; its cause is a failure of psycopg."""


@contextmanager
def waited_for(seconds: float | None = None) -> Iterator[None]:
    """Somebody waits for what is done inside, so long for each answer of the database."""
    token = longest_answer.set(seconds or ANSWER)
    try:
        yield
    finally:
        longest_answer.reset(token)


class Patience:
    """Of one process with one database."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.away_since: float | None = None
        self.asked_again_at = self.told_again_at = 0.0

    def connect(self, ask: Callable[[], Any], reached: Callable[[], bool]) -> Any:
        """Raises AwayError; at once when the server was away a moment ago and somebody waits."""
        try:
            seconds = self.seconds()
            with waited_for(ONE_TRY):  # for the word that a connection lives
                connection = tried_for(ask, seconds)
        except (OperationalError, psycopg.OperationalError) as error:
            if not reached():
                self.note_away(error)
            raise AwayError("The database does not answer.") from error
        self.note_there()
        return connection

    def seconds(self) -> float:
        if longest_answer.get() is None:
            return NOBODY_WAITS
        with self.lock:
            if self.away_since is None:
                return FIRST
            now = time.monotonic()
            if now < self.asked_again_at:
                raise AwayError("The database was away a moment ago.") from psycopg.OperationalError()
            self.asked_again_at = now + PAUSE  # for the others: this one asks
            return ONE_TRY

    def note_away(self, error: Exception) -> None:
        with self.lock:
            now = time.monotonic()
            self.away_since = self.away_since or now
            self.asked_again_at = now + PAUSE
            if now < self.told_again_at:
                return
            self.told_again_at = now + TOLD_EVERY
        # Its text may name the server.
        logger.warning("The database does not answer (%s)", type(error.__cause__ or error).__name__)

    def note_there(self) -> None:
        if self.away_since is None:
            return
        with self.lock:
            seconds = time.monotonic() - (self.away_since or time.monotonic())
            self.away_since, self.told_again_at = None, 0.0
        logger.warning("The database answers again, after %.0f seconds", seconds)


def tried_for(ask: Callable[[], Any], seconds: float) -> Any:
    """Again and again: a pool that could not connect begins anew each time it is asked."""
    last = time.monotonic() + seconds
    while True:
        begun = time.monotonic()
        try:
            return ask()
        except (OperationalError, psycopg.OperationalError):
            if time.monotonic() + ONE_TRY > last:
                raise
        time.sleep(max(0, ONE_TRY / 2 - (time.monotonic() - begun)))


PATIENCE: defaultdict[str, Patience] = defaultdict(Patience)  # by the name of the database in DATABASES
