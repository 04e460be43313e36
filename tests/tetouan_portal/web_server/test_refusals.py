"""What the web server refuses by itself is answered by a page of the portal, which asks no database: none is there."""

import re

import pytest

from tests.web_servers import BY_PROXY, drip, in_production, read_all, slow_visitors, web_server

HASTY = "python:tests.tetouan_portal.web_server.hasty"
NOWHERE = "postgresql://portal:word@127.0.0.1:1/portal"
LOCAL = b"Host: portail.example.org\r\nX-Forwarded-Proto: https\r\n"
POST = b"POST /%s/track/ HTTP/1.1\r\n" + LOCAL + b"Content-Type: application/x-www-form-urlencoded\r\n"
FILES = POST.replace(b"track", b"participate/new/complaint")
REFUSED = {
    "half a body": (POST + b"Content-Length: 4000\r\n\r\ncode=", 408),
    "no length": (POST + b"Transfer-Encoding: chunked\r\n\r\n", 411),
    "a long address": (b"GET /%s/?q=" + b"a" * 9000 + b" HTTP/1.1\r\n" + LOCAL + b"\r\n", 414),
    "an endless address": (b"GET /%s/?q=" + b"a" * 100_000, 414),
    "long headers": (b"GET /%s/ HTTP/1.1\r\n" + LOCAL + b"Cookie: a=" + b"a" * 9000 + b"\r\n\r\n", 431),
    "two hosts": (b"GET /%s/ HTTP/1.1\r\n" + LOCAL + b"Host: b\r\n\r\n", 400),
    "an unknown coding": (POST + b"Transfer-Encoding: miracles\r\n\r\n", 501),
    "an unknown wish": (POST + b"Expect: miracles\r\n\r\n", 417),
    "more than can be kept": (FILES + b"Content-Length: 100000\r\n\r\n" + b"x" * 100_000, 503),
}
TO_DO = {  # in each language, what the page tells to do
    408: ("أرسلوه من جديد", "envoyez-le de nouveau", "envíelo de nuevo"),
    411: ("Content-Length",) * 3,
    414: ("بكلمات أقل", "avec moins de mots", "con menos palabras"),
    431: ("احذفوا", "Supprimez les cookies", "Borre las cookies"),
    503: ("أعيدوا المحاولة", "réessayez plus tard", "inténtelo"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """In production, without a database, without a folder for what is longer than memory takes."""
    folder = tmp_path_factory.mktemp("refusing")
    environment = in_production(folder, NOWHERE) | {"SPOOL": str(folder / "nowhere")}
    with web_server(folder, config=HASTY, **BY_PROXY | {"ready": 503}, **environment) as running:
        yield running


def answer(server, sent):
    with server.connect() as line:
        line.sendall(sent)
        head, _end, body = read_all(line).partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode(), body.decode()


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_a_page_in_the_language_of_its_address_that_says_what_to_do(server, what):
    sent, expected = REFUSED[what]
    for number, language in enumerate(["ar", "fr", "es"]):
        status, head, page = answer(server, sent.replace(b"%s", language.encode()))
        assert status == expected, server.log.read_text()[-3000:]
        assert f'<html lang="{language}"' in page
        assert f'<p class="error-code">{expected}</p>' in page
        assert TO_DO.get(expected, ("",) * 3)[number] in page
        assert f"Content-Language: {language}" in head
        assert "connection: close" in head.lower()
        assert_it_is_guarded_like_every_answer(head, page)


def test_whose_browser_sends_too_much_along_gets_a_page_that_asks_for_nothing_more(server):
    """What it would ask for is refused like the page."""
    _status, _head, page = answer(server, REFUSED["long headers"][0].replace(b"%s", b"ar"))
    assert not re.search(r"<(?:link|script|img|svg|a)\b", page.replace('<a href="/ar/">', ""))


def assert_it_is_guarded_like_every_answer(head, page):
    assert "default-src 'none'" in head
    assert "X-Request-ID: " in head
    assert not re.search(r"^Server: .*\d", head, re.MULTILINE)
    assert "gunicorn" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        (b"GET /nothing" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\nAccept-Language: es, fr;q=0.5\r\n\r\n", "es"),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", "ar"),
        (b"\0\x01\r\n\r\n", "ar"),
    ],
)
def test_without_a_language_in_the_address_the_browsers_decides_and_then_arabic(server, sent, language):
    assert f'<html lang="{language}"' in answer(server, sent)[2]


@pytest.mark.parametrize("kind", ["half a line", "half a head"])
def test_half_a_head_is_answered_in_three_languages(server, kind):
    with slow_visitors(server, kind, 1) as lines:
        drip(lines)
        head, _end, page = read_all(lines[0]).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert b"Server:" not in head
    assert int(re.search(rb"Content-Length: (\d+)", head)[1]) == len(page)
    for sentence in ("افتحوا الصفحة من جديد", "Ouvrez la page de nouveau", "Abra la página de nuevo"):
        assert sentence in page.decode()


def test_nothing_of_a_refused_request_is_logged_but_its_number_and_status(server):
    answer(server, b"GET /fr/?q=secret-word" + b"a" * 9000 + b" HTTP/1.1\r\n" + LOCAL + b"\r\n")
    log = server.log.read_text()
    assert "status=414" in log
    assert "secret-word" not in log
    assert "Traceback" not in log
