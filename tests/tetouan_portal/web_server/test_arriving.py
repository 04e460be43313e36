import pytest
from gunicorn.config import Config

from tetouan_portal.web_server.arriving import Arriving

HEAD = b"POST /fr/%C3%A9/?q=1 HTTP/1.1\r\nHost: localhost\r\nCookie: a=1\r\nContent-Length: 5\r\n\r\n"


@pytest.fixture
def arriving():
    """A request whose body may hold `arriving.limit` bytes; `arriving.asked` is what that was asked with."""

    def limit(environ):
        made.asked = environ
        return made.limit

    made = Arriving(Config(), ("127.0.0.1", 1), limit)
    made.limit = 5
    yield made
    made.forget()


def test_how_much_is_taken_is_asked_before_the_body_comes(arriving):
    arriving.take(HEAD)
    assert arriving.asked == {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/fr/\xc3\xa9/",  # as WSGI writes it
        "CONTENT_LENGTH": "5",
        "HTTP_COOKIE": "a=1",
    }
    assert (arriving.stage, arriving.is_whole) == ("body", False)


def test_what_announces_too_much_is_whole_at_once_and_kept_nowhere(arriving):
    arriving.limit = 4
    arriving.take(HEAD + b"12345")
    assert arriving.is_whole
    assert arriving.body is None
    assert arriving.request.body.read() == b""
    assert arriving.request.should_close()


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_pieces_of_any_size_make_the_same_request(arriving, size):
    sent = HEAD + b"12345" + b"GET"
    for start in range(0, len(sent), size):
        arriving.take(sent[start : start + size])
    assert arriving.is_whole
    assert arriving.request.body.read() == b"12345"
    assert arriving.rest == b"GET"
