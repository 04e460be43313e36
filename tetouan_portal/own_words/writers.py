"""Whether whoever acts wrote what is to be published."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tetouan_portal.audit.context import current
from tetouan_portal.journal.models import By
from tetouan_portal.own_words.models import OwnWords

WROTE = """
select exists (
  select from unnest(%s::text[], %s::text[]) as published (kind, number) where portal_wrote(%s, kind, number)
)
"""
ANOTHER = _("You wrote this, or a part of it: another person publishes it. Who may: %(people)s.")
NOBODY_ELSE = _(
    "You wrote this, or a part of it: another person publishes it. Nobody else may yet: somebody is given the role, or "
    "your side sets that whoever wrote may publish."
)
MOST_NAMES = 5


def require_another(side: By, *rows: Model, among: QuerySet[User]) -> None:
    """Refuse whoever acts now and wrote one of the `rows`. `among`: those who may publish it.

    Raises `own_words`.
    """
    person = current.get().actor
    if not needs_another(side) or not wrote(person, rows):
        return
    others = [one for one in among.exclude(pk=person).order_by("first_name", "pk") if not wrote(one.pk, rows)]
    others = [one for one in others if not one.is_superuser] or others
    if not others:
        raise ValidationError(NOBODY_ELSE, code="own_words")
    names = gettext(", ").join(one.get_full_name() or one.get_username() for one in others[:MOST_NAMES])
    raise ValidationError(ANOTHER, code="own_words", params={"people": names})


def needs_another(side: By) -> bool:
    """Whether somebody acts now who publishes nothing of their own. Clocks, commands and workers are nobody."""
    return current.get().actor is not None and not may_publish_own(side)


def wrote(person: int | None, rows: Iterable[Model]) -> bool:
    listed = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(WROTE, [[row._meta.db_table for row in listed], [str(row.pk) for row in listed], person])
        return bool(cursor.fetchone()[0])


def may_publish_own(side: By) -> bool:
    return OwnWords.objects.filter(side=side, may_publish=True).exists()


def holding(permission: str) -> QuerySet[User]:
    """Of the staff; administrators too, whom a refusal names where nobody else is left."""
    found = User.objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
    return found.filter(is_staff=True).distinct()
