"""A slip of spelling or of translation in a public promise: one person proposes, a second one sees and accepts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.amendments import Amendment
from commitments.models.indicators import Indicator
from commitments.models.plan import Commitment, Milestone
from commitments.models.promised_fields import WORDS, AmendedField


class SlipState(models.TextChoices):
    OPEN = "open", _("waits for a second person")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")


class SlipQuerySet(models.QuerySet):
    def about(self, subject):
        return self.filter(**{subject._meta.model_name: subject})

    def waiting(self):
        return self.filter(state=SlipState.OPEN)


class Slip(models.Model):
    """The words as they are and as they should be, in the languages that are touched.

    Written by `commitments.plan.slips` alone. What came of it is public as an amendment; who proposed and who accepted
    is not.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("commitment")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("milestone")
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    field = models.CharField(_("what changed"), max_length=15, choices=AmendedField)
    was = models.JSONField(_("former value"))
    becomes = models.JSONField(_("new value"))
    reason = models.JSONField(_("reason"))  # {"ar": …, "fr": …, "es": …}
    state = models.CharField(_("state"), max_length=8, choices=SlipState, default=SlipState.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("seen by")
    )
    amendment = models.OneToOneField(
        Amendment, models.SET_NULL, null=True, related_name="+", verbose_name=_("amendment")
    )

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("slip of the pen")
        verbose_name_plural = _("slips of the pen")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="slip_about_exactly_one_thing",
                condition=Q(commitment__isnull=False, milestone=None, indicator=None)
                | Q(commitment=None, milestone__isnull=False, indicator=None)
                | Q(commitment=None, milestone=None, indicator__isnull=False),
            ),
            models.CheckConstraint(name="slip_of_words_alone", condition=Q(field__in=WORDS)),
            models.CheckConstraint(name="slip_state_is_known", condition=Q(state__in=SlipState.values)),
            models.CheckConstraint(
                name="slip_accepted_by_a_second_person",
                condition=~Q(state=SlipState.ACCEPTED.value, decided_by=F("proposed_by")),
            ),
            *(
                models.UniqueConstraint(name=f"one_open_slip_of_{about}", fields=[about], condition=Q(state="open"))
                for about in ("commitment", "milestone", "indicator")
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()}: {self.get_state_display()}"

    @property
    def subject(self):
        return self.commitment or self.milestone or self.indicator
