"""Where django-allauth asks: our words, our letters, our refusals."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import browsers, factor_keys, letters, locking, second_factor
from tetouan_portal.accounts.devices import device
from tetouan_portal.accounts.models import LetterKind
from tetouan_portal.audit.context import view_name
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

BROWSER_LENGTH = 200
# What allauth tells by mail: (our letter, the words for what happened)
TOLD = {
    "account/email/password_changed": (LetterKind.PASSWORD_CHANGED, ""),
    "account/email/password_reset": (LetterKind.PASSWORD_CHANGED, ""),
    "account/email/password_set": (LetterKind.PASSWORD_CHANGED, ""),
    "mfa/email/totp_activated": (LetterKind.FACTOR_ADDED, "app"),
    "mfa/email/webauthn_added": (LetterKind.FACTOR_ADDED, "passkey"),
    "mfa/email/totp_deactivated": (LetterKind.FACTOR_REMOVED, "app"),
    "mfa/email/webauthn_removed": (LetterKind.FACTOR_REMOVED, "passkey"),
    "mfa/email/recovery_codes_generated": (LetterKind.RECOVERY_CODES, ""),
}
WRONG_PASSWORD = _("The address, the user name or the password is not right.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": WRONG_PASSWORD,
        "username_password_mismatch": WRONG_PASSWORD,
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or no longer valid. Enter the newest one."),
        "incorrect_password": _("This password is not right."),
        "invalid_login": WRONG_PASSWORD,
        "invalid_password_reset": _("This link is no longer valid."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self.attempt.take_back()
        return user

    def pre_authenticate(self, request, **credentials):
        """What it replaces counts by the Host, which the sender chooses, in a table that is culled."""
        self.attempt = locking.password(request, credentials.get("email") or credentials.get("username") or "")

    def authentication_failed(self, request, **credentials):
        events.record(Kind.SIGN_IN_FAILED, request=request, user=self.attempt.user, detail=view_name(request))

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        browsers.remember(request, response, user, has_signed_in=True)
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not again within minutes of any proof, signing in included."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user):
        words = {
            "reauthenticate": gettext("With your password"),
            "mfa_reauthenticate": gettext("With a code from your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("With a passkey"),
        }
        return [{**method, "description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request):
        return reverse("mfa_index")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        kind, what = TOLD[template_prefix]
        browser = device(self.get_http_user_agent(self.request)[:BROWSER_LENGTH])
        letters.queue(user, kind, what=what, ip=self.get_client_ip(self.request), browser=browser)


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        super().end_sessions(sessions)
        for session in sessions:
            events.record(Kind.SESSION_ENDED, user=session.user)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": second_factor.LAST_ONE,
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first: recovery codes only replace them."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def can_delete_authenticator(self, authenticator):
        return not second_factor.is_the_last_needed(authenticator)

    def generate_authenticator_name(self, user, type):  # noqa: A002 -- allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        return {**super().get_public_key_credential_rp_entity(), "name": gettext("Tétouan, open commune")}

    def encrypt(self, text):
        return factor_keys.ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return factor_keys.ciphers().decrypt(encrypted_text.encode()).decode()
