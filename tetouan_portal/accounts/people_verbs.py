"""What an administrator may do with somebody's account: alone, or, where it is another side's, by asking for it."""

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tetouan_portal.accounts import administrators, inviting, people, proposals
from tetouan_portal.accounts.models import LetterState
from tetouan_portal.lib.admin.verb_table import Verb


def invitation_of(user):
    return getattr(user, "invitation", None)


def invitation_state(user):
    """In one phrase, what became of somebody's invitation."""
    invitation = invitation_of(user)
    if invitation is None:
        return "—"
    if invitation.accepted_at:
        return gettext("accepted")
    if invitation.expires_at <= timezone.now():
        return gettext("expired")
    return LetterState(user.letter_state).label if user.letter_state else gettext("waiting for an answer")


def is_expected(user):
    """Whether an invitation waits for its answer."""
    invitation = invitation_of(user)
    return bool(invitation and not invitation.accepted_at)


def is_somebody_else(superuser, user):
    return superuser.pk != user.pk


def of_somebody_else(name, label, act, *, offered, signed=True):
    return Verb(name=name, label=label, act=act, allowed=is_somebody_else, offered=offered, signed=signed)


def alone(offered):
    return lambda user: not user.is_independent and offered(user)


def by_two(offered):
    return lambda user: user.is_independent and offered(user)


def is_closed(user):
    return not user.is_active and not is_expected(user)


def has_factor(user):
    return user.is_active and user.has_factor and not is_expected(user)


ASKS = "ask_"  # what is asked for, and done when another confirms it
VERBS = (
    of_somebody_else(
        "resend", _("Send the invitation again"), inviting.resend, offered=alone(is_expected), signed=False
    ),
    of_somebody_else(
        "ask_to_resend",
        _("Ask to send the invitation again"),
        proposals.ask_to_resend,
        offered=by_two(is_expected),
    ),
    of_somebody_else(
        "withdraw",
        _("Withdraw the invitation and delete the account"),
        inviting.withdraw,
        offered=alone(is_expected),
        signed=False,
    ),
    of_somebody_else(
        "clear_second_factor",
        _("Remove the lost second factor"),
        people.clear_second_factor,
        offered=alone(has_factor),
    ),
    of_somebody_else(
        "ask_to_clear_second_factor",
        _("Ask to remove the lost second factor"),
        proposals.ask_to_clear_second_factor,
        offered=by_two(has_factor),
    ),
    of_somebody_else(
        "deactivate",
        _("Close the account"),
        people.deactivate,
        offered=lambda user: user.is_active and not is_expected(user),
    ),
    of_somebody_else(
        "reactivate",
        _("Open the account again"),
        people.reactivate,
        offered=alone(is_closed),
    ),
    of_somebody_else(
        "ask_to_open", _("Ask to open the account again"), proposals.ask_to_open, offered=by_two(is_closed)
    ),
    of_somebody_else(
        "appoint",
        _("Make this person an administrator"),
        administrators.appoint,
        offered=alone(lambda user: user.is_active and not user.is_superuser and not is_expected(user)),
    ),
    of_somebody_else(
        "dismiss",
        _("Remove this person from the administrators"),
        administrators.dismiss,
        offered=lambda user: user.is_superuser,
    ),
)


def verbs_for(user, by):
    """The table's, for this superuser and the state of the account."""
    return [verb for verb in VERBS if verb.offered(user) and verb.allowed(by, user)]
