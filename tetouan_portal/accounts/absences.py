"""Who enters an absence, for whom, and who may stand in: somebody of the same side, with a role of the absent one."""

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import INDEPENDENT_KINDS
from tetouan_portal import roles
from tetouan_portal.accounts.independent import institution_of
from tetouan_portal.deputies.models import Absence

OVERLAPS = _("Another absence is entered on some of these days.")
CHAIN = _("Who stands in is not away on these days, and who is away stands in for nobody.")
NO_DEPUTY = _("Choose somebody with a role of the absent one, of the same side.")
PAST = _("These days are over already.")


def may_enter(user: Any, absent: User) -> bool:
    """One's own; an administrator that of others, but of no independent institution's people."""
    if user.pk == absent.pk:
        return bool(user.is_staff)
    return bool(user.is_active and user.is_superuser and institution_of(absent) is None)


def candidates(absent: User) -> QuerySet[User]:
    """Whoever may stand in: they gain nothing but what the shared role already lets them do for another."""
    held = [role.slug for role in roles.roles_of(absent)]
    found = User.objects.filter(is_active=True, is_staff=True, groups__name__in=held).exclude(pk=absent.pk)
    institution = institution_of(absent)
    if institution is None:
        found = found.exclude(affiliations__institution__kind__in=INDEPENDENT_KINDS)
    else:
        found = found.filter(affiliations__institution=institution, is_superuser=False)
    return found.distinct().order_by("first_name", "username")


@transaction.atomic
def enter(absent: User, *, deputy: User, starts_on: datetime.date, ends_on: datetime.date, by: Any) -> Absence:
    """Raises `no_deputy`, `past`, `overlaps`, `chain`, or what the constraints say."""
    if not may_enter(by, absent):
        raise PermissionDenied
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[absent.pk, deputy.pk]).order_by("pk"))
    if not candidates(absent).filter(pk=deputy.pk).exists():
        raise ValidationError(NO_DEPUTY, code="no_deputy")
    row = Absence(absent=absent, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    row.full_clean()
    if ends_on < timezone.localdate():
        raise ValidationError(PAST, code="past")
    on_these_days = Absence.objects.meeting(starts_on, ends_on)
    if on_these_days.filter(absent=absent).exists():
        raise ValidationError(OVERLAPS, code="overlaps")
    if (on_these_days.filter(absent=deputy) | on_these_days.filter(deputy=absent)).exists():
        raise ValidationError(CHAIN, code="chain")
    row.save(force_insert=True)
    return row


@transaction.atomic
def end(absence: Absence, *, by: Any) -> None:
    """Before its last day: from now on nobody stands in. What has not been is taken away."""
    row = Absence.objects.select_for_update(of=["self"]).select_related("absent").get(pk=absence.pk)
    if not may_enter(by, row.absent):
        raise PermissionDenied
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if row.starts_on > yesterday:
        row.delete()
    elif row.ends_on > yesterday:
        row.ends_on = yesterday
        row.save(update_fields=["ends_on"])
