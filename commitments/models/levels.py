"""The levels in which both sides speak: OGP's completion scale, and who says which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CompletionLevel(models.TextChoices):
    """OGP's completion scale. Only the monitor may say that there is no evidence."""

    NO_EVIDENCE = "no_evidence", _("no evidence available")
    NOT_STARTED = "not_started", _("not started")
    LIMITED = "limited", _("limited")
    SUBSTANTIAL = "substantial", _("substantial")
    COMPLETE = "complete", _("complete")

    @classmethod
    def municipal_choices(cls):
        return [(level.value, level.label) for level in cls if level != cls.NO_EVIDENCE]


class Side(models.TextChoices):
    MUNICIPALITY = "municipality", _("declared by the municipality")
    MONITOR = "monitor", _("assessed by the independent monitor")
