"""When the schedule and each queue's worker last had their turn: one row a name, written over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """Written by the scheduled tasks themselves. `trouble`: what the worker found wrong from where it stands."""

    name = models.CharField(_("name"), max_length=20, unique=True, editable=False)
    at = models.DateTimeField(_("last turn"), editable=False)
    trouble = models.CharField(_("what was found wrong"), max_length=300, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self):
        return self.name
