"""Whether an address of the web answers: status and headers of one GET, never its contents.

A GET and not a HEAD, which many servers answer otherwise or not at all: what matters is what a reader would get. Of
the answer only its beginning is read, and the connection closed. The name is looked up once and the connection goes
to the place that was judged; each address that the answer leads on to is judged in the same way. There is no cookie,
no password, no proxy, no state: nothing of one answer is known in the next request.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Buffer
from functools import cache
from typing import NamedTuple
from urllib.parse import urljoin

from tetouan_portal.lib.outside.addresses import Place, WebAddress, places_of, web_address
from tetouan_portal.lib.outside.outcomes import Outcome, Unanswered

MOST_SECONDS = 15.0  # for one address, whatever it leads on to
MOST_SECONDS_TO_CONNECT = 5.0
MOST_PLACES = 3  # of one name: the first may be one that this machine cannot reach, as IPv6 often is
MOST_BYTES = 64 * 1024  # read of one answer
MOST_REDIRECTS = 5
LEADS_ON = {301, 302, 303, 307, 308}
SAID = {404: Outcome.MISSING, 410: Outcome.MISSING}
SAID |= dict.fromkeys((401, 403, 405, 406, 407, 418, 429, 451), Outcome.REFUSED)


class Answer(NamedTuple):
    outcome: Outcome
    status: int | None = None  # of HTTP, where one came


def ask(url: str, *, agent: str) -> Answer:
    """What the address answers now. `agent`: who is asking, for its logs."""
    deadline = time.monotonic() + MOST_SECONDS
    try:
        for _turn in range(1 + MOST_REDIRECTS):
            status, leads_to = beginning_of(web_address(url), agent, deadline)
            if not leads_to:
                return Answer(meaning_of(status), status)
            url = join_address(url, leads_to)
    except Unanswered as unanswered:
        return Answer(unanswered.outcome)
    return Answer(Outcome.IN_CIRCLES)


def join_address(url: str, leads_to: str) -> str:
    try:
        return urljoin(url, leads_to)
    except ValueError as error:
        raise Unanswered(Outcome.NOT_ASKED) from error


def meaning_of(status: int) -> Outcome:
    return Outcome.ANSWERED if 200 <= status < 300 else SAID.get(status, Outcome.FAULT)


def beginning_of(address: WebAddress, agent: str, deadline: float) -> tuple[int, str]:
    """The status, and where the answer leads on to. Raises Unanswered."""
    try:
        places = places_of(address, seconds_left(deadline))
        with connect(places, address.port, deadline) as plain, secure(plain, address, deadline) as connection:
            return speak(connection, address, agent, deadline)
    except ssl.SSLCertVerificationError as error:
        raise Unanswered(Outcome.NO_TRUST) from error
    except TimeoutError as error:
        raise Unanswered(Outcome.TOO_SLOW) from error
    except (http.client.HTTPException, ssl.SSLError, UnicodeError) as error:
        raise Unanswered(Outcome.NOT_UNDERSTOOD) from error
    except OSError as error:
        raise Unanswered(Outcome.NO_CONNECTION) from error


def seconds_left(deadline: float) -> float:
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def connect(places: list[Place], port: int, deadline: float) -> socket.socket:
    """To the first place that lets us in; no name is looked up here."""
    refused: OSError | None = None
    for place in places[:MOST_PLACES]:
        connection = socket.socket(socket.AF_INET6 if place.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        connection.settimeout(min(seconds_left(deadline), MOST_SECONDS_TO_CONNECT))
        try:
            connection.connect((str(place), port))
        except OSError as error:
            connection.close()
            refused = error
        else:
            return connection
    raise refused or OSError


@cache
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def secure(plain: socket.socket, address: WebAddress, deadline: float) -> socket.socket:
    """With TLS where the address says so: the certificate has to be that of the name, not of the place."""
    plain.settimeout(seconds_left(deadline))
    if address.scheme == "http":
        return plain
    return trust().wrap_socket(plain, server_hostname=address.host)


def speak(connection: socket.socket, address: WebAddress, agent: str, deadline: float) -> tuple[int, str]:
    request = http.client.HTTPConnection(address.host, address.port)
    request.auto_open = 0  # it never connects by itself
    request.sock = Bounded(connection, deadline)
    request.putrequest("GET", address.path, skip_host=True, skip_accept_encoding=True)
    request.putheader("Host", address.authority)
    request.putheader("User-Agent", agent)
    request.putheader("Accept", "*/*")
    request.putheader("Accept-Encoding", "identity")
    request.putheader("Connection", "close")
    request.endheaders()
    with request.getresponse() as response:
        location = response.getheader("Location", "") if response.status in LEADS_ON else ""
        return response.status, location


class Bounded:
    """What `http.client` needs of a socket; it gives out MOST_BYTES at most, and nothing after the deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.connection, self.deadline, self.bytes_left = connection, deadline, MOST_BYTES

    def sendall(self, content: bytes) -> None:
        self.connection.settimeout(seconds_left(self.deadline))
        self.connection.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(Received(self))

    def close(self) -> None:
        """Whoever opened the connection closes it."""

    def recv_into(self, room: memoryview) -> int:
        if not self.bytes_left:
            raise http.client.HTTPException("too much")
        self.connection.settimeout(seconds_left(self.deadline))
        count = self.connection.recv_into(room[: self.bytes_left])
        self.bytes_left -= count
        return count


class Received(io.RawIOBase):
    def __init__(self, source: Bounded) -> None:
        self.source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        with memoryview(buffer) as room:
            return self.source.recv_into(room)
