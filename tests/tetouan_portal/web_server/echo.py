"""A small application that tells what reached it. No database: its server starts in a second."""

import hashlib
import io
import time
from http import HTTPStatus
from pathlib import Path

from tetouan_portal.lib.front_guard import REFUSED

BIG = 8 * 1024 * 1024  # more than the system keeps for a reader who does not read


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if status := environ.get(REFUSED):
        start_response(f"{status} {HTTPStatus(status).phrase}", [("Content-Length", "0")])
        return []
    if path == "/broken":
        raise ValueError(environ["HTTP_HOST"])
    headers = [("Content-Type", "text/plain")]
    if path == "/unframed":  # of no known length
        start_response("200 OK", headers)
        return [b"one,", b"two,", b"three"]
    body = answer(path, environ)
    length = BIG if path == "/file" else len(body)
    start_response("200 OK", [*headers, ("Content-Length", str(length))])
    return body if path == "/file" else [body]


def answer(path, environ):
    if path == "/big":
        return big()
    if path == "/file":
        return environ["wsgi.file_wrapper"](Path(environ["QUERY_STRING"]).open("rb"))
    if path == "/slow":
        time.sleep(1.5)
    if path == "/lines":
        return b"|".join(environ["wsgi.input"].readlines())
    received = environ["wsgi.input"].read()
    return f"{environ['REQUEST_METHOD']} {len(received)} {hashlib.sha256(received).hexdigest()}".encode()


def big():
    return io.BytesIO(bytes(range(256)) * (BIG // 256)).getvalue()
