"""How much a request may bring along, by the door at which it comes: refused by its announced length, unread.

Django reads no further than what was announced, and the first to read is the check of the form's origin, at every
address: what is too large for the door must be refused before. Where files are taken stands at the view.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from tetouan_portal.lib.front_guard import Refusal

# A citizen's form: its fields at their longest, in Arabic, percent-encoded.
WORDS = 64 * 1024
# Of staff, whose pages have long texts in three languages: where Django itself ends.
STAFF_WORDS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
ALL_FILES = 150 * 1024 * 1024  # of one post, whatever each may have: a batch of scanned budgets
ONE_TOO_MANY = 1  # is still taken: the form itself refuses it, in words, and keeps the others


class Files(NamedTuple):
    """That a door takes."""

    number: int
    each: int  # bytes
    staff_only: bool

    @property
    def most(self) -> int:
        return min((self.number + ONE_TOO_MANY) * self.each, ALL_FILES)


def takes_files(number: int, each: int, *, staff_only: bool = False) -> Callable:
    """Of a view: up to so many files of so many bytes at once; at a door of staff a stranger's are not even read."""

    def declare(view: Callable) -> Callable:
        view.takes_files = Files(number, each, staff_only)  # type: ignore[attr-defined]
        return view

    return declare


def most_bytes(request: HttpRequest, view: Callable) -> int:
    files: Files | None = getattr(view, "takes_files", None)
    if files and not files.staff_only:
        return WORDS + files.most
    if not is_of_staff(request):
        return WORDS
    return STAFF_WORDS + (files.most if files else 0)


def body_limit(environ: dict[str, Any]) -> int:
    """What the web server reads of a request before anybody knows who asks: a session's cookie may be one of staff."""
    try:
        path = environ["PATH_INFO"].encode("latin-1").decode()
        with override(get_language_from_path(path)):  # an address is one in its own language alone
            view = resolve(path).func
    except (Resolver404, UnicodeDecodeError):
        return WORDS
    files: Files | None = getattr(view, "takes_files", None)
    if files and not files.staff_only:
        return WORDS + files.most
    if settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", ""):
        return WORDS
    return STAFF_WORDS + (files.most if files else 0)


def is_of_staff(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_active and user.is_staff)


class BodySizeMiddleware:
    """Before the one that checks the origin of a form, which reads it."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        if announced <= WORDS:  # at every door
            return None
        most = most_bytes(request, view)
        return Refusal(413, most=most).response(request) if announced > most else None
