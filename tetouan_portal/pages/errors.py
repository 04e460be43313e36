"""Error pages in the reader's language: the path's prefix decides, else what the browser prefers.

They touch neither the database nor the session, so that they work when those do not. Where even the frame of a page
fails, for instance without the collected static files, the same words come up without it.
"""

import logging
import sys
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from tetouan_portal.lib.logs import request_id
from tetouan_portal.lib.passing import is_database_away, is_lost_in_commit, is_without_room

logger = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFilesSent)
WORDS = ("subject", "text", "place", "national_reference", "urgency_reason", "name", "email", "phone")
BARE = "bare.html"
NO_STYLESHEET_EITHER = 431  # asked for with the same cookies, it is refused like the page
RETRY_AFTER = 30  # seconds: what robots are asked to wait


def error_page(request, status, *, template=None, **context):
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        body = rendered(request, template or f"{status}.html", {"status": status, **context})
    return HttpResponse(body, status=status, headers={"Content-Language": language})


def rendered(request, template, context):
    try:
        return render_to_string(template, context, request)
    except Exception as error:  # noqa: BLE001 -- whatever is missing
        logger.error("An error page came up without its frame: %s", error)  # noqa: TRY400 -- told once, by the first line
        return render_to_string(template, {**context, "request": request, "frame": BARE})


def bad_request(request, exception):
    status = 413 if isinstance(exception, TOO_LARGE) else getattr(exception, "status", 400)
    if status == 413:
        return error_page(request, status, most=getattr(exception, "most", None))
    if status == 503:  # what arrived could not be kept until it was whole
        return to_be_asked_again(error_page(request, status, without_room=True, sent=True), RETRY_AFTER)
    frame = BARE if status == NO_STYLESHEET_EITHER else None
    return error_page(request, status, template="400.html", frame=frame)


def permission_denied(request, exception):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    return error_page(request, 403, form_expired=True, typed=typed_in(request) if is_our_own(request) else [])


def is_our_own(request):
    """Whether the form stood on a page of ours, as the browser says: no other site has its words shown here."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def typed_in(request):
    """[(name, text)] of the words that a citizen's form holds: no password, no code, nothing that was chosen."""
    return [(name, request.POST[name]) for name in WORDS if request.POST.get(name, "").strip()]


def page_not_found(request, exception):
    return error_page(request, 404)


def server_error(request):
    """A fault of ours, or something that passes by itself: then what was typed can be sent again."""
    error = sys.exception()
    without_room = is_without_room(error)
    if not without_room and not is_database_away(error):
        return error_page(request, 500, number=request_id.get())
    error.portal_passing = True  # a line of the log says all there is to say
    sent = request.method not in ("GET", "HEAD")
    told = {"without_room": without_room, "sent": sent, "may_be_saved": sent and is_lost_in_commit(error)}
    page = error_page(request, 503, number=request_id.get(), **told)
    return to_be_asked_again(page, RETRY_AFTER)


def not_ready(request):
    """What has to be looked at before anything may be read could not be looked at yet."""
    return to_be_asked_again(error_page(request, 503, template="not_yet.html"), 10)


def to_be_asked_again(page, seconds):
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    return page
