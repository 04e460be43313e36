"""`make run` with each of its processes killed in turn, as a machine short of memory does it: operations, F8."""

import contextlib
import http.client
import os
import signal
import threading
import time

import psycopg
import pytest
import redis

from tests.tetouan_portal.embedded.conftest import (  # noqa: F401 -- fixtures among them
    child_called,
    data_dir,
    embedded_beside,
    environment,
    eventually,
)
from tests.web_servers import free_port
from tetouan_portal.embedded.places import Place

pytestmark = [pytest.mark.drill, pytest.mark.worker]

PARTS = {  # the words of its command
    "the web server": ("gunicorn",),
    "the worker": ("celery", "-Q celery"),
    "the worker for mails": ("celery", "-Q urgent"),
    "the schedule": ("celery", "beat"),
    "PostgreSQL": ("bin/postgres",),
    "Valkey": ("valkey-server",),
}
STAYS = 5  # seconds for which a process that was started again is seen alive


class Reader:
    """Asks for a page five times a second, and remembers what came."""

    def __init__(self, port):
        self.port, self.answers, self.longest = port, [], 0.0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        while self.goes_on.is_set():
            began = time.monotonic()
            self.answers.append(status(self.port))
            self.longest = max(self.longest, time.monotonic() - began)
            time.sleep(0.2)

    def end(self):
        self.goes_on.clear()
        self.thread.join()
        others = sorted({str(answer) for answer in self.answers if answer != 200})
        what = f"{self.answers.count(200)} of {len(self.answers)} pages, at most {self.longest:.1f} s"
        return f"{what}; else {', '.join(others)}" if others else what


def status(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/fr/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return "no answer"


class Portal:
    def __init__(self, running, port, sockets):
        self.running, self.port, self.sockets = running, port, sockets

    def pids(self):
        return {part: child_called(*words, of=self.running) for part, words in PARTS.items()}

    def rows(self):
        """How many each table keeps; what is counted and remembered for a while is left out."""
        with psycopg.connect(host=str(self.sockets), user="portal", dbname="portal") as database:
            names = database.execute(
                "select tablename from pg_tables where schemaname = 'public'"
                " and tablename not in ('portal_cache', 'django_session', 'tetouan_portal_heartbeat')"
            ).fetchall()
            return {name: database.execute(f'select count(*) from "{name}"').fetchone()[0] for (name,) in names}

    def stands(self, part):
        """It lives, it serves, and so does the page."""
        if child_called(*PARTS[part], of=self.running) is None or status(self.port) != 200:
            return False
        if part == "PostgreSQL":
            return bool(self.rows())
        if part == "Valkey":
            return redis.Redis(unix_socket_path=str(self.sockets / "valkey.sock")).ping()
        return True


@pytest.fixture
def portal(embedded_beside, data_dir):  # noqa: F811
    port = free_port()
    with Place(data_dir) as place:
        sockets = place.for_sockets()
    with embedded_beside("run", PORT=str(port), DEMO="0") as running:
        for line in running.stdout:
            if "Everything is ready" in line:
                break
        yield Portal(running, port, sockets)


def test_each_part_that_is_killed_stands_again_and_takes_no_other_along(portal, tell_drill):
    for part in PARTS:
        kill(part, portal, tell_drill)


def kill(part, portal, tell_drill):
    pids, rows, reader = portal.pids(), portal.rows(), Reader(portal.port)
    os.kill(pids[part], signal.SIGKILL)
    began = time.monotonic()
    eventually(lambda: portal.pids()[part] not in {None, pids[part]})
    eventually(lambda: stands(portal, part))
    stood = time.monotonic() - began
    time.sleep(STAYS)
    seen = reader.end()
    assert portal.running.poll() is None
    assert {name for name, pid in portal.pids().items() if pid != pids[name]} == {part}
    now = portal.rows()
    lost = sum(max(0, rows[name] - now[name]) for name in rows)
    doubled = sum(max(0, now[name] - rows[name]) for name in rows)
    assert (lost, doubled) == (0, 0)
    tell_drill(drag=f"kill -9 of {part}, under make run", lost=lost, doubled=doubled, stood_again=stood, seen=seen)


def stands(portal, part):
    try:
        return portal.stands(part)
    except (psycopg.OperationalError, redis.ConnectionError):
        return False
