"""Work outside a request. The row is the queue entry: a worker claims it for a short time and shows that it lives.

A worker may be killed, be doubled or come late. Once its lease has ended another takes the row; what the late one
writes then is not written. Whoever asks for work writes the row in its own transaction and wakes the workers after
the commit: that message may be lost, for the schedule looks at what waits.
"""

import logging
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, NamedTuple

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=35)
BEAT = timedelta(seconds=10)  # three of them in a lease: one that comes late loses no row
AT_ONCE = 100  # rows that one look takes up
LONGEST_PAUSE = timedelta(hours=1)
WORKER_LOST = "WorkerLost"  # the failure of a row whose workers were ended each time
ONE_TRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "socket_connect_timeout": 1, "socket_timeout": 1}

logger = logging.getLogger(__name__)


class Work(models.Model):
    """A row that is its own queue entry. `due_at`: not before; null when nothing is to be done (any more).

    `failure` is the kind and the code of what went wrong last, never a text or an address. A row with a failure that
    is no longer due was given up.
    """

    queued_at = models.DateTimeField(_("queued at"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(null=True, default=timezone.now, editable=False)
    owner = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    failure = models.CharField(_("what went wrong"), max_length=100, blank=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        indexes: ClassVar[list] = [
            models.Index(name="%(app_label)s_%(class)s_due", fields=["due_at"], condition=Q(due_at__isnull=False))
        ]
        constraints: ClassVar[list] = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_held_whole_or_not",
                condition=Q(owner__isnull=True, lease_until__isnull=True)
                | Q(owner__isnull=False, lease_until__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_failure_is_dated",
                condition=Q(failure="", failed_at__isnull=True) | ~Q(failure="") & Q(failed_at__isnull=False),
            ),
        ]


def free(at: datetime) -> Q:
    """Their time has come, and nobody holds them, or whoever did shows no life.

    Conditions on the row's own columns only, so that an UPDATE of them is atomic.
    """
    return Q(due_at__lte=at) & (Q(lease_until__isnull=True) | Q(lease_until__lte=at))


def in_work(at: datetime) -> Q:
    return Q(lease_until__gt=at)


def put_off(at: datetime) -> Q:
    """Their time is yet to come."""
    return Q(due_at__gt=at, lease_until__isnull=True)


GIVEN_UP = Q(due_at__isnull=True, failed_at__isnull=False)


def kind_of(error: BaseException) -> str:
    """Of what went wrong only its kind and code: its text may repeat an address or what somebody wrote."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None) or getattr(error, "code", None)
    return f"{type(error).__name__} {code if isinstance(code, int | str) else ''}".strip()[:100]


class Standing(NamedTuple):
    waiting: int
    put_off: int
    in_work: int
    given_up: int
    waiting_since: datetime | None
    given_up_at: datetime | None  # the last of them
    failure: str  # the last one, given up or not
    failed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Queue[W: Work]:
    """One kind of work. What is done with a row is the task's affair; who may write it, and when, is decided here.

    `rows`: those that are to be worked on, with what the work needs of other tables; `task`: gets their keys (`key`)
    where `one_by_one`, otherwise goes through them itself; with an `own_schedule` nobody else wakes it; `unwritten`
    adds rows for what waits and has none.
    `waiting`, `claimed`, `given_up`: how the model's own columns say these.
    """

    label: str | Promise
    rows: Callable[[], models.QuerySet[W]]
    task: str
    key: str = "pk"
    one_by_one: bool = False
    own_schedule: bool = False
    most_attempts: int | None = None
    pause: timedelta = timedelta(minutes=1)  # after the first attempt, longer after each
    longest_pause: timedelta = LONGEST_PAUSE
    longest: timedelta | None = None  # that the work on one row takes; None: as long as a task may
    unwritten: Callable[[], object] | None = None
    waiting: Mapping[str, Any] = field(default_factory=dict)
    claimed: Mapping[str, Any] = field(default_factory=dict)
    given_up: Mapping[str, Any] = field(default_factory=dict)

    # --- asked for -------------------------------------------------------------------

    def ask(self, row: W, **values: Any) -> None:
        """Let the work on the row be done, or done again from the start; who has it in hand loses it."""
        now = timezone.now()
        self.all_rows().filter(pk=row.pk).update(
            **dict.fromkeys(("owner", "lease_until", "failed_at")),
            **{"queued_at": now, "due_at": now, "attempts": 0, "failure": "", **self.waiting, **values},
        )
        self.wake_after_commit([row.pk])

    def wake_after_commit(self, keys: Iterable[Any] = ()) -> None:
        transaction.on_commit(partial(self.wake, list(keys)), robust=True)

    def wake(self, keys: Iterable[Any] = (), *, expires: timedelta | None = None) -> None:
        """Tell the workers. Gives up after one short try: whoever asks must not wait for a broker that is away."""
        seconds = expires and expires.total_seconds()
        with current_app.connection_for_write(transport_options=ONE_TRY) as broker:
            for args in [[key] for key in keys] if self.one_by_one else [[]]:
                current_app.send_task(self.task, args=args, connection=broker, expires=seconds)

    def wake_waiting(self, *, expires: timedelta | None = None) -> int:
        """For the schedule: tell the workers of what is free, whoever has or has not told them. Returns how many."""
        if self.own_schedule:
            return 0
        if self.unwritten:
            self.unwritten()
        keys = self.free_keys()
        if keys:
            self.wake(keys, expires=expires)
        return len(keys)

    # --- worked on -------------------------------------------------------------------

    def all_rows(self) -> models.QuerySet[W]:
        return self.rows().model._base_manager.all()

    def free_keys(self, most: int = AT_ONCE) -> list[Any]:
        """Those that have waited longest first; what was put back stands behind what came meanwhile."""
        waiting = self.rows().filter(free(timezone.now())).order_by("due_at", "pk")
        return list(waiting.values_list(self.key, flat=True)[:most])

    def claim(self, key: Any) -> W | None:
        """Take the row until the lease ends; None when it is not free, or has ended each of its workers."""
        now, owner = timezone.now(), uuid.uuid4()
        lease = {"owner": owner, "lease_until": now + LEASE, "attempts": F("attempts") + 1}
        ours = self.all_rows().filter(free(now), **{self.key: key}, pk__in=self.rows().values("pk"))
        if not ours.update(**lease, **self.claimed):
            return None
        try:
            row = self.rows().get(owner=owner)
        except Exception as error:  # noqa: BLE001 -- whatever keeps one row from being read keeps no other waiting
            self.put_back(self.all_rows().get(owner=owner), kind_of(error))
            return None
        if self.most_attempts and row.attempts > self.most_attempts:
            self.give_up(row, WORKER_LOST)
            return None
        return row

    def held(self, row: W) -> models.QuerySet[W]:
        """The row while it is still ours."""
        return self.all_rows().filter(pk=row.pk, owner=row.owner)

    def beat(self, row: W, **values: Any) -> bool:
        """Show that the work goes on; False when another has the row by now."""
        return bool(self.held(row).update(lease_until=timezone.now() + LEASE, **values))

    @contextmanager
    def beating(self, row: W) -> Iterator[None]:
        """Beat in a thread, on a connection of its own, while the work inside goes on."""
        ended = threading.Event()
        heart = threading.Thread(target=self.beat_until, args=(row, ended), name="heartbeat", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join(BEAT.total_seconds())

    def beat_until(self, row: W, ended: threading.Event) -> None:
        """Not beyond the time limit of tasks: work that hangs lets go of its row."""
        last = time.monotonic() + settings.CELERY_TASK_TIME_LIMIT
        while not ended.wait(BEAT.total_seconds()) and time.monotonic() < last:
            try:
                if not self.beat(row):
                    break
            except DatabaseError:
                logger.warning("No beat for %s %s", row._meta.label, row.pk, exc_info=True)
            finally:
                connection.close()

    def work_on(self, key: Any, work: Callable[[W], str]) -> str:
        """Claim the row and do the work on it; what happened, in a word. What nobody foresaw is tried again."""
        row = self.claim(key)
        if row is None:
            return "nothing to do"
        with self.beating(row):
            try:
                return work(row)
            except Exception as error:
                logger.exception("%s %s", row._meta.label, row.pk)
                return self.put_back(row, kind_of(error))

    def work_through(self, work: Callable[[W], str], *, most: int = AT_ONCE) -> dict[str, int]:
        """All that is free, as far as the time of one task goes; {what happened: how many}."""
        happened: Counter[str] = Counter()
        last = time.monotonic() + settings.CELERY_TASK_SOFT_TIME_LIMIT - (self.longest or timedelta()).total_seconds()
        for key in self.free_keys(most):
            if time.monotonic() >= last:
                break
            happened[self.work_on(key, work)] += 1
        return dict(happened)

    def write_and_work_through(self, work: Callable[[W], str], *, most: int = AT_ONCE) -> dict[str, int]:
        """As above, with the rows that nobody has written yet: whoever wakes the task need not know of any."""
        if self.unwritten:
            self.unwritten()
        return self.work_through(work, most=most)

    # --- what came of it: written by whoever holds the row, and by nobody else ----------

    def finish(self, row: W, **values: Any) -> bool:
        """Done, unless `due_at` says when to do it again. False, and nothing written, when the row is not ours."""
        return self.let_go(row, **{"due_at": None, "failure": "", "failed_at": None, **values})

    def drop(self, row: W) -> bool:
        """Nothing is to be done, now or later: the row goes. False when it is not ours."""
        return bool(self.held(row).delete()[0])

    def put_back(
        self, row: W, failure: str, *, blameless: bool = False, at_last: Mapping[str, Any] | None = None, **values: Any
    ) -> str:
        """To be tried again later; given up after the last attempt, then with what is said `at_last`.

        `blameless`: the attempt does not count.
        """
        if blameless:
            values["attempts"] = F("attempts") - 1
        elif self.most_attempts and row.attempts >= self.most_attempts:
            return self.give_up(row, failure, **{**values, **(at_last or {})})
        now = timezone.now()
        due_at = now + min(self.pause * row.attempts, self.longest_pause)
        failed = {"failure": failure, "failed_at": now, "due_at": due_at}
        logger.warning("%s %s put back at attempt %s: %s", row._meta.label, row.pk, row.attempts, failure)
        return "put back" if self.let_go(row, **failed, **self.waiting, **values) else "overtaken"

    def give_up(self, row: W, failure: str, **values: Any) -> str:
        failed = {"failure": failure, "failed_at": timezone.now(), "due_at": None}
        logger.warning("%s %s given up at attempt %s: %s", row._meta.label, row.pk, row.attempts, failure)
        return "given up" if self.let_go(row, **failed, **{**self.given_up, **values}) else "overtaken"

    def let_go(self, row: W, **values: Any) -> bool:
        return bool(self.held(row).update(owner=None, lease_until=None, **values))

    # --- for people --------------------------------------------------------------------

    def standing(self) -> Standing:
        now, rows = timezone.now(), self.rows()
        counts = rows.order_by().aggregate(
            waiting=Count("pk", filter=free(now)),
            put_off=Count("pk", filter=put_off(now)),
            in_work=Count("pk", filter=in_work(now)),
            given_up=Count("pk", filter=GIVEN_UP),
            waiting_since=Min("queued_at", filter=free(now)),
            given_up_at=Max("failed_at", filter=GIVEN_UP),
        )
        failed = rows.filter(failed_at__isnull=False).order_by("-failed_at")
        failure, failed_at = failed.values_list("failure", "failed_at").first() or ("", None)
        return Standing(**counts, failure=failure, failed_at=failed_at)


def all_queues() -> list[Queue[Any]]:
    return [import_string(path) for path in settings.QUEUES]


def wake_all(*, expires: timedelta | None = None) -> dict[str, int]:
    """Tell the workers of all that waits; {task: how many rows}. A queue that fails keeps no other waiting."""
    woken = {}
    for queue in all_queues():
        try:
            woken[queue.task] = queue.wake_waiting(expires=expires)
        except Exception:
            logger.exception("Waking %s", queue.task)
    return {task: count for task, count in woken.items() if count}
