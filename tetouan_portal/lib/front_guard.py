"""What is refused before anything of a request is decoded.

Django decodes a form, and a query too, with whatever codec of Python's the sender names: some take minutes, some fail.

`guard` stands in front of Django, which cannot even make a request of some headers; `front_guard` answers what it
refused with the portal's own page. Where a test calls Django directly it refuses by itself what Django can make a
request of.
"""

from collections.abc import Callable, Iterator
from email.message import Message
from encodings.aliases import aliases
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase, multipartparser
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.http import parse_header_parameters
from django_permissions_policy import PermissionsPolicyMiddleware

from tetouan_portal.lib import security_events

OURS = {"utf_8", "ascii"}
SPELLINGS = OURS | {alias for alias, codec in aliases.items() if codec in OURS}
FORM_MAX_BYTES = 40 * 1024 * 1024  # the largest form: a message with its photos
REFUSED = "tetouan_portal.refused"  # no header can be called so


def guard(application: Callable) -> Callable:
    """The WSGI application, to which nothing of a refused form is handed."""

    def respond(environ: dict[str, Any], start_response: Callable) -> Any:
        if is_refused(environ):
            environ |= {REFUSED: True, "CONTENT_TYPE": ""}
        return application(environ, start_response)

    return respond


def body_limit(_environ: dict[str, Any]) -> int:
    """How many bytes an address takes: the web server reads no more, and hands on at once what announces more."""
    return FORM_MAX_BYTES


def front_guard(get_response: Callable) -> Callable:
    """Stands before everything that answers, so that a refusal passes by itself what sets every answer's headers."""
    refuse: Callable = convert_exception_to_response(refusal)
    for headers in (XFrameOptionsMiddleware, PermissionsPolicyMiddleware, ContentSecurityPolicyMiddleware):
        refuse = headers(refuse)

    def respond(request: HttpRequest) -> HttpResponseBase:
        if REFUSED in request.META or is_refused(request.META):
            request.encoding = settings.DEFAULT_CHARSET  # the page of the refusal, too, reads nothing else
            return refuse(request)
        return get_response(request)

    return respond


def refusal(_request: HttpRequest) -> HttpResponseBase:
    security_events.record("request_refused")
    raise BadRequest


def is_refused(environ: dict[str, Any]) -> bool:
    try:
        parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        return True
    return False


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
