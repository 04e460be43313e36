"""Signing in by a passkey alone. Who asks for its challenge is a stranger yet: nothing is kept for them here.

allauth keeps the state of a challenge in a session, a row for whoever asks. Here it travels in a signed cookie.
"""

import secrets

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from tetouan_portal.lib.challenge.once import spend

SALT = "accounts.passkey"
VALID_FOR = 10 * 60  # seconds: to find the key and to press it


def cookie_name() -> str:
    return "__Host-passkey" if settings.SESSION_COOKIE_SECURE else "passkey"


class EnterByPasskeyView(LoginWebAuthnView):
    """Each challenge is good for signing in once."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        token, state = opened(request.COOKIES.get(cookie_name(), ""))
        self.token = token
        if request.method == "POST" and state:
            request.session[STATE_SESSION_KEY] = state
        response = super().dispatch(request, *args, **kwargs)
        made = request.session.pop(STATE_SESSION_KEY, None)
        if request.method == "GET" and made:
            hand_over(response, made)
        return response

    def form_valid(self, form) -> HttpResponseBase:
        if not spend(self.token, seconds=VALID_FOR):
            form.add_error("credential", get_adapter().validation_error("incorrect_code"))
            return self.form_invalid(form)
        return super().form_valid(form)


def hand_over(response: HttpResponseBase, state: dict) -> None:
    response.set_cookie(
        cookie_name(),
        signing.dumps([secrets.token_urlsafe(9), state], salt=SALT),
        max_age=VALID_FOR,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def opened(cookie: str) -> tuple[str, dict | None]:
    """What names the challenge, and its state; none where the cookie is not ours or too old."""
    try:
        token, state = signing.loads(cookie, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return "", None
    return token, state


enter_by_passkey = EnterByPasskeyView.as_view()
