"""Who handles which cases: submissions and requests for information are two offices."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from participation.models import Case, CaseKind
from participation.models.cases import SUBMISSIONS


def kinds_of(user: User) -> set[str]:
    """The kinds of case that somebody handles, and whose authors' words they therefore read."""
    kinds = set(SUBMISSIONS) if user.has_perm("participation.handle_submissions") else set()
    return kinds | ({CaseKind.REQUEST} if user.has_perm("participation.handle_requests") else set())


def cases_of(user: User) -> QuerySet[Case]:
    return Case.objects.filter(Q(kind__in=kinds_of(user)))
