"""Days on which the administration is closed, as staff keep them: religious ones follow the moon, and are announced."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.languages import in_some_language


class HolidayKind(models.TextChoices):
    FIXED = "fixed", _("fixed date")
    RELIGIOUS = "religious", _("religious, as announced")
    EXCEPTIONAL = "exceptional", _("exceptional, as decreed")


class Holiday(models.Model):
    """A day on which the administration is closed."""

    date = models.DateField(_("date"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=11, choices=HolidayKind)

    class Meta:
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(name="holiday_kind_is_known", condition=Q(kind__in=HolidayKind.values)),
            models.CheckConstraint(name="holiday_has_a_name", condition=in_some_language("name")),
        ]

    def __str__(self):
        return f"{self.date}: {self.name}"


class FilledYear(models.Model):
    """A year whose fixed holidays were entered: what staff delete or move afterwards does not come back."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)

    class Meta:
        verbose_name = _("year whose fixed holidays were entered")
        verbose_name_plural = _("years whose fixed holidays were entered")
        default_permissions = ()
        ordering = ["year"]

    def __str__(self):
        return str(self.year)
