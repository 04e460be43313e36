"""A real gunicorn as the portal runs it, and visitors of every kind: honest, half silent, slow, gone."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time

from django.conf import settings

from tests.production import PRODUCTION

NEIGHBOUR = "127.0.0.2"  # another address than the visitors'
CONFIG = "python:tetouan_portal.web_server.settings"
# What a proxy asks for its visitor. The page needs no database, so its status is the web server's own.
BY_PROXY = {"path": "/robots.txt", "headers": {"Host": "portail.example.org", "X-Forwarded-Proto": "https"}}


def in_production(folder, database_url):
    """The environment of a portal whose files lie in `folder`, but for the collected ones: those would take long."""
    return PRODUCTION | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "EMBEDDED_SERVERS": "0",
        "DJANGO_SETTINGS_MODULE": "tests.tetouan_portal.web_server.plain_files",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class WebServer:
    def __init__(self, port, process, log):
        self.port, self.process, self.log = port, process, log

    def connect(self, address="127.0.0.1", timeout=30):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout, source_address=(address, 0))

    def ask(self, path="/", *, address=NEIGHBOUR, timeout=30, **request):
        """(status, body) for an honest visitor."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout, source_address=(address, 0))
        with contextlib.closing(connection):
            connection.request(request.pop("method", "GET"), path, **request)
            response = connection.getresponse()
            return response.status, response.read()

    def answers(self, path="/", **request):
        try:
            return self.ask(path, timeout=5, **request)[0]
        except (OSError, http.client.HTTPException):
            return None


@contextlib.contextmanager
def web_server(
    folder, application="tetouan_portal.wsgi", *, config=CONFIG, ready=200, path="/", headers=None, **environment
):
    """One whose log lies in `folder`, once it answers `path` with the status `ready`."""
    log = folder / "web_server.log"
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"127.0.0.1:{port}", application]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    server = WebServer(port, process, log)
    try:
        deadline = time.monotonic() + 60
        while server.answers(path, headers=headers or {}) != ready:
            assert process.poll() is None, log.read_text()[-3000:]
            assert time.monotonic() < deadline, log.read_text()[-3000:]
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


HALF = {  # what slow visitors send at first, and then a byte at a time where they go on
    "nothing at all": b"",
    "half a line": b"GET /fr/ HT",
    "half a head": b"GET /fr/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "half a body": b"POST /fr/track/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\ncode=",
}


@contextlib.contextmanager
def slow_visitors(server, kind, count, address="127.0.0.1"):
    """`count` open connections on each of which so much was sent."""
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(server.connect(address)) for _each in range(count)]
        for line in lines:
            line.sendall(HALF[kind])
        yield lines


def drip(lines):
    """One byte more of each, where somebody still listens."""
    for line in lines:
        with contextlib.suppress(OSError):
            line.send(b"x")


def is_closed(line):
    """Whether the server has let go of it; what it said before is read."""
    line.setblocking(False)
    try:
        while line.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def read_all(line):
    line.settimeout(30)
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(65536):
            data += piece
    return data
