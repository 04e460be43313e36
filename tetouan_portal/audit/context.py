"""Who acts, told to the database session, where the trigger reads it.

It is told when a connection is open, or as soon as one opens: what never asks the database costs nothing.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from psycopg.pq import TransactionStatus

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Act(NamedTuple):
    actor: int | None
    origin: str
    detail: str


NOBODY = Act(None, "", "")
current: ContextVar[Act] = ContextVar("current act", default=NOBODY)


@contextmanager
def acting(*, origin: str, user: object = None, detail: str = "") -> Iterator[None]:
    """What is written inside is recorded as this act: by `user`, or else by whoever acts outside it."""
    token = current.set(Act(getattr(user, "pk", None) or current.get().actor, origin, detail))
    try:
        if is_open(connection):
            tell(connection)
        yield
    finally:
        current.reset(token)
        if is_open(connection):
            restore(connection)


def is_open(wrapper: BaseDatabaseWrapper) -> bool:
    """Asked by manage.py before the settings are read, which asking must not do."""
    return settings.configured and wrapper.connection is not None


def tell(wrapper: BaseDatabaseWrapper) -> None:
    """For the session and not the transaction: statements outside a transaction are acts too."""
    act = current.get()
    with wrapper.cursor() as cursor:
        setting = "" if act == NOBODY else json.dumps(act._asdict())
        cursor.execute("select set_config('portal.act', %s, false)", [setting])
        wrapper.connection.portal_act = act


def restore(wrapper: BaseDatabaseWrapper) -> None:
    session = wrapper.connection
    if session.info.transaction_status == TransactionStatus.INERROR:
        # The rollback that must follow brings back what was told before the transaction.
        session.portal_act = None
        return
    try:
        tell(wrapper)
    except DatabaseError:
        session.portal_act = None
        wrapper.close()


def on_connection(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """A session fresh from the server knows nobody; one from the pool may have been returned amid an act."""
    if getattr(connection.connection, "portal_act", NOBODY) != current.get():
        tell(connection)


def acting_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Requests that may change something are acts, of whoever is signed in; also when nobody is (a new password)."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return get_response(request)
        with acting(origin="form", user=request.user, detail=view_name(request)):
            return get_response(request)

    return respond


def view_name(request: HttpRequest) -> str:
    """The name of the page, never its address, which may hold what somebody typed."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
