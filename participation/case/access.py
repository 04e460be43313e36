"""Who handles which cases: submissions and requests for information are two offices."""

from functools import reduce
from operator import or_

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from participation.models import Case, CaseKind
from participation.models.cases import SUBMISSIONS
from tetouan_portal.deputies.standing_in import absent_ones


def kinds_of(user: User) -> set[str]:
    """The kinds of case that somebody handles, and whose authors' words they therefore read."""
    kinds = set(SUBMISSIONS) if user.has_perm("participation.handle_submissions") else set()
    return kinds | ({CaseKind.REQUEST} if user.has_perm("participation.handle_requests") else set())


def charged(user: User) -> Q:
    """Cases with which somebody is charged, or one for whom they stand in."""
    away = (absent_ones(user, f"participation.{office}") for office in ("handle_submissions", "handle_requests"))
    return Q(assigned_to=user) | reduce(or_, (Q(assigned_to__in=ones) for ones in away))


def cases_of(user: User) -> QuerySet[Case]:
    return Case.objects.filter(Q(kind__in=kinds_of(user)))
