"""How often a password or a code may be got wrong, and who is shut out meanwhile.

Guesses count for the account, whichever of its names was typed, in whatever spelling, by whichever of the portal's
addresses, at every door that asks for the same secret. A stranger with any number of network addresses has 33 guesses
at a password in a first day and 24 in each that follows (`OF_ACCOUNT`); from one network address 5 in fifteen minutes.

Nobody shuts a colleague out by this: a browser in which somebody signed in before (`browsers`) counts apart, for
that account alone; a passkey is always asked; and a new password by mail makes its browser a known one. So an account
has 33 guesses more for each of its ten browsers, for whoever holds one of them.
"""

import math
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tetouan_portal.accounts import browsers
from tetouan_portal.accounts.guesses import Counted, Key, PauseError, Rule, count
from tetouan_portal.accounts.names import plain
from tetouan_portal.lib.throttle import client_address
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

GROWING = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 32, 60))
A_DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
OF_ACCOUNT = Rule("password", 5, GROWING, A_DAY)  # in browsers that nobody knows, all together
AT_ADDRESS = Rule("password from an address", 5, (QUARTER,), QUARTER)
OF_ADDRESS = Rule("passwords of an address", 20, (timedelta(minutes=5),), timedelta(minutes=5))  # of all accounts
IN_BROWSER = Rule("password in a known browser", 5, GROWING, A_DAY)
CODES = Rule("codes", 5, GROWING, A_DAY)
CODES_IN_BROWSER = Rule("codes in a known browser", 5, GROWING, A_DAY)
CODE_ONCE = Rule("code used", 1, (timedelta(seconds=120),), timedelta(seconds=120))  # longer than a code is valid
WAYS_IN = _("A passkey, a browser in which you signed in before, or a new password by e-mail let you in at once.")


class Attempt:
    """A guess at a password that was counted."""

    def __init__(self, user: User | None, counted: Counted) -> None:
        self.user = user
        self.take_back = counted.take_back


def password(request: HttpRequest, login: str) -> Attempt:
    """Count a guess at the password of whoever is called so. Raises ValidationError while none is looked at."""
    users = called(login)
    user = users[0] if users else None
    known = browsers.known(request, users)
    if known:
        keys = [Key(IN_BROWSER, f"{known.pk}", user)]
    else:
        name, address = key_of(login, user), client_address(request)
        keys = [Key(OF_ACCOUNT, name, user), Key(AT_ADDRESS, f"{name}\n{address}"), Key(OF_ADDRESS, address)]
    try:
        return Attempt(user, count(keys))
    except PauseError as pause:
        events.record(Kind.SIGN_IN_LOCKED, request=request, user=user)
        raise locked(pause, and_so=WAYS_IN) from None


def code(request: HttpRequest, user: User) -> Counted:
    """Count a guess at the second factor's codes. Raises ValidationError while none is looked at."""
    known = browsers.known(request, [user])
    if known and known.has_signed_in:
        key = Key(CODES_IN_BROWSER, f"{known.pk}", user)
    else:
        key = Key(CODES, f"{user.pk}", user)
    try:
        return count([key])
    except PauseError as pause:
        events.record(Kind.SIGN_IN_LOCKED, request=request, user=user, detail="code")
        raise locked(pause) from None


def is_first_use(user: User, typed: str) -> bool:
    """Of a code that is right: for as long as it is valid it opens once."""
    try:
        count([Key(CODE_ONCE, f"{user.pk}\n{typed}", user)])
    except PauseError:
        return False
    return True


def locked(pause: PauseError, *, and_so: object = "") -> ValidationError:
    minutes = max(1, math.ceil((pause.until - timezone.now()).total_seconds() / 60))
    sentence = ngettext(
        "Too many failed attempts. Try again in %(minutes)d minute.",
        "Too many failed attempts. Try again in %(minutes)d minutes.",
        minutes,
    )
    words = format_lazy("{} {}", sentence, and_so) if and_so else sentence
    return ValidationError(words, code="too_many_login_attempts", params={"minutes": minutes})


def called(login: str) -> list[User]:
    """Those whom a name opens, in one question, also of a name that nobody has."""
    named = Q(username__iexact=login) | Q(email__iexact=login) | Q(emailaddress__email__iexact=login)
    return list(User.objects.filter(named).order_by("pk").distinct())


def key_of(login: str, user: User | None) -> str:
    """One for all names of an account; accounts with one address share it, as that address opens each of them."""
    return plain((user.email or user.username) if user else login)
