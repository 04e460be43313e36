import hashlib
import signal
import socket
import threading
from pathlib import Path

import pytest

from tests.tetouan_portal.web_server.echo import BIG, big
from tests.waiting import wait_until
from tests.web_servers import HALF, is_closed, read_all, slow_visitors, web_server

ECHO = "tests.tetouan_portal.web_server.served_echo:application"
HASTY = "python:tests.tetouan_portal.web_server.hasty"
ESTABLISHED = "01"  # in /proc/net/tcp
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Two threads in all."""
    with web_server(tmp_path_factory.mktemp("web"), ECHO, WEB_WORKERS="1", WEB_THREADS="2") as running:
        yield running


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    with web_server(tmp_path_factory.mktemp("hasty"), ECHO, config=HASTY) as running:
        yield running


def told(body):
    return f"POST {len(body)} {hashlib.sha256(body).hexdigest()}".encode()


@pytest.mark.parametrize("kind", HALF)
def test_fifty_half_sent_requests_hold_no_thread(server, kind):
    with slow_visitors(server, kind, 50):
        assert server.ask()[0] == 200


@pytest.mark.parametrize("path", [b"/big", b"/file?%s"])
def test_ten_who_never_read_their_answer_hold_no_thread(server, path, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(big())
    path = path.replace(b"%s", str(file).encode())
    lines = [server.connect() for _each in range(10)]
    for line in lines:
        line.sendall(GET % path)
    assert server.ask()[0] == 200
    for line in lines[1:]:
        line.close()
    with lines[0] as line:  # who now reads what was kept for him
        line.shutdown(socket.SHUT_WR)
        head, _end, body = read_all(line).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert len(body) == BIG
    assert body == big()


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_a_body_reaches_the_application_whole(server, size):
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert server.ask(method="POST", body=body) == (200, told(body))


def test_a_body_in_small_pieces_reaches_the_application_whole(server):
    with server.connect() as line:
        for byte in POST % 12 + b"\r\none\ntwo\nfour":
            line.sendall(bytes([byte]))
        assert read_all(line).endswith(told(b"one\ntwo\nfour"[:12]))


def test_the_application_may_read_a_body_by_lines(server):
    assert server.ask("/lines", method="POST", body=b"one\ntwo\nthree") == (200, b"one\n|two\n|three")


def test_requests_sent_behind_each_other_are_answered_in_order(server):
    with server.connect() as line:
        head = POST.replace(b"Connection: close\r\n", b"") % 3 + b"\r\n"
        line.sendall(head + b"one" + head + b"two" + b"\r\n" + POST % 5 + b"\r\nthree")
        answers = read_all(line)
    places = [answers.index(told(body)) for body in (b"one", b"two", b"three")]
    assert places == sorted(places)


def test_an_answer_of_no_known_length_is_framed(server):
    assert server.ask("/unframed") == (200, b"one,two,three")


def test_who_asks_before_sending_a_body_is_told_to_send_it(server):
    with server.connect() as line:
        line.sendall(POST % 4 + b"Expect: 100-continue\r\n\r\n")
        assert line.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"body")
        answer = read_all(line)
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.endswith(told(b"body"))


def test_a_body_that_is_too_long_is_never_awaited(server):
    """The application hears of it at once, and says so; what is sent all the same is kept nowhere."""
    with server.connect() as line:
        line.sendall(POST % (500 * 1024 * 1024) + b"Expect: 100-continue\r\n\r\n")
        answer = read_all(line)
    assert answer.startswith(b"HTTP/1.1 200 OK")  # of this application, which takes any length
    assert b"Connection: close" in answer
    assert answer.endswith(told(b""))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (b"\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (b"\0\x01\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"GET /?" + b"a" * 8190 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /?" + b"a" * 100_000, 414),
        (b"GET / HTTP/1.1\r\n" + b"X-More: %s\r\n" % (b"a" * 8000) * 12, 431),
    ],
)
def test_what_cannot_be_understood_is_answered_and_closed(server, sent, status):
    with server.connect() as line:
        line.sendall(sent.replace(b"Host: localhost", b"Host: localhost\r\nConnection: close"))
        assert read_all(line).startswith(b"HTTP/1.1 %d " % status)
    assert server.ask()[0] == 200


def test_an_application_that_fails_is_answered_for_and_what_was_typed_is_not_logged(server):
    status, page = server.ask("/broken?q=secret-word")
    assert (status, page.count("enregistrée".encode())) == (500, 1)
    assert server.ask()[0] == 200
    log = server.log.read_text()
    assert "A request could not be answered." in log
    assert "secret-word" not in log


@pytest.mark.parametrize("kind", HALF)
def test_patience_with_half_a_request_ends(hasty, kind):
    with slow_visitors(hasty, kind, 3) as lines:
        answers = [read_all(line) for line in lines]
    said = b"" if kind == "nothing at all" else b"HTTP/1.1 408 Request Timeout"
    assert [answer[: len(said)] for answer in answers] == [said] * 3


def test_patience_with_who_does_not_read_ends(hasty):
    with hasty.connect() as line:
        line.sendall(GET % b"/big")
        wait_until(lambda: open_lines(hasty) == 0, hasty.log)
        assert len(read_all(line)) < BIG


def open_lines(server):
    """On how many lines the server speaks with somebody."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    ours = f":{server.port:04X}"
    return sum(words[1].endswith(ours) and words[3] == ESTABLISHED for words in map(str.split, lines))


def test_the_oldest_idle_of_a_full_address_makes_room(hasty):
    """An eighth of forty places is one address's."""
    with (
        slow_visitors(hasty, "half a head", 1, address="127.0.0.3") as others,
        slow_visitors(hasty, "half a body", 2) as halves,
        slow_visitors(hasty, "nothing at all", 8) as idle,
    ):
        wait_until(lambda: is_closed(idle[4]), hasty.log)
        assert [is_closed(line) for line in idle] == [True] * 5 + [False] * 3
        assert not any(map(is_closed, halves + others))


def test_a_request_in_hand_is_answered_when_the_server_is_asked_to_end(tmp_path):
    answers = []
    with web_server(tmp_path, ECHO, WEB_WORKERS="1") as server:
        thread = threading.Thread(target=lambda: answers.append(server.ask("/slow")[0]))
        thread.start()
        with slow_visitors(server, "half a head", 5), slow_visitors(server, "nothing at all", 5):
            wait_until(lambda: open_lines(server) == 11, server.log)
            server.process.send_signal(signal.SIGTERM)
            thread.join()
            server.process.wait(30)
    assert answers == [200]
    assert server.process.returncode == 0


def test_where_the_disk_of_temporary_files_is_full_short_words_still_arrive(tmp_path):
    """No file can be made in a folder that is not there."""
    with web_server(tmp_path, ECHO, config=HASTY, SPOOL=str(tmp_path / "nowhere")) as server:
        assert server.ask(method="POST", body=b"words") == (200, told(b"words"))
        with server.connect() as line:
            line.sendall(POST % 100_000 + b"\r\n" + b"x" * 100_000)
            assert read_all(line).startswith(b"HTTP/1.1 503 ")
        assert server.ask()[0] == 200
    assert "could not be kept" in server.log.read_text()
