"""Pages that show what somebody typed: no cache, no search engine and no other site learns of them."""

from functools import wraps

from django.conf import settings
from django.views.decorators.debug import sensitive_post_parameters

HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",  # none at all would take the Origin away that a form is trusted by
}


def private(view):
    """Of everything that only the author is to read: before sending, on the receipt, and on the case's own pages."""

    @wraps(view)
    @sensitive_post_parameters()
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answer


def cookie_name():
    return "__Host-draft" if settings.SESSION_COOKIE_SECURE else "draft"


def secret_of(request):
    return request.COOKIES.get(cookie_name(), "")


def hand_over(response, secret):
    """Until the browser is closed: many people share theirs."""
    response.set_cookie(
        cookie_name(), secret, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/"
    )
