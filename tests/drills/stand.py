"""A portal of a drill's own: PostgreSQL, Valkey, web server, workers and schedule, each of which can be killed."""

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import psycopg
import redis
from django.conf import settings

from tests.workers import CELERY
from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Children
from tetouan_portal.embedded.servers import FORGETFUL, SETTINGS, Servers

PATIENCE = 90  # seconds


def wait_for(happens, what):
    """The seconds that it took."""
    begun = time.monotonic()
    while not happens():
        assert time.monotonic() < begun + PATIENCE, what
        time.sleep(0.1)
    return time.monotonic() - begun


@contextlib.contextmanager
def standing(**variables):
    """Under the temporary directory itself: pytest's own folders are closed to the servers' user."""
    with tempfile.TemporaryDirectory(prefix="portal-drill-") as directory:
        Path(directory).chmod(0o711)
        try:
            with Place(directory) as place, Children(inherited=place.children_lock) as children:
                yield Stand(place, children, variables)
        finally:
            Place(directory).forget()


class Answer(NamedTuple):
    at: float  # when it was asked for
    seconds: float
    status: int  # 0: the connection broke
    text: str


class Stand:
    def __init__(self, place, children, variables):
        self.place, self.children = place, children
        self.servers = Servers(place, children)
        self.data_dir = place.data_dir
        self.database = self.servers.start_postgresql(SETTINGS + FORGETFUL)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.servers.start_valkey(),
            "EMBEDDED_SERVERS": "1",
            "DATA_DIR": str(self.data_dir),
            "SITE_URL": self.address,
            "MAIL_URL": "",
            **variables,
        }
        self.manage("migrate", "--verbosity=0")
        self.manage("prepare_data")

    def manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        with (self.data_dir / "manage.log").open("ab") as log:
            process = self.children.start(
                words[0], command, env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log
            )
        assert process.wait(PATIENCE * 2) == 0, (self.data_dir / "manage.log").read_text()[-3000:]

    def start(self, name, *command):
        with self.log.open("ab") as log:
            return self.children.start(
                name,
                [sys.executable, "-m", *command],
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                orphaned=signal.SIGKILL,
            )

    def serve(self):
        """As `make run` does."""
        bound = ["--bind", f"127.0.0.1:{self.port}", "--config", "python:tetouan_portal.web_server.settings"]
        web = self.start("web", "gunicorn", *bound)
        wait_for(lambda: self.ask("/robots.txt").status == 200, self.tail)
        return web

    def worker(self, queue, name=None):
        words = ["-Q", queue, "-n", f"{name or queue}-{uuid4().hex[:6]}@%h", "--concurrency", "1"]
        return self.start(f"worker {queue}", *CELERY[2:], "worker", *words)

    def beat(self):
        schedule = self.data_dir / f"schedule-{uuid4().hex}"
        return self.start("beat", *CELERY[2:], "beat", "--schedule", schedule, "--pidfile", "")

    @property
    def log(self):
        return self.data_dir / "portal.log"

    def tail(self):
        return self.log.read_text()[-3000:]

    def ask(self, path, opener=None, data=None, **headers):
        begun = time.monotonic()
        request = urllib.request.Request(f"{self.address}{path}", data, headers)
        try:
            with (opener or urllib.request.build_opener()).open(request, timeout=PATIENCE) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                status, text = error.code, error.read().decode()
        except OSError:
            status, text = 0, ""
        return Answer(begun, time.monotonic() - begun, status, text)

    # --- what is done to it ----------------------------------------------------------

    def names(self):
        return [child.name for child in self.children.started]

    def process(self, name):
        return next(child.process for child in reversed(self.children.started) if child.name == name)

    def end(self, name, number=signal.SIGKILL):
        process = self.process(name)
        process.send_signal(number)
        process.wait(PATIENCE)
        self.children.started = [child for child in self.children.started if child.process is not process]

    def signal_postgresql(self, number):
        """To the server and all of its processes."""
        server = self.process("PostgreSQL")
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        for pid in [server.pid, *map(int, children)]:
            os.kill(pid, number)

    def start_postgresql(self):
        self.servers.start_postgresql(SETTINGS + FORGETFUL)

    def start_valkey(self):
        self.servers.start_valkey()

    def flush(self):
        """Of all that was asked of workers nothing is left with the broker."""
        redis.Redis(unix_socket_path=str(self.servers.sockets / "valkey.sock")).flushall()

    def rows(self, sql):
        with psycopg.connect(self.database, autocommit=True) as session:
            return session.execute(sql).fetchall()

    def count(self, table):
        return self.rows(f"select count(*) from {table}")[0][0]


class Browser:
    """A citizen's, with cookies, without scripts."""

    def __init__(self, stand):
        self.stand = stand
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def read(self, path):
        page = self.stand.ask(path, self.opener)
        if token := re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text):
            self.token = token[1]
        return page

    def send(self, path, photo=None, **values):
        """A form of parts, as a browser sends one that takes files."""
        bound = uuid4().hex
        parts = [
            f'--{bound}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**values, "csrfmiddlewaretoken": self.token}.items()
        ]
        if photo:
            head = 'Content-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg'
            parts.append(f"--{bound}\r\n{head}\r\n\r\n".encode() + photo + b"\r\n")
        body = b"".join([*parts, f"--{bound}--\r\n".encode()])
        form = f"multipart/form-data; boundary={bound}"
        return self.stand.ask(path, self.opener, body, **{"Content-Type": form})


class Readers:
    """They read pages one after the other while the `with` block lasts."""

    def __init__(self, stand, *pages, number=3):
        self.stand, self.pages, self.answers, self.stopped = stand, pages, [], threading.Event()
        self.threads = [threading.Thread(target=self.read, daemon=True) for _ in range(number)]

    def read(self):
        while not self.stopped.is_set():
            for page in self.pages:
                self.answers.append(self.stand.ask(page))
                time.sleep(0.05)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self.stopped.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def statuses(self):
        return {
            status: sum(one.status == status for one in self.answers) for status in {a.status for a in self.answers}
        }

    def longest(self):
        return max(one.seconds for one in self.answers)

    def first_whole_after(self, moment):
        """Seconds from a moment until a page that was asked for later came whole."""
        return min(one.at + one.seconds for one in self.answers if one.status == 200 and one.at >= moment) - moment
