"""An answer waits for its reader, whole and in order, and leaves nothing behind."""

import socket
import tempfile

import pytest

from tests.web_servers import read_all
from tetouan_portal.web_server.bounds import MEMORY_BYTES
from tetouan_portal.web_server.leaving import Leaving

MUCH = b"ab" * 2_000_000  # more than the system keeps for who does not read


@pytest.fixture
def ends():
    """(what a thread writes to, the reader's side)."""
    ours, reader = socket.socketpair()
    ours.setblocking(False)
    leaving = Leaving(ours, None)
    with ours, reader:
        yield leaving, reader
        leaving.forget()


@pytest.fixture
def file():
    with tempfile.TemporaryFile() as made:
        made.write(b"0123456789")
        made.flush()
        yield made


def read(leaving, reader):
    """All of it, at a pace at which it never fits at once."""
    taken = b""
    while not leaving.flush():
        taken += reader.recv(100_000)
    leaving.line.shutdown(socket.SHUT_WR)
    return taken + read_all(reader)


def test_what_is_written_while_the_reader_is_slow_arrives_in_order(ends, file):
    leaving, reader = ends
    leaving.sendall(b"head " + MUCH)
    taken = reader.recv(100_000)
    leaving.sendall(b" more ")
    assert leaving.sendfile(file, 2, 5) == 5
    leaving.sendall(b" end")
    assert taken + read(leaving, reader) == b"head " + MUCH + b" more 23456 end"


def test_a_file_is_sent_to_its_end_though_its_application_has_closed_it(ends, file):
    leaving, reader = ends
    leaving.sendall(MUCH)
    assert leaving.sendfile(file) == 10
    file.close()
    assert read(leaving, reader) == MUCH + b"0123456789"


def test_a_file_that_has_become_shorter_breaks_off_its_answer(ends, file):
    leaving, _reader = ends
    with pytest.raises(ConnectionError):
        leaving.sendfile(file, 0, 20)


def test_what_is_kept_for_a_reader_is_counted_and_lies_outside_memory(ends, file):
    leaving, _reader = ends
    leaving.sendall(MUCH)
    left = len(MUCH) - leaving.sent
    assert leaving.spooled == left > MEMORY_BYTES
    assert leaving.parts[0].file._rolled
    leaving.sendfile(file)
    assert leaving.spooled == left  # the file lies there anyway


def test_of_a_reader_who_is_let_go_nothing_is_kept(ends, file):
    leaving, _reader = ends
    leaving.sendall(MUCH)
    leaving.sendfile(file)
    kept = [part.file for part in leaving.parts]
    leaving.forget()
    assert [one.closed for one in kept] == [True, True]
    assert leaving.spooled == 0


def test_what_has_been_read_is_kept_no_longer(ends):
    leaving, reader = ends
    leaving.sendall(MUCH)
    kept = leaving.parts[0].file
    read(leaving, reader)
    assert kept.closed
