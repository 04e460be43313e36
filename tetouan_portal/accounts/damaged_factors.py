"""Second factors that no key opens: passed over where others are good, and told.

The owner is told what else opens the account; operators find the row in the log, and their number in the status.
"""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import factor_keys
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

logger = logging.getLogger(__name__)
CODES = Authenticator.Type.RECOVERY_CODES
SOME = _(
    "This code is not right, or it can no longer be checked: one of your second factors cannot be read. Use another"
    " one, or ask an administrator to clear your second factors."
)
ALL = _(
    "No code can be checked any more: what yours are compared with cannot be read. Use a passkey if you have one, or"
    " ask an administrator to clear your second factors."
)
CODES_ARE_LOST = _("Your recovery codes can no longer be read, so none of them opens your account. Make new ones.")


def by_code(user: User) -> tuple[list[Authenticator], list[Authenticator]]:
    """Those that a code is compared with: (the good ones, the damaged ones)."""
    rows = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk")
    good, damaged = [], []
    for row in rows:
        (good if factor_keys.is_readable(row.data) else damaged).append(row)
    return good, damaged


def tell(damaged: list[Authenticator]) -> None:
    for row in damaged:
        logger.error("A second factor cannot be read: %s %s", row._meta.label, row.pk)
        events.record(Kind.CODE_FAILED, user=row.user, detail="unreadable")


def with_readable_codes(view: Callable) -> Callable:
    """Whose recovery codes are damaged is led to where new ones are made."""

    @wraps(view)
    def respond(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and are_codes_damaged(request.user):
            messages.error(request, CODES_ARE_LOST)
            return redirect("mfa_generate_recovery_codes")
        return view(request, *args, **kwargs)

    return respond


def are_codes_damaged(user: User) -> bool:
    _good, damaged = by_code(user)
    return any(row.type == CODES for row in damaged)
