"""The way in: somebody is invited, comes, or is forgotten again."""

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

from commitments.models import Affiliation, Institution
from tetouan_portal import roles
from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import Invitation, LetterKind, LetterState
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

IN_USE = _("Somebody has an account with this address already.")
ADDRESS_LENGTH = User._meta.get_field("username").max_length


def invite(
    *, email: str, name: str, language: str, roles: Sequence[str], institutions: Iterable[Institution], by: User
) -> Invitation:
    """Make the account and queue its invitation. Raises ValidationError, its message ready to be shown."""
    email, institutions = email.strip().lower(), list(institutions)
    if not roles:
        raise ValidationError(_("Choose at least one role."), code="no_role")
    require_sense(roles, institutions)
    if is_in_use(email):
        raise ValidationError(IN_USE, code="in_use")
    try:
        with transaction.atomic():
            user = User(username=email, email=email, first_name=name.strip(), is_staff=True)
            user.set_unusable_password()
            user.save()
            place(user, roles, institutions)
            letters.queue(user, LetterKind.INVITATION, language=language)
            return Invitation.objects.create(
                user=user, invited_by=by, language=language, expires_at=timezone.now() + settings.INVITATION_VALID_FOR
            )
    except IntegrityError:  # somebody else was quicker
        raise ValidationError(IN_USE, code="in_use") from None


def is_in_use(email: str) -> bool:
    known = User.objects.filter(email__iexact=email) | User.objects.filter(username__iexact=email)
    return known.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def require_sense(slugs: Sequence[str], institutions: Sequence[Institution]) -> None:
    """Refuse roles that would make somebody speak for both sides, or for nobody."""
    monitors = [institution for institution in institutions if institution.kind == "monitor"]
    of_monitor = {slug for slug in slugs if roles.BY_SLUG[slug].is_of_monitor}
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


@transaction.atomic
def place(user: User, role_slugs: Sequence[str], institutions: Sequence[Institution]) -> None:
    """Give somebody exactly these roles and institutions."""
    require_sense(role_slugs, institutions)
    if Group.objects.filter(name__in=role_slugs).count() < len(set(role_slugs)):
        roles.sync()
    former = set(user.groups.values_list("name", flat=True))
    user.groups.set(Group.objects.filter(name__in=role_slugs))
    if former != set(role_slugs):
        events.record(Kind.ROLE_CHANGED, user=user)
    user.affiliations.exclude(institution__in=institutions).delete()
    for institution in institutions:
        Affiliation.objects.get_or_create(user=user, institution=institution)


@transaction.atomic
def resend(user: User) -> Invitation:
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
    invitation = Invitation.objects.select_for_update().get(user=user)
    require_unaccepted(invitation)
    invitation.user.delete()


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
