"""A number for each request, on each of its lines in the log, in the answer and on the page of a failure.

Whoever meets a failure can quote it. One line a request says which page was asked for, what was answered and how long
it took: by the name of the page, never by its address, and not who asked.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tetouan_portal.lib.logs import request_id

SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
logger = logging.getLogger(__name__)


def request_lines(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """In front of everything that answers."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        begun = time.monotonic()
        token = request_id.set(number_of(request))
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            if settings.REQUEST_LINES and (request.resolver_match or response.status_code >= 400):
                tell(request, response.status_code, time.monotonic() - begun)
            return response
        finally:
            request_id.reset(token)

    return respond


def number_of(request: HttpRequest) -> str:
    """That of our own proxy, so that its lines and ours are found together; otherwise one made here."""
    named = request.headers.get("X-Request-ID", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 and SANE.fullmatch(named):
        return named
    return secrets.token_hex(8)


def tell(request: HttpRequest, status: int, seconds: float) -> None:
    page = request.resolver_match.view_name if request.resolver_match else "-"
    values = {"method": request.method, "page": page, "status": status, "ms": round(seconds * 1000)}
    logger.info("request", extra={"fields": values})
