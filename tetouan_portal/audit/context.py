"""Who acts, told to the database inside the transaction that writes, where the trigger reads it.

For the transaction and never for the session: behind a pooler the same session serves somebody else next. What only
reads outside a transaction, and what nobody does, costs nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from psycopg.pq import TransactionStatus

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
WRITES = re.compile(r"\s*(?:insert|update|delete|merge|truncate|with|copy|call|do)\b", re.IGNORECASE)
UNDOES = re.compile(r"\s*rollback\s+to\b", re.IGNORECASE)


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
        yield
    finally:
        current.reset(token)


def on_connection(*, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if tell_and_execute not in connection.execute_wrappers:
        connection.execute_wrappers.append(tell_and_execute)


def tell_and_execute(execute: Callable[..., object], *statement: Any) -> object:
    """A statement, once its transaction knows who acts; a lone one that writes gets a transaction to know it in."""
    sql, _params, _many, context = statement
    wrapper = context["connection"]
    if not wrapper.in_atomic_block:
        if current.get() == NOBODY or not WRITES.match(str(sql)):
            return execute(*statement)
        with transaction.atomic(using=wrapper.alias):
            tell(wrapper)
            return execute(*statement)
    tell(wrapper)
    try:
        return execute(*statement)
    finally:
        if UNDOES.match(str(sql)):
            wrapper.connection.portal_act = None  # what was told since the savepoint is undone with the rest


def tell(wrapper: BaseDatabaseWrapper) -> None:
    """Nothing when the transaction knows already, or can be told no more because it failed."""
    session = wrapper.connection
    status = session.info.transaction_status
    if status == TransactionStatus.INERROR:
        return
    told = NOBODY if status == TransactionStatus.IDLE else getattr(session, "portal_act", NOBODY)
    act = current.get()
    if told != act:
        setting = "" if act == NOBODY else json.dumps(act._asdict())
        with wrapper.wrap_database_errors:
            session.execute("select set_config('portal.act', %s, true)", [setting])
    session.portal_act = act


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
