"""Staff, one function a role: what they may do comes from `tetouan_portal.roles`, for whom from affiliations."""

from django.contrib.auth.models import Group, User
from django.db import connection

from tests.factories.commitments import AffiliationFactory, StaffFactory

PASSWORD = "a long enough password"


def holding(*roles, speaks_for=(), **values):
    """A member of staff with these roles (slugs), who speaks for these institutions."""
    user = StaffFactory(**values)
    user.groups.set(Group.objects.filter(name__in=roles))
    assert user.groups.count() == len(roles), "no such role"
    for institution in speaks_for:
        AffiliationFactory(user=user, institution=institution)
    return user


def technical_team(**values):
    return holding("technical_team", **values)


def focal_point(institution, **values):
    return holding("focal_point", speaks_for=[institution], **values)


def translator(**values):
    return holding("translator", **values)


def publisher(**values):
    return holding("publisher", **values)


def monitor(institution, **values):
    assert institution.kind == "monitor"
    return holding("monitor", speaks_for=[institution], **values)


def budget_officer(**values):
    return holding("budget_officer", **values)


def desk_officer(**values):
    return holding("desk_officer", **values)


def information_officer(**values):
    return holding("information_officer", **values)


def superuser(**values):
    """Somebody who may do everything, except speak for the monitor."""
    return StaffFactory(is_superuser=True, **values)


def clerk(**values):
    """A member of staff without a role."""
    return StaffFactory(**values)


def tied_before_that_was_refused(user, institution):
    """As rows are that came before the rule: nobody of an independent institution is an administrator or of another."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # a table with checks that wait is not altered
        cursor.execute("alter table commitments_affiliation disable trigger affiliation_is_to_one_side")
        tie = AffiliationFactory(user=user, institution=institution)
        cursor.execute("alter table commitments_affiliation enable trigger affiliation_is_to_one_side")
        cursor.execute("set constraints all deferred")
    return tie


def fresh(user):
    """The same person without what a former request asked about them."""
    return User.objects.get(pk=user.pk)
