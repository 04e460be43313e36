"""Strangers who send what no browser sends, to the web server as it runs: a neighbour goes on reading."""

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.waiting import wait_until

HALF_A_GIGABYTE = 500 * 2**20
PUNYCODE = b"multipart/form-data; boundary=X; charset=punycode"
FORM = b"multipart/form-data; boundary=X"
WITHIN = 60  # seconds without a byte, on a slow machine too


@pytest.fixture
def port(tmp_path, transactional_db):
    """Of the web server with two processes of four threads, on the test database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tetouan_portal.web_server.settings"]
    command += ["--bind", f"127.0.0.1:{number}"]
    command += ["--workers", "2", "--threads", "4", "--limit-request-line", "8190"]
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"]),
        "DATA_DIR": str(tmp_path),
        "TMPDIR": str(tmp_path),
    }
    log = tmp_path / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=output, stderr=output)
        try:
            wait_until(lambda: status_of(ask(number, b"GET", b"/robots.txt")) == 200, log)
            yield number
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Internal Server Error" not in log.read_text()
    assert "Traceback" not in log.read_text()


def ask(port, method, path, *headers, body=b"", endless=False):
    """The answer's first bytes; `endless` goes on sending until the server has answered or hung up."""
    head = b"\r\n".join([method + b" " + path + b" HTTP/1.1", b"Host: localhost", *headers, b"Connection: close"])
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=WITHIN) as line:
        line.sendall(head + b"\r\n\r\n" + body)
        with contextlib.suppress(OSError):
            while endless and not select.select([line], [], [], 0)[0]:
                line.sendall(body)
        return read(line)
    return b""


def read(line):
    answer = b""
    with contextlib.suppress(OSError):
        while len(answer) < 2**16 and (more := line.recv(2**16)):
            answer += more
    return answer


def status_of(answer):
    return int(answer[9:12] or 0)


def punycode(port):
    body = b'--X\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + b"9" * 300_000 + b"\r\n--X--\r\n"
    announced = b"Content-Length: %d" % len(body)
    cookie = b"Cookie: csrftoken=" + b"a" * 32
    return ask(port, b"POST", b"/fr/track/", b"Content-Type: " + PUNYCODE, cookie, announced, body=body)


def announced(port):
    length = b"Content-Length: %d" % HALF_A_GIGABYTE
    return ask(port, b"POST", b"/fr/track/", b"Content-Type: " + FORM, length, body=b"x" * 65536, endless=True)


def chunked(port):
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    coding = b"Transfer-Encoding: chunked"
    return ask(port, b"POST", b"/fr/track/", b"Content-Type: " + FORM, coding, body=chunk, endless=True)


def odd_line(port):
    headers = (b"Range: bytes=" + b"9" * 5000 + b"-", b'Cookie: sessionid="\\000"')
    return ask(port, b"GET", b"/fr/budget/2026/lines/revenue/%00/", *headers)


def folder_size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def longest_wait(port, senders):
    """Seconds that a neighbour waited longest for a page while the others sent."""
    waited = [0.0]
    while not all(sender.done() for sender in senders):
        begun = time.monotonic()
        assert status_of(ask(port, b"GET", b"/fr/privacy/")) == 200
        waited.append(time.monotonic() - begun)
    return max(waited)


DRAGS = {
    "forms in slow codecs": (punycode, 400),
    "bodies of 500 MB": (announced, 413),
    "bodies of unknown length": (chunked, 411),
    "odd request lines": (odd_line, 404),
}


def drag_on(port, folder, drag, times):
    """Eight strangers at once. Seconds that a neighbour waited longest."""
    send, expected = DRAGS[drag]
    before = folder_size(folder)
    with ThreadPoolExecutor(8) as strangers:
        senders = [strangers.submit(send, port) for _number in range(times)]
        waited = longest_wait(port, senders)
    answers = [sender.result() for sender in senders]
    assert {status_of(answer) for answer in answers if answer} == {expected}
    if expected != 411:  # the web server itself refuses what has no length
        assert any(b"error-code" in answer for answer in answers)
    assert folder_size(folder) - before < 2**20  # but for the log, nothing was kept
    return waited


def test_strangers_are_told_and_a_neighbour_goes_on_reading(port, tmp_path):
    for drag in DRAGS:
        drag_on(port, tmp_path, drag, times=8)


@pytest.mark.drill
@pytest.mark.parametrize("drag", DRAGS)
def test_so_it_is_however_many_they_send(port, tmp_path, tell_drill, drag):
    waited = drag_on(port, tmp_path, drag, times=200)
    tell_drill(drag=drag, lost=0, doubled=0, stood_again=waited, seen=f"{DRAGS[drag][1]} page")
