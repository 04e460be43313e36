"""An address is asked by one short GET, and no answer, however hostile, leads anywhere else or keeps the worker."""

import datetime
import gzip
import ipaddress
import re
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers import says, status
from tetouan_portal.lib.outside import addresses, asking
from tetouan_portal.lib.outside.asking import ask
from tetouan_portal.lib.outside.outcomes import Outcome

HERE = ipaddress.ip_address("127.0.0.1")


@pytest.fixture
def names(monkeypatch):
    """Names that lead to places, one set of them each time they are asked: {"www.example.org": [["127.0.0.1"], …]}."""
    known, asked = {}, []

    def getaddrinfo(name, *args, **kwargs):
        asked.append(name)
        turns = known[name]
        places = turns.pop(0) if len(turns) > 1 else turns[0]
        return [(0, 0, 0, "", (place, 0)) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    known["asked"] = asked
    return known


@pytest.fixture
def let_in(monkeypatch, names):
    """A function: a server of this machine stands for a public one, at www.example.org."""

    def at(server, scheme="http"):
        monkeypatch.setattr(addresses, "is_public", lambda place: place == HERE)
        monkeypatch.setitem(addresses.PORTS, scheme, server.port)
        names["www.example.org"] = [["127.0.0.1"]]

    return at


def asked(path="/", scheme="http"):
    return ask(f"{scheme}://www.example.org{path}", agent="the-portal (+https://portal.example)")


def test_an_answer_is_an_answer(serving, let_in):
    server = serving(status("200 OK"))
    let_in(server)
    assert asked("/list?year=2026#part") == (Outcome.ANSWERED, 200)
    (request,) = server.requests
    assert request == (
        "GET /list?year=2026 HTTP/1.1\r\nHost: www.example.org\r\n"
        "User-Agent: the-portal (+https://portal.example)\r\nAccept: */*\r\n"
        "Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("204 No Content", Outcome.ANSWERED),
        ("404 Not Found", Outcome.MISSING),
        ("410 Gone", Outcome.MISSING),
        ("401 Unauthorized", Outcome.REFUSED),
        ("403 Forbidden", Outcome.REFUSED),
        ("429 Too Many Requests", Outcome.REFUSED),
        ("500 Internal Server Error", Outcome.FAULT),
        ("503 Service Unavailable", Outcome.FAULT),
        ("300 Multiple Choices", Outcome.FAULT),
        ("302 Found", Outcome.FAULT),
    ],
)
def test_what_a_status_means(serving, let_in, line, outcome):
    let_in(serving(status(line)))
    assert asked() == (outcome, int(line[:3]))


def test_only_a_name_that_is_public_now_is_asked_and_it_is_looked_up_once(serving, let_in, names):
    server = serving(status("200 OK"))
    let_in(server)
    names["www.example.org"] = [["127.0.0.1"], ["10.0.0.1"]]  # another place as soon as it was judged
    assert asked().outcome == Outcome.ANSWERED
    assert names["asked"] == ["www.example.org"]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "rebound.example", "[::ffff:127.0.0.1]"])
def test_a_server_of_this_machine_is_never_asked(serving, names, monkeypatch, host):
    server = serving(status("200 OK"))
    monkeypatch.setitem(addresses.PORTS, "http", server.port)
    names["localhost"] = names["rebound.example"] = [["127.0.0.1"]]
    assert ask(f"http://{host}/", agent="the-portal").outcome == Outcome.NOT_PUBLIC
    assert server.requests == []


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("http://127.0.0.2/", Outcome.NOT_PUBLIC),
        ("http://[::1]/", Outcome.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", Outcome.NOT_PUBLIC),
        ("//inside.example/", Outcome.NOT_PUBLIC),
        ("http://2130706433/", Outcome.NOT_ASKED),
        ("http://www.example.org:1/", Outcome.NOT_ASKED),
        ("file:///etc/passwd", Outcome.NOT_ASKED),
        ("ftp://www.example.org/", Outcome.NOT_ASKED),
        ("http://user:pass@www.example.org/", Outcome.NOT_ASKED),
        ("http://[", Outcome.NOT_ASKED),
    ],
)
def test_where_an_answer_leads_on_to_is_judged_like_the_first(serving, let_in, names, location, outcome):
    server = serving(status("302 Found", Location=location))
    let_in(server)
    names["inside.example"] = [["10.0.0.1"]]
    assert asked().outcome == outcome
    assert len(server.requests) == 1


def test_an_answer_that_leads_to_a_public_place_is_followed_without_its_cookies(serving, let_in, names):
    def answer(connection, head):
        moved = head.startswith(b"GET / ")
        told = status("301 Moved", Location="/new", Set_Cookie="a=secret") if moved else status("200 OK")
        told(connection, head)

    server = serving(answer)
    let_in(server)
    assert asked() == (Outcome.ANSWERED, 200)
    first, second = server.requests
    assert second.startswith("GET /new HTTP/1.1\r\n")
    assert not re.search("cookie|authorization|referer|secret", first + second, re.IGNORECASE)


def test_a_name_may_lead_elsewhere_at_the_next_step_and_is_judged_again(serving, let_in, names):
    server = serving(status("302 Found", Location="/again"))
    let_in(server)
    names["www.example.org"] = [["127.0.0.1"], ["10.0.0.1"]]
    assert asked().outcome == Outcome.NOT_PUBLIC
    assert len(server.requests) == 1


def test_going_in_circles_has_an_end(serving, let_in):
    server = serving(status("302 Found", Location="/"))
    let_in(server)
    assert asked().outcome == Outcome.IN_CIRCLES
    assert len(server.requests) == 1 + asking.MOST_REDIRECTS


def endless(piece, sent):
    """Sends without end, and notes how much."""

    def answer(connection, head):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
        while True:
            connection.sendall(piece)
            sent.append(len(piece))

    return answer


def test_an_endless_body_is_not_read(serving, let_in):
    def answer(connection, head):
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")(connection, head)
        endless(b"400\r\n" + b"x" * 1024 + b"\r\n", [])(connection, head)

    let_in(serving(answer))
    began = time.monotonic()
    assert asked() == (Outcome.ANSWERED, 200)
    assert time.monotonic() - began < 3


def test_what_is_packed_is_not_unpacked(serving, let_in, monkeypatch):
    bomb = gzip.compress(bytes(5_000_000))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n".encode()
    let_in(serving(says(head, bomb)))
    read = received(monkeypatch)
    assert asked().outcome == Outcome.ANSWERED
    assert sum(read) <= len(head) + len(bomb) < 64 * 1024


def received(monkeypatch):
    """How many bytes were taken from connections."""
    counts, recv_into = [], asking.Bounded.recv_into

    def counted(self, room):
        counts.append(recv_into(self, room))
        return counts[-1]

    monkeypatch.setattr(asking.Bounded, "recv_into", counted)
    return counts


@pytest.mark.parametrize(
    "piece",
    [
        b"X-Long: " + b"x" * 1000 + b"\r\n",
        b"x" * 1000,
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ],
)
def test_endless_headers_are_read_no_further_than_64_kib(serving, let_in, monkeypatch, piece):
    start = b"" if piece.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n"

    def answer(connection, head):
        says(start)(connection, head)
        endless(piece, [])(connection, head)

    let_in(serving(answer))
    read = received(monkeypatch)
    assert asked().outcome == Outcome.NOT_UNDERSTOOD
    assert sum(read) <= asking.MOST_BYTES


def test_an_answer_that_drips_is_left_in_time(serving, let_in, monkeypatch):
    def answer(connection, head):
        says(b"HTTP/1.1 200 OK\r\nX: ")(connection, head)
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    monkeypatch.setattr(asking, "MOST_SECONDS", 0.6)
    let_in(serving(answer))
    began = time.monotonic()
    assert asked().outcome == Outcome.TOO_SLOW
    assert time.monotonic() - began < 2


def test_one_time_limit_holds_for_all_that_an_address_leads_on_to(serving, let_in, monkeypatch):
    def answer(connection, head):
        time.sleep(0.4)
        status("302 Found", Location="/")(connection, head)

    monkeypatch.setattr(asking, "MOST_SECONDS", 0.6)
    server = serving(answer)
    let_in(server)
    assert asked().outcome == Outcome.TOO_SLOW
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "answer", [says(b""), says(b"SSH-2.0-OpenSSH_9\r\n"), says(b"\x00" * 400), says(b"HTTP/1.1 x\r\n")]
)
def test_what_is_no_answer_of_a_website_is_not_understood(serving, let_in, answer):
    let_in(serving(answer))
    assert asked().outcome in {Outcome.NOT_UNDERSTOOD, Outcome.NO_CONNECTION}


def test_a_header_cannot_add_a_request(serving, let_in):
    server = serving(status("302 Found", Location="/a%0d%0aX-Evil:1\tb c\x01"))
    let_in(server)
    asked()
    assert all("\r\nX-Evil" not in request for request in server.requests)


def test_a_place_that_cannot_be_reached_gives_way_to_the_next(serving, let_in, names, monkeypatch):
    server = serving(status("200 OK"))
    let_in(server)
    monkeypatch.setattr(addresses, "is_public", lambda place: place.is_loopback)
    names["www.example.org"] = [["::1", "127.0.0.1"]]
    assert asked().outcome == Outcome.ANSWERED
    server.close()
    assert asked().outcome == Outcome.NO_CONNECTION


# --- https ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A function: the context of a server whose certificate is for the name, and trusted once `trusting` says so."""
    folder = tmp_path_factory.mktemp("certificates")

    def made(name):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.UTC)
        signed = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        path = folder / f"{name}.pem"
        plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*plain))
        return path

    return made


@pytest.fixture
def secure(serving, let_in, certificate, monkeypatch):
    """A function: a server with a certificate for that name, which the portal trusts or not."""

    def start(name, *, trusted=True):
        path = certificate(name)
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(path)
        heard = []
        tls.sni_callback = lambda connection, asked_for, context: heard.append(asked_for)
        server = serving(status("200 OK"), tls=tls)
        server.heard = heard
        if trusted:
            context = ssl.create_default_context()
            context.load_verify_locations(path)
            monkeypatch.setattr(asking, "trust", lambda: context)
        let_in(server, "https")
        return server

    return start


def test_the_certificate_is_that_of_the_name_although_the_connection_goes_to_a_place(secure):
    server = secure("www.example.org")
    assert asked(scheme="https") == (Outcome.ANSWERED, 200)
    assert server.heard == ["www.example.org"]
    assert "Host: www.example.org\r\n" in server.requests[0]


@pytest.mark.parametrize(("name", "trusted"), [("other.example.org", True), ("www.example.org", False)])
def test_a_certificate_of_another_name_or_that_nobody_vouches_for_is_no_answer(secure, name, trusted):
    server = secure(name, trusted=trusted)
    assert asked(scheme="https").outcome == Outcome.NO_TRUST
    assert server.requests == []


def test_a_server_that_speaks_no_tls_is_no_answer(serving, let_in):
    server = serving(says(b"HTTP/1.1 200 OK\r\n\r\n" * 9), listens=False)
    let_in(server, "https")
    assert asked(scheme="https").outcome in {Outcome.NOT_UNDERSTOOD, Outcome.NO_CONNECTION}


def test_a_handshake_that_never_ends_is_left_in_time(serving, let_in, monkeypatch):
    monkeypatch.setattr(asking, "MOST_SECONDS", 0.5)
    server = serving(lambda connection, head: time.sleep(3))
    let_in(server, "https")
    began = time.monotonic()
    assert asked(scheme="https").outcome == Outcome.TOO_SLOW
    assert time.monotonic() - began < 2
