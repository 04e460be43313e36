"""How much was erased in a night: numbers alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionReport(models.Model):
    """What one night's forgetting took away: numbers alone."""

    at = models.DateTimeField(_("when"), unique=True)
    contacts = models.PositiveIntegerField(_("contact data"), default=0)
    cases = models.PositiveIntegerField(_("cases whose words went"), default=0)
    photos = models.PositiveIntegerField(_("photos"), default=0)
    drafts = models.PositiveIntegerField(_("drafts"), default=0)

    class Meta:
        verbose_name = _("report on what was erased")
        verbose_name_plural = _("reports on what was erased")
        default_permissions = ("view",)
        ordering = ["-at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"
