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


def cookie_name(what):
    """`what`: a kind of case, or "receipt". Each has its own: no window changes what another goes on from."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}draft-{what}"


def secret_of(request, what):
    """What the browser says, whoever put it there: good for something only where a row is found by it."""
    return request.COOKIES.get(cookie_name(what), "")


def hand_over(response, what, secret):
    """Until the browser is closed: many people share theirs."""
    response.set_cookie(
        cookie_name(what), secret, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/"
    )


def take_back(response, what):
    """The `__Host-` of its name demands the attribute for this too, which Django adds by itself."""
    response.delete_cookie(cookie_name(what), path="/", samesite="Lax")
