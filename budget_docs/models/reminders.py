"""Who was reminded of what: the row, not the schedule, decides that nobody is told twice."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar import PublicationDate


class Reminder(models.Model):
    """One person told, once, that a due date comes near or has passed. A date that moves is a new date."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    slot = models.ForeignKey(PublicationDate, models.CASCADE, related_name="reminders")
    due_on = models.DateField(_("due on"))
    days = models.SmallIntegerField()  # from the due date: -15 is two weeks before it
    reminded_on = models.DateField(_("reminded on"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(name="budget_reminder_once", fields=["user", "slot", "due_on", "days"]),
        ]

    def __str__(self):
        return f"{self.slot}, {self.days:+}: {self.user}"
