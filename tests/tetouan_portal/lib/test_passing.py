"""Which failures pass by themselves."""

import errno

import psycopg
import pytest
from django.db.utils import DataError, InterfaceError, OperationalError, ProgrammingError
from psycopg import errors
from psycopg_pool import PoolTimeout

from tetouan_portal.lib.passing import is_database_away, is_without_room

PASSING = [
    psycopg.OperationalError("connection failed"),
    psycopg.OperationalError("the connection is closed"),
    PoolTimeout("couldn't get a connection after 0.50 sec"),
    errors.AdminShutdown(),
    errors.CrashShutdown(),
    errors.CannotConnectNow(),
    errors.TooManyConnections(),
    errors.DiskFull(),
    errors.OutOfMemory(),
    errors.ConnectionFailure(),
    errors.ReadOnlySqlTransaction(),
    errors.DeadlockDetected(),
    errors.SerializationFailure(),
    errors.IoError(),
    InterfaceError("connection already closed"),
]
OURS = [
    errors.UndefinedTable(),
    errors.SyntaxError(),
    errors.UniqueViolation(),
    errors.QueryCanceled(),
    errors.NumericValueOutOfRange(),
    psycopg.InterfaceError("the cursor is closed"),
    psycopg.ProgrammingError("no result"),
    InterfaceError("cursor already closed"),
    ProgrammingError("x"),
    DataError("x"),
    ValueError("x"),
    ConnectionRefusedError(errno.ECONNREFUSED, "another server"),
]


def as_django_raises_it(error):
    wrapped = OperationalError("x")
    wrapped.__cause__ = error
    return wrapped


@pytest.mark.parametrize("error", PASSING, ids=lambda error: type(error).__name__)
def test_the_database_is_away(error):
    assert is_database_away(error)
    assert is_database_away(as_django_raises_it(error))


@pytest.mark.parametrize("error", OURS, ids=lambda error: type(error).__name__)
def test_a_fault_of_ours_does_not_pass(error):
    assert not is_database_away(error)
    assert not is_database_away(as_django_raises_it(error))


def test_what_failed_because_of_it_later_passes_too():
    late = RuntimeError("the transaction is broken")
    late.__context__ = as_django_raises_it(errors.AdminShutdown())
    assert is_database_away(late)


def test_failures_that_name_each_other_are_looked_at_once():
    one, other = ValueError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    assert not is_database_away(one)
    assert not is_database_away(None)


@pytest.mark.parametrize("code", ["ENOSPC", "EDQUOT", "EROFS", "EFBIG"])
def test_a_disk_without_room_is_told_from_other_failures_of_a_disk(code):
    late = RuntimeError("not stored")
    late.__cause__ = OSError(getattr(errno, code), "x")
    assert is_without_room(late)
    assert not is_without_room(OSError(errno.EIO, "x"))
    assert not is_database_away(late)
