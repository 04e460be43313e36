"""For which institution a member of staff speaks: rows that `commitments/access.py` reads."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.personal_data import PersonalData


class Affiliation(models.Model):
    """For whom a member of staff speaks: nobody writes in the name of another institution."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations", verbose_name=_("member of staff")
    )
    institution = models.ForeignKey(
        "Institution", models.CASCADE, related_name="affiliations", verbose_name=_("institution")
    )

    personal_data = PersonalData(
        fields=(
            "user",
            "institution",
        ),
        whose=_("members of staff"),
        purpose=_("To know for which institution somebody speaks."),
        seen_by=_("administrators of accounts"),
        kept=_("as long as the account"),
    )

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["user", "institution"]
        constraints = [
            models.UniqueConstraint(
                name="affiliated_once",
                fields=["user", "institution"],
                violation_error_message=_("This person already speaks for the institution."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.institution}"
