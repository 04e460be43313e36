"""A server that took the question and says nothing: frozen with its disk or its machine, or held up by a lock."""

import contextlib
from collections.abc import Generator
from typing import Any

import psycopg

from tetouan_portal.lib.postgresql.patience import ONE_TRY, longest_answer

INTERVAL = 0.1  # seconds between two looks whether the process is asked to end: psycopg's own


class Connection(psycopg.Connection[Any]):
    """Its questions are given up while somebody waits for them, and it is closed: the answer could still come."""

    def wait[T](self, gen: Generator[Any, Any, T], interval: float = INTERVAL, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, longest_answer.get() if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.info.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.give_up()
            raise

    def give_up(self) -> None:
        """A server that only takes long ends the question; one that is frozen is not waited for again."""
        if psycopg.capabilities.has_cancel_safe():  # with an older libpq this would wait without end
            with contextlib.suppress(psycopg.Error):
                self.cancel_safe(timeout=ONE_TRY)
        self.close()
