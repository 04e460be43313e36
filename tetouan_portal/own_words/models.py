"""Who publishes, of each side. What the rule is worth stands in `tetouan_portal/migrations/0028_own_words.py`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tetouan_portal.journal.models import By

SIDES = (By.MUNICIPALITY, By.MONITOR)


class OwnWords(models.Model):
    """Whether whoever wrote something may publish it. Of a side without a row another person does."""

    side = models.CharField(_("side"), max_length=12, choices=[(side.value, side.label) for side in SIDES], unique=True)
    may_publish = models.BooleanField(_("may be published by whoever wrote it"), default=False)

    class Meta:
        app_label = "tetouan_portal"
        default_permissions = ()
        verbose_name = _("publication of one’s own words")
        verbose_name_plural = _("publication of one’s own words")
        constraints = [
            models.CheckConstraint(name="own_words_side_is_known", condition=Q(side__in=[str(side) for side in SIDES]))
        ]

    def __str__(self):
        return self.get_side_display()
