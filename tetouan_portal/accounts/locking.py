"""After too many failed attempts: for how long. allauth counts them, in the cache that all processes share.

It counts by the account, whichever of its names was typed and by whichever of the portal's addresses: also where the
password is asked again of somebody who has signed in.
"""

import math
import time
import unicodedata

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import ngettext

COUNTED = {"app": "allauth.account", "action": "login_failed"}


def seconds_left(request: HttpRequest, key: str) -> float:
    """How long until another attempt on `key`, or from this address, is counted again; 0 when it is now."""
    longest = 0.0
    for rate in get_rates(**COUNTED):
        attempts = cache.get(get_cache_key(request, rate=rate, key=key, **COUNTED), [])  # newest first
        if len(attempts) >= rate.amount:
            longest = max(longest, attempts[rate.amount - 1] + rate.duration - time.time())
    return longest


def lock_error(request: HttpRequest, key: str) -> ValidationError:
    minutes = max(1, math.ceil(seconds_left(request, key) / 60))
    return ValidationError(
        ngettext(
            "Too many failed attempts. Try again in %(minutes)d minute.",
            "Too many failed attempts. Try again in %(minutes)d minutes.",
            minutes,
        ),
        code="too_many_login_attempts",
        params={"minutes": minutes},
    )


def clear(request: HttpRequest, key: str) -> None:
    ratelimit.clear(request, key=key, **COUNTED)


def key_of_account(login: str) -> str:
    """One for all names of an account; accounts with one address share it, as that address opens each of them.

    A name that nobody has is counted too, by the same question to the database.
    """
    named = Q(username__iexact=login) | Q(email__iexact=login) | Q(emailaddress__email__iexact=login)
    user = User.objects.filter(named).order_by("pk").first()
    name = (user.email or user.username) if user else login
    return f"password-of-{unicodedata.normalize('NFKC', name).strip().casefold()}"


def key_of_factor(user: object) -> str:
    """Under which allauth counts wrong codes and passkeys of a person."""
    return f"mfa-auth-user-{user.pk}"
