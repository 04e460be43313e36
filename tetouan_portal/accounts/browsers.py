"""Browsers in which somebody signed in before: other people's wrong guesses do not shut them out.

The cookie is a secret of 256 bits and says nothing; the table holds its hash beside whom it belongs to. It opens
nothing by itself. A new password, or closing the account, makes all its browsers unknown: the database does that,
whoever changed the row (`migrations/0020_guesses_and_browsers.py`).
"""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tetouan_portal.accounts.models import KnownBrowser, hash_of

MOST = 10  # of an account: the ones used last


def known(request: HttpRequest, users: Sequence[User]) -> KnownBrowser | None:
    """As a browser of one of these."""
    secret = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
    if not secret:
        return None
    return KnownBrowser.objects.used_lately().filter(secret_hash=hash_of(secret), user__in=users).first()


def is_somebodys(request: HttpRequest) -> bool:
    secret = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
    return bool(secret) and KnownBrowser.objects.used_lately().filter(secret_hash=hash_of(secret)).exists()


def remember(request: HttpRequest, response: HttpResponse, user: User, *, has_signed_in: bool) -> None:
    """From now on this browser is one of theirs. `has_signed_in`: with every factor, not by a link in a mail alone."""
    secret = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "") if is_somebodys(request) else ""
    secret = secret or secrets.token_urlsafe(
        32
    )  # never one that only the browser knows: somebody may have put it there
    browser, made = KnownBrowser.objects.get_or_create(
        user=user, secret_hash=hash_of(secret), defaults={"has_signed_in": has_signed_in}
    )
    if not made:
        browser.last_used_at = timezone.now()
        browser.has_signed_in = browser.has_signed_in or has_signed_in
        browser.save(update_fields=["last_used_at", "has_signed_in"])
    newest = KnownBrowser.objects.filter(user=user).order_by("-last_used_at", "-pk").values_list("pk", flat=True)
    KnownBrowser.objects.filter(user=user).exclude(pk__in=list(newest[:MOST])).delete()
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        secret,
        max_age=settings.BROWSER_KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_unused() -> int:
    return KnownBrowser.objects.unused().delete()[0]
