"""A connection that breaks off after the server has committed and before its answer has arrived."""

from contextlib import contextmanager
from unittest import mock

import psycopg
from django.db import connection

commit = psycopg.Connection.commit


class Commits:
    count = 0


@contextmanager
def answer_lost_of_commit(number):
    """Of the `number`th of those inside; how many there were is told."""
    seen = Commits()

    def commit_and_break_off(session):
        commit(session)
        seen.count += 1
        if seen.count == number:
            session.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    with mock.patch.object(psycopg.Connection, "commit", commit_and_break_off):
        yield seen
    connection.close()  # as a server does after each answer, and the test's client does not
