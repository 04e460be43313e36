"""What every answer says of its keeping and of other sites, where its view says nothing else."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import has_vary_header

POLICY = "Cross-Origin-Resource-Policy"


def answer_headers(get_response: Callable) -> Callable:
    """Kept only to be asked about again, so that nobody reads yesterday's figures, and what is one person's not at all.

    Shown inside no other site.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_personal = response.cookies or has_vary_header(response, "Cookie")
        response.headers.setdefault("Cache-Control", "private, no-store" if is_personal else "no-cache")
        response.headers.setdefault(POLICY, "same-origin")
        return response

    return respond


def for_other_sites(view: Callable) -> Callable:
    """Of open data, feeds and cards: made to be shown elsewhere."""

    @wraps(view)
    def respond(*args: object, **kwargs: object) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers[POLICY] = "cross-origin"
        return response

    return respond
