"""The people of independent institutions: who they are, and what nobody does to their accounts alone.

Which kinds of institution, `commitments.models.INDEPENDENT_KINDS` says; which roles, `roles.Role.side`.
"""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from commitments.models import Affiliation, Institution
from tetouan_portal import roles
from tetouan_portal.accounts.words import NEEDS_TWO


def institution_of(user: User) -> Institution | None:
    """The independent institution that somebody is tied to; None for who is tied to another side as well."""
    ties = Affiliation.objects.filter(user=user).independent()
    tie = ties.exclude(pk__in=Affiliation.objects.torn().values("pk")).select_related("institution").first()
    return tie and tie.institution


def members(institution: Institution) -> QuerySet[User]:
    """Those who speak for it."""
    speaking = Affiliation.objects.filter(institution=institution).exclude(
        pk__in=Affiliation.objects.torn().values("pk")
    )
    return User.objects.filter(
        pk__in=speaking.values("user"), is_active=True, is_superuser=False, groups__name=role_of(institution).slug
    ).order_by("pk")


def belonging() -> QuerySet[User]:
    """All who belong to any independent institution, closed accounts too."""
    return User.objects.filter(pk__in=Affiliation.objects.independent().values("user")).order_by("pk")


def role_of(institution: Institution) -> roles.Role:
    return next(role for role in roles.ROLES if role.side == institution.kind)


def spoken_for_by(user: User) -> Institution | None:
    """The independent institution for which somebody acts."""
    institution = institution_of(user)
    return institution if institution and members(institution).filter(pk=user.pk).exists() else None


def are_of_one(user: User, other: User) -> bool:
    """Whether `user` acts for the independent institution to which `other` belongs."""
    institution = institution_of(other)
    return institution is not None and members(institution).filter(pk=user.pk).exists()


def require_not_alone(user: User) -> None:
    """Refuse what nobody does alone. Raises `needs_two`."""
    if institution_of(user) is not None:
        raise ValidationError(NEEDS_TWO, code="needs_two")
