"""Who stands in for whom, on which days.

That absences do not overlap and form no chain holds in SQL: `tetouan_portal/migrations/0029_absences.py`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.personal_data import PersonalData


class AbsenceQuerySet(models.QuerySet):
    def running(self, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on, absent__is_active=True, deputy__is_active=True)

    def not_over(self, on):
        return self.filter(ends_on__gte=on)

    def meeting(self, starts_on, ends_on):
        """Those that share a day with these."""
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


class Absence(models.Model):
    """From its first day to its last, both included."""

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("absent")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deputyships", verbose_name=_("deputy")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    personal_data = PersonalData(
        fields=("absent", "deputy", "starts_on", "ends_on"),
        whose=_("members of staff"),
        purpose=_("To have somebody do what waits for a member of staff who is away. Why they are away is not asked."),
        seen_by=_("the two of them, and administrators of accounts"),
        kept=_("as long as the account"),
    )

    class Meta:
        app_label = "tetouan_portal"
        default_permissions = ()
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(name="absence_of_deputy", fields=["deputy", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="absence_has_another_as_deputy",
                condition=~Q(absent=F("deputy")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_on}/{self.ends_on}"
