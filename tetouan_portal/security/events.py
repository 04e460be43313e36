"""Telling what happened: one row that counts, one line in the log.

What was only tried is written after the answer, outside every transaction, so that nothing undoes it; what was done is
written with its act. A database that refuses spoils no request: the line in the log is there.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.db import Error, IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tetouan_portal.lib.throttle import client_address
from tetouan_portal.security.models import ACTS, FLOODS, Kind, SecurityEvent

logger = logging.getLogger("tetouan_portal.security")
MOST_ROWS = 200  # of a kind in an hour; beyond, addresses are not told apart
MOST_TALLIED = 500
TALLIED_FOR = 60  # seconds: of a flood each process writes once a minute, and loses that much when it is killed
NO_CODE = re.compile(r"[^a-z0-9_.:-]+")


class Told(NamedTuple):
    kind: Kind
    account: int | None
    by: int | None
    address: str
    detail: str


class AtHand(NamedTuple):
    request: HttpRequest
    told: list[Told]


at_hand: ContextVar[AtHand | None] = ContextVar("request at hand", default=None)


def record(kind: str, *, request: HttpRequest | None = None, user: object = None, detail: str = "") -> None:
    """`user`: whose account it is about, or else whoever is signed in. `request`: the one at hand need not be named."""
    kind, here = Kind(kind), at_hand.get()
    request = request or (here.request if here else None)
    told = describe(kind, request, user, detail)
    if kind in FLOODS:
        TALLY.add(told)
    elif kind in ACTS:
        keep(told)
    elif here:
        here.told.append(told)
    else:
        log(told, 1)  # a command that reads a file: nobody is at the door


def describe(kind: Kind, request: HttpRequest | None, user: object, detail: str) -> Told:
    code = NO_CODE.sub("_", detail.lower())[:60]
    address = pseudonym(client_address(request), timezone.now()) if request else ""
    signed_in = None if kind in FLOODS or request is None else signed_in_on(request)
    account = getattr(user, "pk", None) or signed_in
    return Told(kind, account, signed_in if signed_in != account else None, address, code)


def signed_in_on(request: HttpRequest) -> int | None:
    """Asks nothing of the database for who has no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return getattr(getattr(request, "user", None), "pk", None)


def pseudonym(address: str, at: datetime) -> str:
    """The same within a month, in the portal's time zone."""
    month = timezone.localtime(at).strftime("%Y-%m")
    return salted_hmac(f"security.{month}", address, algorithm="sha256").hexdigest()[:16]


def telling_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands before all others: what they refuse is told too."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        with remembering(request):
            return get_response(request)

    return respond


@contextmanager
def remembering(request: HttpRequest) -> Iterator[None]:
    here = AtHand(request, [])
    token = at_hand.set(here)
    try:
        yield
    finally:
        at_hand.reset(token)
        for told in here.told:
            keep(told)
        for told, count in TALLY.due():
            keep(told, count)


def keep(told: Told, count: int = 1) -> None:
    """In the log, and in the table. Never raises what the database says."""
    transaction.on_commit(partial(log, told, count)) if told.kind in ACTS else log(told, count)
    try:
        with transaction.atomic():
            add(told, count, timezone.now())
    except Error as error:
        logger.error("kept=no kind=%s reason=%s", told.kind, type(error).__name__)  # noqa: TRY400 -- its text may quote


def log(told: Told, count: int) -> None:
    words = told._asdict() | {"count": count}
    logger.info(" ".join(f"{name}={'-' if word in (None, '') else word}" for name, word in words.items()))


def add(told: Told, count: int, now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    if counted_further(told, hour, count, now):
        return
    if told.address and SecurityEvent.objects.filter(kind=told.kind, hour=hour).count() >= MOST_ROWS:
        told = told._replace(address="")
        if counted_further(told, hour, count, now):
            return
    try:
        with transaction.atomic():
            SecurityEvent.objects.create(**told._asdict(), hour=hour, first_at=now, last_at=now, count=count)
    except IntegrityError:  # somebody else was quicker
        counted_further(told, hour, count, now)


def counted_further(told: Told, hour: datetime, count: int, now: datetime) -> int:
    row = SecurityEvent.objects.filter(**told._asdict(), hour=hour)
    return row.update(count=F("count") + count, last_at=Greatest(F("last_at"), Value(now)))


class Tally:
    """A flood, counted in this process."""

    def __init__(self) -> None:
        self.counts: dict[Told, int] = {}
        self.since = 0.0
        self.lock = Lock()

    def add(self, told: Told) -> None:
        with self.lock:
            if told not in self.counts and len(self.counts) >= MOST_TALLIED:
                told = told._replace(address="")
            self.since = self.since if self.counts else time.time()
            self.counts[told] = self.counts.get(told, 0) + 1

    def due(self) -> list[tuple[Told, int]]:
        """What is to be written now, and begins anew."""
        if not self.counts or time.time() < self.since + TALLIED_FOR:
            return []
        with self.lock:
            counts, self.counts = self.counts, {}
        return list(counts.items())


TALLY = Tally()
