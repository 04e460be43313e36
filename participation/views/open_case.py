"""Which case a browser has open: a signed cookie of half an hour, for the pages below `/track/` alone.

The code can so stand in no address and is not asked for at every step. A session would be a row in the database that
staff's sign-in shares, sent with every page of the portal; this cookie holds the case's number and nothing of its
author. No script reads it, no link from another site sends it, and it opens nothing any more once the code has
changed or the case has been erased, whoever copied it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from participation.models import Case
from tetouan_portal.lib.languages import LANGUAGE_CODES

SECONDS = 30 * 60  # from the last time that the case was looked at
SALT = "participation.open_case"


def name_in(language):
    """One cookie a language: a path cannot name the three addresses of the pages."""
    return f"{'__Secure-' if settings.SESSION_COOKIE_SECURE else ''}case-{language}"


def path_in(language):
    with override(language):
        return reverse("participation:track")


def mark(case, secret=None):
    return salted_hmac(SALT, case.tracking_hash, secret=secret, algorithm="sha256").hexdigest()


def marks(case):
    """Also under former keys: a browser keeps its case open while the portal changes its own."""
    return [mark(case, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def remember(response, case):
    for language in LANGUAGE_CODES:
        response.set_signed_cookie(
            name_in(language),
            f"{case.pk}:{mark(case)}",
            salt=SALT,
            max_age=SECONDS,
            path=path_in(language),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response


def forget(response):
    for language in LANGUAGE_CODES:
        response.delete_cookie(name_in(language), path=path_in(language), samesite="Strict")
    return response


def case_opened(request):
    """The case, or None where none is open."""
    kept = request.get_signed_cookie(name_in(request.LANGUAGE_CODE), default="", salt=SALT, max_age=SECONDS)
    number, _colon, marked = kept.partition(":")
    if not number:
        return None
    case = Case.objects.filter(pk=number, tracking_hash__isnull=False).first()
    return case if case and any(constant_time_compare(marked, good) for good in marks(case)) else None
