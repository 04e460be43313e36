"""For whom somebody stands in now. Asked inside other questions, so that these cost no more than before."""

from django.db.models import QuerySet
from django.utils import timezone

from tetouan_portal.deputies.models import Absence


def absent_ones(user: object, permission: str) -> QuerySet:
    """The accounts for which `user` stands in today, of those whose role gives `permission` (app.codename)."""
    app, _dot, codename = permission.partition(".")
    given = {
        "absent__groups__permissions__codename": codename,
        "absent__groups__permissions__content_type__app_label": app,
    }
    running = Absence.objects.running(timezone.localdate())
    return running.filter(deputy=user, absent__is_superuser=False, **given).values("absent")


def deputyships(user: object) -> list[Absence]:
    """Running and coming ones in which somebody is absent or stands in, for their first page."""
    today = timezone.localdate()
    found = Absence.objects.not_over(today).select_related("absent", "deputy")
    return list(found.filter(absent=user) | found.filter(deputy=user, starts_on__lte=today))
