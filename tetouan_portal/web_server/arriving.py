"""A request as it comes in, piece by piece, until a thread may have it."""

import re
import tempfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from gunicorn.http import get_parser
from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.util import unquote_to_wsgi_str

from tetouan_portal.web_server.bounds import HEAD_BYTES, MEMORY_BYTES

END_OF_HEAD = b"\r\n\r\n"
# What tells the language of whoever sent a head that cannot be read otherwise.
PREFIX = re.compile(rb"[A-Z]{1,20} (/[a-z]{2}/)")
PREFERRED = re.compile(rb"\r\nAccept-Language:[ \t]*([ -~]{1,200})\r\n", re.IGNORECASE)


class Unknown(Exception):  # noqa: N818 -- it is an answer
    """Nobody can say how long the body will be, so no bound could be kept."""


class Unread(BytesIO):
    """Stands for the body of a request that is refused with this status: the application makes the page of it."""

    def __init__(self, refused: int) -> None:
        super().__init__()
        self.refused = refused


class Arriving:
    """One request. gunicorn's own parser reads its head; nothing here has another opinion of what it says."""

    def __init__(self, cfg: Any, peer: Any, body_limit: Callable[[dict], int]) -> None:
        self.cfg, self.peer, self.body_limit = cfg, peer, body_limit
        self.head = bytearray()
        self.request: Any = None
        self.body: Any = None
        self.received = self.expected = 0
        self.rest = b""  # what came behind it: the beginning of the next one

    @property
    def stage(self) -> str:
        if self.request:
            return "body"
        return "head" if self.head else "idle"

    @property
    def is_whole(self) -> bool:
        return self.request is not None and self.received >= self.expected

    @property
    def spooled(self) -> int:
        return len(self.head) + self.received

    def take(self, data: bytes) -> None:
        """Raises what gunicorn's parser raises, and `Unknown`."""
        if self.request is None:
            data = self.take_head(data)
        if self.request is not None and data:
            mine = data[: self.expected - self.received]
            if mine:
                self.body.write(mine)
                self.received += len(mine)
            self.rest += data[len(mine) :]
            if self.is_whole and self.body:
                self.body.seek(0)

    def take_head(self, data: bytes) -> bytes:
        """What is left of `data`: the body begins there."""
        looked_at = max(0, len(self.head) - len(END_OF_HEAD))
        self.head += data if self.head else data.lstrip(b"\r\n")  # empty lines before a request mean nothing
        end = self.head.find(END_OF_HEAD, looked_at)
        if end < 0 and len(self.head) <= HEAD_BYTES:
            return b""
        rest = bytes(self.head[end + len(END_OF_HEAD) :]) if end >= 0 else b""
        del self.head[len(self.head) - len(rest) :]
        self.request = next(get_parser(self.cfg, [bytes(self.head)] if end >= 0 else overlong(self.head), self.peer))
        self.expect_body()
        return rest

    def expect_body(self) -> None:
        """None is awaited where more is announced than the address takes: the application says so, at once."""
        if isinstance(self.request.body.reader, ChunkedReader):
            raise Unknown
        length = self.request.body.reader.length
        if length and length > self.body_limit(about(self.request, length)):
            self.request.body = BytesIO()
            self.request.force_close()
        elif length:
            self.expected = length
            self.request.body = self.body = tempfile.SpooledTemporaryFile(  # noqa: SIM115 -- closed by `forget`
                MEMORY_BYTES, dir=self.cfg.tmp_upload_dir
            )

    def refuse(self, status: int) -> None:
        """Nothing more of it is awaited, and the application hears nothing of it but the status."""
        self.forget()
        self.rest = b""
        self.request = self.request or self.stand_in()
        self.request.body = Unread(status)
        self.request.force_close()

    def stand_in(self) -> Any:
        """For a request that cannot be read: one that asks for nothing, in the same language, over any proxy."""
        prefix, preferred = PREFIX.match(self.head), PREFERRED.search(self.head)
        lines = [
            b"GET %s HTTP/1.1" % (prefix[1] if prefix else b"/"),
            b"Host: localhost",
            b"X-Forwarded-Proto: https",
            b"Accept-Language: %s" % (preferred[1] if preferred else b""),
        ]
        return next(get_parser(self.cfg, [b"\r\n".join(lines) + END_OF_HEAD], self.peer))

    def forget(self) -> None:
        """What lies in a temporary file; `rest` is somebody's still."""
        if self.body:
            self.body.close()
        self.received = self.expected = 0


def about(request: Any, length: int) -> dict[str, Any]:
    """As much of WSGI's environment as it takes to say how much is taken there, and from whom."""
    return {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote_to_wsgi_str(request.path),
        "CONTENT_LENGTH": str(length),
        "HTTP_COOKIE": "; ".join(value for name, value in request.headers if name == "COOKIE"),
    }


def overlong(head: bytearray) -> Any:
    """The parser may have a reason of its own to refuse it: a first line that is too long has a status of its own."""
    yield bytes(head)
    raise LimitRequestHeaders("all headers together")
