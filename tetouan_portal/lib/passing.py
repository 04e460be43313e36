"""Failures that pass by themselves: the database is away or has no room, the disk has none. All others are ours."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from traceback import walk_tb

import psycopg
from django.core.exceptions import ValidationError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import InterfaceError
from django.utils.translation import gettext_lazy as _

# SQLSTATE: no connection, no resources (memory, disk, connections), on its way down or up, its disk; a standby that
# only reads; two that waited for each other.
PASSING_STATES = ("08", "53", "57P", "58", "25006", "40001", "40P01")
CLOSED = "connection already closed"  # Django's own words, when the session went within a transaction
WITHOUT_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
NO_ROOM = _(
    "The portal has no room to keep a file just now, and nothing was saved. What you typed still stands here: choose"
    " the file again later, or go on without it."
)
logger = logging.getLogger(__name__)


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


def is_lost_in_commit(error: BaseException | None) -> bool:
    """The answer to COMMIT did not arrive: what was written may be there or not."""
    frames = chain.from_iterable(walk_tb(one.__traceback__) for one in chain_of(error))
    committing = BaseDatabaseWrapper._commit.__code__  # type: ignore[attr-defined]
    return is_database_away(error) and any(frame.f_code is committing for frame, _line in frames)


def is_without_room(error: BaseException | None) -> bool:
    """What was to be written found no room, or nothing may be written there."""
    return any(isinstance(one, OSError) and one.errno in WITHOUT_ROOM for one in chain_of(error))


def no_room(error: OSError) -> ValidationError:
    """What whoever sent a file is told, code `no_room`; operators read it in the log."""
    logger.error("There is no room for a file: %s", errno.errorcode.get(error.errno or 0, "OSError"))
    return ValidationError(NO_ROOM, code="no_room")


@contextmanager
def room_or_refusal() -> Iterator[None]:
    """Around the keeping of a file that came with words: raises `no_room`."""
    try:
        yield
    except OSError as error:
        if not is_without_room(error):
            raise
        raise no_room(error) from error
