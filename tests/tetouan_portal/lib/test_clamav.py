"""The scanner's client against a small daemon that speaks its protocol over real sockets."""

import socket
import struct
import threading
import time
from io import BytesIO

import pytest

from tetouan_portal.lib import clamav
from tetouan_portal.lib.clamav import ScannerAway, scan

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 300_000  # bytes the daemon takes: StreamMaxLength of clamd.conf


class Daemon:
    """As clamd answers zINSTREAM; `answer` replaces what it says, `wait` is its slowness in seconds."""

    def __init__(self, listening, answer=None, wait=0.0):
        self.listening, self.answer, self.wait = listening, answer, wait
        self.received = b""
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        try:
            talk, _address = self.listening.accept()
        except OSError:  # closed: nobody came
            return
        with talk:
            try:
                said = self.conversation(talk)
                time.sleep(self.wait)
                talk.sendall(said)
            except OSError:  # the client hung up
                return

    def conversation(self, talk):
        assert self.exactly(talk, 10) == b"zINSTREAM\0"
        while length := struct.unpack("!L", self.exactly(talk, 4))[0]:
            self.received += self.exactly(talk, length)
            if len(self.received) > LARGEST:
                return b"INSTREAM size limit exceeded. ERROR\0"
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.received else b"stream: OK\0"
        return found if self.answer is None else self.answer

    def exactly(self, talk, size):
        got = b""
        while len(got) < size:
            part = talk.recv(size - len(got))
            if not part:
                raise ConnectionError
            got += part
        return got


@pytest.fixture
def start(tmp_path):
    """A function that starts a daemon and gives it and its address."""
    open_sockets = []

    def start(kind="unix", **options):
        path = str(tmp_path / "clamd.ctl")
        listening = socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET)
        listening.bind(path if kind == "unix" else ("127.0.0.1", 0))
        listening.listen()
        open_sockets.append(listening)
        port = "" if kind == "unix" else listening.getsockname()[1]
        return Daemon(listening, **options), f"unix:{path}" if kind == "unix" else f"tcp://127.0.0.1:{port}"

    yield start
    for listening in open_sockets:
        listening.close()


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_a_clean_file_has_no_virus_and_arrives_whole(start, kind):
    daemon, address = start(kind)
    content = bytes(range(256)) * 900  # more than one chunk
    assert scan(BytesIO(content), address) == ""
    assert daemon.received == content


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_an_infected_file_is_told_by_the_name_of_its_virus(start, kind):
    _daemon, address = start(kind)
    assert scan(BytesIO(b"before " + EICAR), address) == "Eicar-Test-Signature"


def test_the_file_is_read_from_its_start_and_left_there(start):
    daemon, address = start()
    file = BytesIO(b"content")
    file.seek(4)
    scan(file, address)
    assert daemon.received == b"content"
    assert file.tell() == 0


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"nonsense\0",
        b"stream: OK\0stream: OK\0",
        b"stream: FOUND\0",
        b"stream: Access denied. ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\nstream: OK\0",
        b"\xff\xfe\0",
        b"x" * 10_000,
    ],
)
def test_an_answer_that_is_neither_clean_nor_infected_is_no_answer(start, answer):
    _daemon, address = start(answer=answer)
    with pytest.raises(ScannerAway):
        scan(BytesIO(b"content"), address)


def test_a_file_larger_than_the_daemon_takes_is_not_called_clean(start):
    _daemon, address = start()
    with pytest.raises(ScannerAway):
        scan(BytesIO(bytes(5_000_000)), address)


def test_a_slow_daemon_is_away(start, monkeypatch):
    monkeypatch.setattr(clamav, "SECONDS", 0.2)
    _daemon, address = start(wait=5)
    begun = time.monotonic()
    with pytest.raises(ScannerAway):
        scan(BytesIO(b"content"), address)
    assert time.monotonic() - begun < 3


def test_a_daemon_that_speaks_letter_by_letter_is_away_in_the_end(monkeypatch):
    monkeypatch.setattr(clamav, "SECONDS", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        talk, _address = listening.accept()
        with talk:
            try:
                for _ in range(50):
                    talk.sendall(b"s")
                    time.sleep(0.1)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    begun = time.monotonic()
    with listening, pytest.raises(ScannerAway):
        scan(BytesIO(b"content"), f"tcp://127.0.0.1:{listening.getsockname()[1]}")
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "address",
    [
        "unix:/nowhere/clamd.ctl",
        "tcp://127.0.0.1:1",
        "tcp://127.0.0.1",
        "tcp://:3310",
        "tcp://h:port",
        "http://h:1",
        "x",
    ],
)
def test_a_daemon_that_is_not_there_is_away(address):
    file = BytesIO(b"content")
    with pytest.raises(ScannerAway):
        scan(file, address)
    assert file.tell() == 0


def test_what_went_wrong_is_said_without_the_content_of_the_file(start):
    _daemon, address = start(answer=b"stream: broken ERROR\0")
    with pytest.raises(ScannerAway) as away:
        scan(BytesIO(b"a private letter"), address)
    assert "private" not in str(away.value)
