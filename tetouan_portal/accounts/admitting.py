"""How somebody comes to speak for an independent institution, and stops: by its own people.

Where it has nobody (left), two administrators admit one person, on a letter of the institution: `proposals` asks for
it, and the admission is public.
"""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Admission, Affiliation, Institution
from tetouan_portal.accounts import independent, inviting, notices, second_factor
from tetouan_portal.accounts.models import Invitation
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind

HAS_PEOPLE = _("Somebody speaks for this institution: they admit the next person.")
NOT_YOURS = _("Only somebody who speaks for the institution does this.")


def require_nobody(institution: Institution) -> None:
    if independent.members(institution).exists():
        raise ValidationError(HAS_PEOPLE, code="has_people")


def require_own(user: User, by: User) -> Institution:
    """The institution of both. Raises `not_yours`."""
    if not independent.are_of_one(by, user):
        raise ValidationError(NOT_YOURS, code="not_yours")
    return independent.institution_of(user)


@transaction.atomic
def admit(*, email: str, name: str, language: str, by: User) -> Invitation:
    """Whoever speaks for an independent institution lets a further person speak for it. Raises `not_yours`."""
    institution = independent.spoken_for_by(by)
    if institution is None:
        raise ValidationError(NOT_YOURS, code="not_yours")
    colleagues = list(independent.members(institution))
    invitation = open_account(institution, email=email, name=name, language=language, by=by)
    notices.tell(colleagues, "joined", **notices.about(invitation.user, by=by, institution=institution))
    return invitation


@transaction.atomic
def admit_first(
    institution: Institution,
    *,
    email: str,
    name: str,
    language: str,
    reference: str,
    letter_on: date,
    by: User,
    second: User,
) -> Invitation:
    """What two administrators do, of whom `proposals.confirm` has made sure. Raises `has_people`.

    Public from now on: the day and the letter, never who.
    """
    Institution.objects.select_for_update(no_key=True).get(
        pk=institution.pk
    )  # of two admissions at once one is refused
    require_nobody(institution)
    admission = Admission(institution=institution, letter_reference=reference, letter_on=letter_on)
    admission.full_clean()
    admission.save()
    told = [*independent.belonging(), *notices.administrators()]
    invitation = open_account(institution, email=email, name=name, language=language, by=by)
    lines = notices.about(by=by, second=second, institution=institution) | notices.letter(reference, letter_on)
    notices.tell(told, "admitted", **lines)
    enter_public(admission)
    return invitation


def open_account(institution: Institution, *, email: str, name: str, language: str, by: User) -> Invitation:
    role = independent.role_of(institution)
    return inviting.open_account(
        email=email, name=name, language=language, roles=[role.slug], institutions=[institution], by=by
    )


@transaction.atomic
def remove(user: User, *, by: User) -> None:
    """Somebody speaks no more for the institution: by one of its people, or of their own will. Raises `not_yours`.

    An invitation that nobody accepted goes with its account.
    """
    institution = require_own(user, by)
    told = list(independent.members(institution))
    lines = notices.about(user, by=by, institution=institution)
    if inviting.is_expected(user):
        told = [one for one in told if one.pk != user.pk]
        inviting.take_back(user)
    else:
        Affiliation.objects.filter(user=user, institution=institution).delete()
        user.groups.remove(*user.groups.filter(name=independent.role_of(institution).slug))
        second_factor.end_sessions(user)
        events.record(Kind.ROLE_CHANGED, user=user)
    if not independent.members(institution).exists():
        told += notices.administrators()
    notices.tell(told, "left", **lines)


def resend(user: User, *, by: User) -> Invitation:
    require_own(user, by)
    return inviting.send_anew(user)
