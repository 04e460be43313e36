"""Which addresses of the web may be asked, and where their names lead: to public places alone, looked up once."""

import ipaddress
import queue
import re
import socket
import threading
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.utils.encoding import iri_to_uri

from tetouan_portal.lib.outside.outcomes import Outcome, Unanswered

Place = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}  # these alone: another is somebody's machine room
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # as the last part of a host: an IPv4 address in some spelling
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # outside of it: embedded IPv4 addresses of several kinds, NAT64
TUNNELS = (
    ipaddress.IPv6Network("2001::/23"),  # Teredo and others of the IETF
    ipaddress.IPv6Network("2002::/16"),  # 6to4: an IPv4 address inside
)
RELAYS = ipaddress.IPv4Network("192.88.99.0/24")  # of 6to4


class WebAddress(NamedTuple):
    scheme: str
    host: str  # a name in ASCII, or an IP address without brackets
    path: str  # with the query, in ASCII

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def authority(self) -> str:
        """For the Host header."""
        return f"[{self.host}]" if ":" in self.host else self.host


def web_address(url: str) -> WebAddress:
    """Raises Unanswered for all but http and https on their own ports, without name or password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unanswered(Outcome.NOT_ASKED) from error
    if parts.scheme not in PORTS or "@" in parts.netloc or port not in {None, PORTS[parts.scheme]}:
        raise Unanswered(Outcome.NOT_ASKED)
    return WebAddress(parts.scheme, ascii_host(parts.hostname or ""), path_of(parts))


def ascii_host(name: str) -> str:
    """Raises Unanswered, also for an IPv4 address in any spelling but the common one."""
    try:
        host = name.encode("idna").decode().lower().removesuffix(".") if ":" not in name else name
    except UnicodeError as error:
        raise Unanswered(Outcome.NOT_ASKED) from error
    if as_place(host) is None and (not HOST.fullmatch(host) or NUMBER.fullmatch(host.rpartition(".")[2])):
        raise Unanswered(Outcome.NOT_ASKED)
    return host


def as_place(host: str) -> Place | None:
    try:
        return ipaddress.ip_address(host) if "%" not in host else None
    except ValueError:
        return None


def path_of(parts: SplitResult) -> str:
    path = iri_to_uri(parts.path) or "/"
    return f"{path}?{iri_to_uri(parts.query)}" if parts.query else path


def is_public(place: Place) -> bool:
    if not place.is_global or place.is_multicast or place.is_reserved:
        return False
    if isinstance(place, IPv4Address):
        return place not in RELAYS
    return place in GLOBAL_UNICAST and not any(place in tunnel for tunnel in TUNNELS)


def places_of(address: WebAddress, wait: float) -> list[Place]:
    """Where the host is. Raises Unanswered unless every place that its name has is public."""
    place = as_place(address.host)
    places = [place] if place else look_up(address.host, wait)
    if not places:
        raise Unanswered(Outcome.NO_NAME)
    if not all(is_public(place) for place in places):
        raise Unanswered(Outcome.NOT_PUBLIC)
    return places


def look_up(name: str, wait: float) -> list[Place]:
    """Every place of a name. The system's look-up knows no time limit: it is left behind when it takes too long."""
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(OSError(error))
        else:
            answers.put([str(where[4][0]) for where in found])

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=wait)
    except queue.Empty as error:
        raise Unanswered(Outcome.TOO_SLOW) from error
    if isinstance(answer, OSError):
        raise Unanswered(Outcome.NO_NAME) from answer
    places = [as_place(found) for found in answer]
    if None in places:  # with a zone: a neighbour on the same wire
        raise Unanswered(Outcome.NOT_PUBLIC)
    return list(dict.fromkeys(place for place in places if place))
