"""In front of what asks the database, for people who wait for the answer."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase

from tetouan_portal.lib.postgresql.patience import waited_for


def waiting_readers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Nobody waits long for a database that is away; what comes in pieces has begun before anything is answered.

    Its failure is a page, not half a file; one that comes later breaks the connection off, which browsers tell.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        with waited_for():
            response: Any = get_response(request)
            if response.streaming and not response.is_async and not isinstance(response, FileResponse):
                response.streaming_content = begun(iter(response.streaming_content))
            return response

    return respond


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    return chain([next(pieces, b"")], each_waited_for(pieces))


def each_waited_for(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Behind the request, in the thread that sends them."""
    while True:
        with waited_for():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
