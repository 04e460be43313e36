"""Who is connected, how long he is waited for, and who has to go where there are too many."""

import resource
import socket
import time
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from gunicorn.workers.gthread import TConn

from tetouan_portal.lib.throttle import NOBODY, customer
from tetouan_portal.web_server import bounds
from tetouan_portal.web_server.arriving import Arriving
from tetouan_portal.web_server.leaving import Leaving

# Who goes first where there are too many: those who lose nothing by it.
LOSES = ("lingering", "idle", "head", "leaving", "body")
DESCRIPTORS = 4096  # asked for, where the system grants them
DESCRIPTORS_EACH = 3  # the line, what arrives, what leaves
OWN_DESCRIPTORS = 100
PART_OF_ONE = 8  # of all places, the part that one address may take


class Visitor(TConn):
    """One connection. `sock` is what a thread writes to, `line` what the main loop holds."""

    def __init__(
        self, cfg: Any, line: socket.socket, address: Any, server: Any, body_limit: Callable[[dict], int]
    ) -> None:
        super().__init__(cfg, line, address, server)
        self.line = line
        self.address = customer(address[0]) or NOBODY if isinstance(address, tuple) else NOBODY
        self.body_limit = body_limit
        self.sock = Leaving(line, cfg.tmp_upload_dir)
        self.data_ready = True  # gunicorn's own waiting is not needed any more
        self.stays = True
        self.asked_before = False
        self.arriving = Arriving(cfg, address, body_limit)
        self.stage_of_leaving = ""
        self.began = self.moved_at = time.monotonic()

    def begin_request(self) -> None:
        self.asked_before = self.stage == "leaving"
        self.arriving = Arriving(self.cfg, self.client, self.body_limit)
        self.stage_of_leaving = ""
        self.moved(began=True)

    def hand_over(self) -> None:
        request = self.arriving.request
        request._expected_100_continue = False  # said already, or not wanted
        self.parser = Arrived(request)

    def answered(self, *, stays: bool) -> None:
        self.stays = stays
        self.stage_of_leaving = "leaving"
        self.sock.sent = 0
        self.arriving.forget()
        self.moved(began=True)

    def linger(self) -> None:
        self.stage_of_leaving = "lingering"
        self.line.shutdown(socket.SHUT_WR)
        self.moved(began=True)

    def moved(self, *, began: bool = False) -> None:
        self.moved_at = time.monotonic()
        if began:
            self.began = self.moved_at

    @property
    def stage(self) -> str:
        return self.stage_of_leaving or self.arriving.stage

    @property
    def spooled(self) -> int:
        return self.sock.spooled + self.arriving.spooled

    def deadline(self, stopped_at: float | None) -> float:
        """When nobody waits for him any more."""
        at = {
            "idle": self.began + (bounds.KEPT_SECONDS if self.asked_before else bounds.HEAD_SECONDS),
            "head": self.began + bounds.HEAD_SECONDS,
            "body": bounds.BODY.deadline(self.began, self.moved_at, self.arriving.received),
            "leaving": bounds.ANSWER.deadline(self.began, self.moved_at, self.sock.sent),
            "lingering": self.began + bounds.LINGER_SECONDS,
        }[self.stage]
        return at if stopped_at is None else min(at, stopped_at + bounds.STOPPING_SECONDS[self.stage])

    def forget(self) -> None:
        self.arriving.forget()
        self.sock.forget()
        self.line.close()


class Arrived:
    """Stands where gunicorn's thread asks its parser for the request."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def __next__(self) -> Any:
        return self.request

    def finish_body(self, **_options: Any) -> bool:
        return True


def room_for(wanted: int, *, behind_proxy: bool) -> tuple[int, int | None]:
    """(waiting visitors in all, of one address): a proxy is one address for everybody, and bounds them itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    granted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < granted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (granted, hard))
    most = max(1, min(wanted, (max(soft, granted) - OWN_DESCRIPTORS) // DESCRIPTORS_EACH))
    return most, None if behind_proxy else max(1, most // PART_OF_ONE)


def to_be_dropped(
    waiting: Collection[Visitor], newcomer: Visitor | None, *, most: int, most_of_one: int | None
) -> Visitor | None:
    """Who makes room: of a full address one of its own, else of the address that has most. The oldest idle first."""
    if len(waiting) < min(most, most_of_one or most):
        return None
    by_address = Counter(one.address for one in waiting)
    if newcomer and most_of_one is not None and by_address[newcomer.address] >= most_of_one:
        candidates = [one for one in waiting if one.address == newcomer.address]
    elif len(waiting) >= max(most, 1):
        candidates = list(waiting)
    else:
        return None
    return min(candidates, key=lambda one: (-by_address[one.address], LOSES.index(one.stage), one.began))


def too_heavy(waiting: Collection[Visitor], *, most: int) -> Visitor | None:
    """Who keeps most of what is kept, of the address that keeps most, where all keep too much."""
    by_address: Counter[str] = Counter()
    for one in waiting:
        by_address[one.address] += one.spooled
    if by_address.total() <= most:
        return None
    return max(waiting, key=lambda one: (by_address[one.address], one.spooled))
