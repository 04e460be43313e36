"""What signing in and second factors tell of themselves: allauth's own signals become security events."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator

from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

RECOVERY = Authenticator.Type.RECOVERY_CODES


def connect() -> None:
    account.user_logged_in.connect(signed_in)
    account.user_logged_out.connect(signed_out)
    account.password_changed.connect(password_changed)
    account.password_reset.connect(password_changed)
    mfa.authentication_failed.connect(factor_failed)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_reset.connect(recovery_renewed)
    mfa.authenticator_used.connect(factor_used)


def signed_in(request, user, **kwargs):
    events.record(Kind.SIGN_IN, request=request, user=user)


def signed_out(request, user, **kwargs):
    if user is not None:
        events.record(Kind.SESSION_ENDED, request=request, user=user, detail="own")


def password_changed(request, user, signal, **kwargs):
    by_mail = signal is account.password_reset
    events.record(Kind.PASSWORD_CHANGED, request=request, user=user, detail="by_mail" if by_mail else "")


def factor_failed(request, user, **kwargs):
    events.record(Kind.CODE_FAILED, request=request, user=user)


def factor_added(request, user, authenticator, **kwargs):
    kind = Kind.RECOVERY_RENEWED if authenticator.type == RECOVERY else Kind.FACTOR_ADDED
    events.record(kind, request=request, user=user, detail=authenticator.type)


def factor_removed(request, user, authenticator, **kwargs):
    events.record(Kind.FACTOR_REMOVED, request=request, user=user, detail=authenticator.type)


def recovery_renewed(request, user, **kwargs):
    events.record(Kind.RECOVERY_RENEWED, request=request, user=user)


def factor_used(request, user, authenticator, **kwargs):
    if authenticator.type == RECOVERY:
        events.record(Kind.RECOVERY_USED, request=request, user=user)
