"""The way in: somebody is invited, comes, or is forgotten again.

Into an independent institution nobody is invited from outside: `admitting`.
"""

import secrets
from collections.abc import Iterable, Sequence

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import INDEPENDENT_KINDS, Affiliation, Institution, require_one_side
from tetouan_portal import roles
from tetouan_portal.accounts import independent, letters, notices
from tetouan_portal.accounts.models import Invitation, LetterKind, LetterState
from tetouan_portal.accounts.words import ADMITTED_BY_ITS_OWN
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

IN_USE = _("Somebody has an account with this address already.")
ADDRESS_LENGTH = User._meta.get_field("username").max_length


def invite(
    *, email: str, name: str, language: str, roles: Sequence[str], institutions: Iterable[Institution], by: User
) -> Invitation:
    """Of somebody of the municipality. Raises ValidationError, its message ready to be shown."""
    institutions = list(institutions)
    if roles:
        require_sense(roles, institutions)
    require_municipal(roles, institutions)
    return open_account(email=email, name=name, language=language, roles=roles, institutions=institutions, by=by)


def open_account(
    *, email: str, name: str, language: str, roles: Sequence[str], institutions: Iterable[Institution], by: User
) -> Invitation:
    """Make the account and queue its invitation."""
    email, institutions = email.strip().lower(), list(institutions)
    if not roles:
        raise ValidationError(_("Choose at least one role."), code="no_role")
    require_sense(roles, institutions)
    if is_in_use(email):
        raise ValidationError(IN_USE, code="in_use")
    try:
        with transaction.atomic():
            username = user_name(email, institutions)
            user = User(username=username, email=email, first_name=name.strip(), is_staff=True)
            user.set_unusable_password()
            user.save()
            settle(user, roles, institutions)
            letters.queue(user, LetterKind.INVITATION, language=language)
            return Invitation.objects.create(
                user=user, invited_by=by, language=language, expires_at=timezone.now() + settings.INVITATION_VALID_FOR
            )
    except IntegrityError:  # somebody else was quicker
        raise ValidationError(IN_USE, code="in_use") from None


def user_name(email: str, institutions: Iterable[Institution]) -> str:
    """The address; of an independent institution's people another: lists and records show it to administrators."""
    independent = [one for one in institutions if one.kind in INDEPENDENT_KINDS]
    return f"{independent[0].slug[:60]}-{secrets.token_hex(4)}" if independent else email


def is_in_use(email: str) -> bool:
    known = User.objects.filter(email__iexact=email) | User.objects.filter(username__iexact=email)
    return known.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def require_sense(slugs: Sequence[str], institutions: Sequence[Institution]) -> None:
    """Refuse roles that would make somebody speak for both sides, or for nobody."""
    monitors = [institution for institution in institutions if institution.kind in INDEPENDENT_KINDS]
    of_monitor = {slug for slug in slugs if roles.BY_SLUG[slug].is_independent}
    if of_monitor and of_monitor != set(slugs):
        raise ValidationError(
            _("The independent monitor cannot also work for the municipality: choose one side."), code="both_sides"
        )
    if of_monitor and (not monitors or len(monitors) != len(institutions)):
        raise ValidationError(
            _("The independent monitor speaks for the monitoring institution, and for no other: choose it."),
            code="monitor_without_institution",
        )
    if monitors and not of_monitor:
        raise ValidationError(
            _("Only somebody with the role “independent monitor” speaks for the monitoring institution."),
            code="institution_of_monitor",
        )
    if "focal_point" in slugs and not institutions:
        raise ValidationError(_("Choose the institution that the focal point speaks for."), code="no_institution")


def require_municipal(slugs: Sequence[str], institutions: Sequence[Institution]) -> None:
    """Refuse to let anybody into an independent institution from outside. Raises `not_of_its_own`."""
    chosen = [institution for institution in institutions if institution.kind in INDEPENDENT_KINDS]
    if chosen or any(roles.BY_SLUG[slug].is_independent for slug in slugs):
        raise ValidationError(ADMITTED_BY_ITS_OWN, code="not_of_its_own")


@transaction.atomic
def place(user: User, role_slugs: Sequence[str], institutions: Sequence[Institution], *, by: User) -> None:
    """Give somebody of the municipality exactly these roles and institutions.

    Of somebody tied to both sides it takes the tie to the independent institution away, which is told of.
    """
    require_sense(role_slugs, institutions)
    require_municipal(role_slugs, institutions)
    independent.require_not_alone(user)
    cut = [tie.institution for tie in user.affiliations.independent().select_related("institution")]
    settle(user, role_slugs, institutions)
    for institution in cut:
        told = [user, *independent.members(institution)]
        notices.tell(told, "left", **notices.about(user, by=by, institution=institution))


@transaction.atomic
def settle(user: User, role_slugs: Sequence[str], institutions: Sequence[Institution]) -> None:
    """What `place` and an admission write, once they have asked whether they may."""
    require_sense(role_slugs, institutions)
    require_one_side([one.kind for one in institutions], is_superuser=user.is_superuser)
    if Group.objects.filter(name__in=role_slugs).count() < len(set(role_slugs)):
        roles.sync()
    former = set(user.groups.values_list("name", flat=True))
    user.groups.set(Group.objects.filter(name__in=role_slugs))
    if former != set(role_slugs):
        events.record(Kind.ROLE_CHANGED, user=user)
    user.affiliations.exclude(institution__in=institutions).delete()
    for institution in institutions:
        Affiliation.objects.get_or_create(user=user, institution=institution)


def resend(user: User) -> Invitation:
    independent.require_not_alone(user)
    return send_anew(user)


@transaction.atomic
def send_anew(user: User) -> Invitation:
    """Another letter, with another link and the whole time again."""
    invitation = Invitation.objects.select_for_update().get(user=user)
    require_unaccepted(invitation)
    invitation.expires_at = timezone.now() + settings.INVITATION_VALID_FOR
    invitation.save(update_fields=["expires_at"])
    waiting = invitation.user.letters.filter(kind=LetterKind.INVITATION, state=LetterState.QUEUED)
    waiting.delete()
    if letters.queue(invitation.user, LetterKind.INVITATION, language=invitation.language) is None:
        raise ValidationError(_("Very many mails went to this person today. Try again tomorrow."), code="too_many")
    return invitation


@transaction.atomic
def withdraw(user: User) -> None:
    """The account goes with its invitation: nobody ever came."""
    independent.require_not_alone(user)
    take_back(user)


def take_back(user: User) -> None:
    invitation = Invitation.objects.select_for_update().get(user=user)
    require_unaccepted(invitation)
    invitation.user.delete()


def is_expected(user: User) -> bool:
    """Whether an invitation waits for its answer."""
    invitation = Invitation.objects.filter(user=user).first()
    return bool(invitation and not invitation.accepted_at)


def require_unaccepted(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise ValidationError(_("This invitation was accepted already."), code="accepted")


def pending(secret: str) -> Invitation | None:
    """The invitation that a link opens; None when the link is unknown, used, replaced or too old."""
    found = Invitation.objects.pending(timezone.now()).with_secret(secret).select_related("user")
    return found.filter(user__is_active=True).first()


def accept(request: HttpRequest, secret: str, password: str) -> HttpResponse | None:
    """Set the password, once, and sign in; None when the link has been used meanwhile."""
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .pending(timezone.now())
            .with_secret(secret)
            .filter(user__is_active=True)
            .select_related("user")
            .first()
        )
        if invitation is None:
            return None
        user = invitation.user
        user.set_password(password)
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        invitation.accepted_at, invitation.secret_hash = timezone.now(), None
        invitation.save(update_fields=["accepted_at", "secret_hash"])
    logout(request)
    record_authentication(request, user, method="password")
    return perform_login(request, Login(user=user))
