"""Asks the ClamAV daemon about a file, in its INSTREAM protocol (man clamd)."""

import re
import socket
import struct
import time
from typing import BinaryIO
from urllib.parse import urlsplit

from django.core.files.base import File

CHUNK = 64 * 1024
SECONDS = 20  # for the whole conversation
ANSWER = re.compile(r"stream: (?:(?P<clean>OK)|(?P<virus>.+) FOUND)\0")
LONGEST_ANSWER = 4096


class ScannerAway(Exception):  # noqa: N818 -- a state of the world, not a mistake
    """The daemon cannot be reached, is slow, or says something else than clean or infected."""


def scan(file: BinaryIO | File, address: str) -> str:
    """The name of the virus in `file`, "" when there is none. Raises ScannerAway.

    `address`: unix:/run/clamav/clamd.ctl or tcp://host:3310. The file is read from its start and left there.
    """
    file.seek(0)
    end = time.monotonic() + SECONDS
    try:
        with connect(address) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                hurry(daemon, end)
                daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
            daemon.sendall(struct.pack("!L", 0))
            said = answer_of(daemon, end)
    except (OSError, ValueError) as error:
        raise ScannerAway(type(error).__name__) from error
    finally:
        file.seek(0)
    found = ANSWER.fullmatch(said)
    if found is None:
        raise ScannerAway(said[:100])
    return found["virus"] or ""


def connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(SECONDS)
        try:
            daemon.connect(address.removeprefix("unix:"))
        except OSError:
            daemon.close()
            raise
        return daemon
    parts = urlsplit(address)
    if parts.scheme != "tcp" or not parts.hostname or not parts.port:
        raise ValueError(address)
    return socket.create_connection((parts.hostname, parts.port), timeout=SECONDS)


def answer_of(daemon: socket.socket, end: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        hurry(daemon, end)
        part = daemon.recv(CHUNK)
        if not part:
            break
        said += part
    return said.decode("utf-8", "replace")


def hurry(daemon: socket.socket, end: float) -> None:
    """Wait no longer than until `end`, however little comes at a time."""
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    daemon.settimeout(left)
