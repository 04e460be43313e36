"""When administrators admitted somebody to an independent institution that had nobody: public, and never rewritten.

In SQL too: `tetouan_portal/migrations/0002_append_only.py`.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Admission(models.Model):
    """Whom it admitted is nobody's business but the institution's: the row names no person."""

    institution = models.ForeignKey(
        "Institution", models.PROTECT, related_name="admissions", verbose_name=_("institution")
    )
    admitted_on = models.DateField(_("admitted on"), default=timezone.localdate)
    letter_reference = models.CharField(_("reference of the letter"), max_length=120)
    letter_on = models.DateField(_("date of the letter"))

    class Meta:
        default_permissions = ()
        verbose_name = _("admission to an independent institution")
        verbose_name_plural = _("admissions to independent institutions")
        ordering = ["-admitted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="admission_names_its_letter",
                condition=~models.Q(letter_reference=""),
                violation_error_message=_("Give the reference of the institution’s letter."),
            ),
            models.CheckConstraint(
                name="admission_follows_its_letter",
                condition=models.Q(admitted_on__gte=models.F("letter_on")),
                violation_error_message=_("The letter comes before the admission: look at its date."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}: {self.admitted_on}"
