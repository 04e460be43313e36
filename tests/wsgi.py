"""The portal's own WSGI application, asked as a web server asks it."""

import contextlib
import io
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from tetouan_portal.wsgi import application


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def page(self):
        return self.body.decode()


class Unread(io.RawIOBase):
    """A form of which nothing may be read."""

    def read(self, *args):
        raise AssertionError("The form was read.")

    readline = readinto = read


def ask(path, method="GET", **environ):
    """`environ` takes the place of what a browser says; None: it does not say it."""
    sent, _mark, query = path.partition("?")
    address = {"PATH_INFO": unquote_to_bytes(sent).decode("latin-1"), "QUERY_STRING": query}
    asked = {**RequestFactory().generic(method, "/").environ, **address, **environ}
    answer = {}
    response = application(
        {name: value for name, value in asked.items() if value is not None},
        lambda status, headers: answer.update(status=int(status[:3]), headers=dict(headers)),
    )
    body = b"".join(response)
    response.close()
    return Answer(answer["status"], answer["headers"], body)


@contextlib.contextmanager
def connections_left_alone():
    """A server closes old connections around each request; here there are none, or the test's own."""
    around = (request_started, request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)
