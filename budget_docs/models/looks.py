"""Where else a document was looked for, by whom and when: what the portal does not hold may well be published.

Never rewritten, which holds in SQL too: `budget_docs/migrations/0002_guards.py`.
"""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar import PublicationDate


class Look(models.Model):
    """Somebody looked for the document of a slot at an address. Never rewritten: a later look stands beside it."""

    date = models.ForeignKey(PublicationDate, models.PROTECT, related_name="looks")
    was_found = models.BooleanField(_("found"))
    address = models.URLField(_("address"), max_length=500, validators=[URLValidator(schemes=["http", "https"])])
    looked_on = models.DateField(_("looked on"))
    looked_by = models.CharField(_("who looked"), max_length=120)

    class Meta:
        verbose_name = _("look elsewhere")
        verbose_name_plural = _("looks elsewhere")
        ordering = ["-looked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="look_at_a_web_address",
                condition=Q(address__regex=r"^https?://"),
                violation_error_message=_("Write the whole address, for example https://www.example.org/page."),
            ),
            models.CheckConstraint(
                name="look_says_by_whom",
                condition=~Q(looked_by=""),
                violation_error_message=_("Say who looked."),
            ),
        ]

    def __str__(self):
        return f"{self.looked_on}: {self.address}"
