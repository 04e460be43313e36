"""Failures that pass by themselves: the database is away or has no room, the disk has none. All others are ours."""

import errno
from collections.abc import Iterator

import psycopg
from django.db.utils import InterfaceError

# SQLSTATE: no connection, no resources (memory, disk, connections), on its way down or up, its disk; a standby that
# only reads; two that waited for each other.
PASSING_STATES = ("08", "53", "57P", "58", "25006", "40001", "40P01")
CLOSED = "connection already closed"  # Django's own words, when the session went within a transaction
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """The failure and what led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def is_database_away(error: BaseException | None) -> bool:
    return any(map(is_of_the_database, chain_of(error)))


def is_of_the_database(error: BaseException) -> bool:
    if isinstance(error, psycopg.Error) and error.sqlstate:
        return error.sqlstate.startswith(PASSING_STATES)
    if isinstance(error, InterfaceError):
        return str(error) == CLOSED
    return isinstance(error, psycopg.OperationalError)  # the server said nothing: it was not reached, or fell silent


def is_without_room(error: BaseException | None) -> bool:
    """What was to be written found no room, or nothing may be written there."""
    return any(isinstance(one, OSError) and one.errno in NO_ROOM for one in chain_of(error))
