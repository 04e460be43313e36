"""Who needs a second factor, who lacks it, and what they reach until they have one."""

import re

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter as sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from tetouan_portal import roles
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LAST_ONE = _("Your role needs a second factor: add another one before you remove this one.")
# Where it matters who asks. Elsewhere nobody is asked (a test walks all addresses), also while the database is away.
DOORS_OF_PEOPLE = re.compile(r"/[a-z]{2}/(?:admin|accounts|style-guide)/")
# Of these, what somebody who lacks their second factor may open: its set-up, and the way out.
REACHED = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "admin:logout",
    "admin:jsi18n",
    "accounts:invitation_link",
    "accounts:invitation",
}


def factors_of(user: User):
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def is_required_of(user: User) -> bool:
    return settings.STAFF_MFA and roles.requires_mfa(user)


def is_missing(user: User) -> bool:
    return is_required_of(user) and not factors_of(user).exists()


def is_the_last_needed(authenticator: Authenticator) -> bool:
    others = factors_of(authenticator.user).exclude(pk=authenticator.pk)
    return authenticator.type in FACTORS and is_required_of(authenticator.user) and not others.exists()


def require_second_factor(get_response):
    """Whoever needs a second factor and has none is led to its set-up from every page that is not everybody's."""

    def respond(request: HttpRequest) -> HttpResponse:
        # Without the session's cookie nobody is signed in: public pages are not made to look.
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.second_factor_is_missing = SimpleLazyObject(
            lambda: signed_in and request.user.is_authenticated and is_missing(request.user)
        )
        if signed_in and not is_reached(request) and request.second_factor_is_missing:
            return redirect("mfa_index")
        return get_response(request)

    return respond


def is_reached(request: HttpRequest) -> bool:
    if not DOORS_OF_PEOPLE.match(request.path_info):
        return True
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return True  # nothing is there
    return match.view_name in REACHED


@transaction.atomic
def clear(user: User) -> None:
    """For somebody who lost theirs: it is gone, every session ends, and they are told."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    letters.queue(user, LetterKind.FACTORS_CLEARED)
    events.record(Kind.FACTOR_REMOVED, user=user, detail="all")


def end_sessions(user: User) -> None:
    sessions().end_sessions(UserSession.objects.filter(user=user).select_related("user"))
