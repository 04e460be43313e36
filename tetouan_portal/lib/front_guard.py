"""What is refused before anything of a request is decoded, and what of it is as if it were not there.

Django decodes a form, and a query too, with whatever codec of Python's the sender names: some take minutes, some fail.
It hands on cookies, ranges and paths that no browser makes, to code that never met one.

The web server refuses by itself what does not arrive as it should, and hands over nothing but the status.
`guard` stands in front of Django, which cannot even make a request of some headers; `front_guard` answers what it
refused with the portal's own page. Where a test calls Django directly it refuses by itself what Django can make a
request of. How much a body may hold depends on its address, which nobody knows here yet (`body_size.py`).
"""

import re
from collections.abc import Callable, Iterator
from email.message import Message
from encodings.aliases import aliases
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.exception import convert_exception_to_response, get_exception_response
from django.http import HttpRequest, HttpResponseBase, multipartparser
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.urls import get_resolver
from django.utils.http import parse_header_parameters
from django_permissions_policy import PermissionsPolicyMiddleware

from tetouan_portal.lib import security_events

OURS = {"utf_8", "ascii"}
SPELLINGS = OURS | {alias for alias, codec in aliases.items() if codec in OURS}
REFUSED = "tetouan_portal.refused"  # no header can be called so
NO_FAULT = {408, 503}  # of who sent it: a slow line, a server without room
ALLOWED = "GET, HEAD, POST, OPTIONS"
METHODS = ALLOWED.split(", ")
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
LENGTH = re.compile(r"[0-9]{1,19}")  # Python refuses to read a number of 4,301 digits, 19 are enough for every file
RANGE = re.compile(r"bytes=(?:[0-9]{1,19}-[0-9]{0,19}|-[0-9]{1,19})[ \t]*")
COOKIE_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
COOKIE_VALUE = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, without quotes, in which Python reads any character
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
CSRF_SECRET = re.compile(r"(?:[a-zA-Z0-9]{32}){1,2}")


class Refusal(BadRequest):
    """Of a request that cannot be answered, with the status that says why; `most` is how many bytes are taken."""

    def __init__(self, status: int, *, most: int | None = None) -> None:
        super().__init__(status)
        self.status, self.most = status, most

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """The page that handler400 or handler404 makes of it."""
        answer = get_exception_response(request, get_resolver(), 404 if self.status == 404 else 400, self)
        if self.status == 405:
            answer.headers["Allow"] = ALLOWED
        return answer


def guard(application: Callable) -> Callable:
    """The WSGI application, to which nothing of a refused form is handed."""

    def respond(environ: dict[str, Any], start_response: Callable) -> Any:
        if status := environ.get(REFUSED) or fault_of(environ):
            environ |= {REFUSED: status, "CONTENT_TYPE": "", "CONTENT_LENGTH": "0", "HTTP_COOKIE": ""}
        return application(environ, start_response)

    return respond


def front_guard(get_response: Callable) -> Callable:
    """Stands before everything that answers, so that a refusal passes by itself what sets every answer's headers."""
    refuse: Callable = convert_exception_to_response(refusal)
    for headers in (XFrameOptionsMiddleware, PermissionsPolicyMiddleware, ContentSecurityPolicyMiddleware):
        refuse = headers(refuse)

    def respond(request: HttpRequest) -> HttpResponseBase:
        as_sent = {"PATH_INFO": request.path_info.encode().decode("latin-1")}  # Django has read it
        if status := request.META.get(REFUSED) or fault_of(request.META | as_sent):
            request.META[REFUSED] = status
            return refuse(request)
        mend(request.META)
        return get_response(request)

    return respond


def refusal(request: HttpRequest) -> HttpResponseBase:
    if request.META[REFUSED] not in NO_FAULT:
        security_events.record("request_refused")
    return Refusal(request.META[REFUSED]).response(request)


def fault_of(environ: dict[str, Any]) -> int:
    """The status with which a request is refused unread, 0 for none."""
    announced = environ.get("CONTENT_LENGTH") or "0"
    faults = (
        (400, not is_in_our_charset(environ)),
        (404, is_no_path(environ.get("PATH_INFO", ""))),
        (405, environ.get("REQUEST_METHOD") not in METHODS),
        (411, not environ.get("CONTENT_LENGTH") and environ.get("HTTP_TRANSFER_ENCODING")),  # Django would read nothing
        (400, not LENGTH.fullmatch(announced)),
        (415, environ.get("REQUEST_METHOD") == "POST" and announced.strip("0") and not is_form(environ)),
    )
    return next((status for status, is_faulty in faults if is_faulty), 0)


def is_in_our_charset(environ: dict[str, Any]) -> bool:
    try:
        parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        return False
    return True


def is_form(environ: dict[str, Any]) -> bool:
    return environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() in FORMS


def is_no_path(path: str) -> bool:
    """With a control character, or not UTF-8: as WSGI hands it over, each byte a character."""
    sent = path.encode("latin-1")
    try:
        sent.decode()
    except UnicodeDecodeError:
        return True
    return bool(CONTROLS.search(sent))


def mend(environ: dict[str, Any]) -> None:
    """A cookie that nobody here gave and a range that no reader asks for are as if they had not been sent."""
    if "HTTP_COOKIE" in environ:
        environ["HTTP_COOKIE"] = "; ".join(cookies(environ["HTTP_COOKIE"]))
    if not RANGE.fullmatch(environ.get("HTTP_RANGE", "bytes=0-")):
        del environ["HTTP_RANGE"]


def cookies(header: str) -> Iterator[str]:
    """Those that have the shape in which they are given."""
    shapes = {settings.SESSION_COOKIE_NAME: SESSION_KEY, settings.CSRF_COOKIE_NAME: CSRF_SECRET}
    for pair in header.split(";"):
        name, is_pair, value = pair.strip(" \t").partition("=")
        if is_pair and COOKIE_NAME.fullmatch(name) and shapes.get(name, COOKIE_VALUE).fullmatch(value):
            yield f"{name}={value}"


def parameters(header: str) -> tuple[str, dict[str, str]]:
    """As Django reads them. Raises ValueError for every charset but UTF-8 and ASCII, before it is looked up."""
    for charset in charsets(header):
        if charset.lower().replace("-", "_") not in SPELLINGS:
            raise ValueError(charset)
    return parse_header_parameters(header)


def charsets(header: str) -> Iterator[str]:
    """What a header names as its charset, and what it says its own values are written in (RFC 2231)."""
    message = Message()
    message["content-type"] = header
    for name, value in message.get_params(failobj=[]):
        text = value
        if isinstance(value, tuple):
            written_in, _language, text = value
            yield written_in or "ascii"
        if name == "charset":
            yield text


def refuse_foreign_parts() -> None:
    """The headers of a form's parts are read the same way: one that breaks the rule is as if it were not there.

    Django has no setting for it: its parser calls the function by this name.
    """
    multipartparser.parse_header_parameters = parameters  # type: ignore[attr-defined]
