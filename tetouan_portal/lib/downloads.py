"""Files as responses: ETag, ranges, readable names, and nothing that a browser could run."""

import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag

from tetouan_portal.lib.front_guard import Refusal

NOTHING_RUNS = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
SHOWN = {  # what a browser may show; everything else is downloaded
    # Browsers do not show a PDF in a sandbox.
    "application/pdf": f"{NOTHING_RUNS}; object-src 'self'",
    "image/jpeg": f"sandbox; {NOTHING_RUNS}",
    "image/png": f"sandbox; {NOTHING_RUNS}",
    "image/webp": f"sandbox; {NOTHING_RUNS}",
}
DOWNLOADED = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
}
UNKNOWN = "application/octet-stream"  # whatever else a row may say: browsers only save it
CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})\s*")  # no file is longer, and Python reads no 4,301 digits


def policy_of(content_type: str) -> str:
    """The content security policy of a stored file: nothing in it runs in the portal's name."""
    return SHOWN.get(content_type, f"sandbox; {NOTHING_RUNS}")


class Part:
    """The bytes of an open file from `start` on, at most `length` of them; closes the file."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.left = file, length
        file.seek(start)

    def read(self, size: int = CHUNK) -> bytes:
        chunk = self.file.read(min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read():
            yield chunk

    def close(self) -> None:
        self.file.close()


def file_response(
    request: HttpRequest, *, file: File, filename: str, content_type: str, etag: str, inline: bool
) -> HttpResponseBase:
    """The file, whole or the one range asked for, in constant memory; 304 and 416 as fits.

    `file` is a stored file, opened here; several ranges at once are answered with the whole. Whatever type is
    stored, browsers show only what is SHOWN, and nothing in it runs in the portal's name.
    """
    if content_type not in {*SHOWN, *DOWNLOADED}:
        content_type = UNKNOWN
    tag = quote_etag(etag)
    if matches(request.headers.get("If-None-Match"), tag):
        return describe(HttpResponseNotModified(), tag)
    size = file.size
    asked = range_of(request, size, tag)
    if asked == UNSATISFIABLE:
        refusal = Refusal(416).response(request)
        refusal.headers["Content-Range"] = f"bytes */{size}"
        return describe(refusal, tag)
    start, end = asked or (0, size - 1)
    length = end - start + 1
    response = FileResponse(Part(file.open("rb"), start, length), content_type=content_type)
    response.headers["Content-Length"] = str(length)
    response.headers["Content-Disposition"] = disposition(filename, inline=inline and content_type in SHOWN)
    response.headers["Content-Security-Policy"] = policy_of(content_type)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if asked:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return describe(response, tag)


def describe(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    response.headers["ETag"] = tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match names the file; a weak tag is as good as a strong one here."""
    if not header:
        return False
    tags = [known.removeprefix("W/") for known in parse_etags(header)]
    return "*" in tags or tag in tags


UNSATISFIABLE = (-1, -1)


def range_of(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First and last byte asked for, None for the whole file, UNSATISFIABLE beyond its end."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    unchanged = request.headers.get("If-Range", tag) == tag
    if not found or found.groups() == ("", "") or not unchanged:
        return None
    first, last = found.groups()
    if not first:  # the last n bytes
        return (max(0, size - int(last)), size - 1) if int(last) and size else UNSATISFIABLE
    start, end = int(first), min(int(last or size), size - 1)
    if last and int(last) < start:
        return None  # not a range at all: RFC 9110, 14.1.1
    return (start, end) if start < size else UNSATISFIABLE


def disposition(filename: str, *, inline: bool) -> str:
    """RFC 6266: an ASCII name for old programs, the true one in UTF-8."""
    kind = "inline" if inline else "attachment"
    plain = filename.encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\\x00-\x1f\x7f]', "", plain) or "file"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
