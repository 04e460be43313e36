"""What happened, as public sources tell it: dated, sourced, in the order of time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.plan import NEEDS_TITLE, ActionPlan
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows


class EventQuerySet(PublicRows):
    def live(self):
        return self.filter(plan__in=ActionPlan.objects.public())

    def until(self, on):
        """What had begun by that date."""
        return self.filter(starts_on__lte=on)


class Event(models.Model):
    """A fact about a plan with its date. A month alone is kept as its first day, with `is_month`."""

    slug = models.SlugField(_("permanent identifier"), unique=True, max_length=80)
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="events", verbose_name=_("plan"))
    starts_on = models.DateField(_("date"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_month = models.BooleanField(_("only the month is known"), default=False)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    source = models.ForeignKey("Source", models.PROTECT, verbose_name=_("source"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                name="event_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="event_days_in_order",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("The last day comes after the first; of a single day leave it empty."),
            ),
            models.CheckConstraint(
                name="event_month_is_its_first_day",
                condition=Q(is_month=False) | Q(starts_on__day=1, ends_on__isnull=True),
                violation_error_message=_("Of a month alone give its first day, and no last day."),
            ),
        ]

    def __str__(self):
        return self.title or self.slug
