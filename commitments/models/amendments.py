"""How a promise was changed.

Never rewritten, which holds in SQL too: `tetouan_portal/migrations/0002_append_only.py`. A public promise changes with
an amendment or not at all: `commitments/migrations/0032_promises_change_by_amendment.py`.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.indicators import Indicator
from commitments.models.plan import Commitment, Milestone
from commitments.models.plan_querysets import public_promise
from commitments.models.promised_fields import DATES, OF_COMMITMENTS, OF_INDICATORS, OF_MILESTONES, WORDS, AmendedField
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import search_column


class DateConfirmation(models.Model):
    """The Commune stands by a date that others published: a commitment's end, or a milestone's due date.

    Written by `commitments.plan.date_confirmations` alone.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="confirmations", verbose_name=_("commitment")
    )
    ends_on = models.DateField(_("end date"), null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="confirmations", verbose_name=_("milestone")
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=300)

    class Meta:
        verbose_name = _("confirmation of a date")
        verbose_name_plural = _("confirmations of dates")
        ordering = ["confirmed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="date_confirmed_once",
                fields=["commitment", "ends_on"],
                violation_error_message=_("This date is confirmed already."),
            ),
            models.UniqueConstraint(
                name="due_date_confirmed_once",
                fields=["milestone", "due_on"],
                violation_error_message=_("This date is confirmed already."),
            ),
            models.CheckConstraint(
                name="date_confirmation_of_exactly_one_date",
                condition=Q(commitment__isnull=False, ends_on__isnull=False, milestone=None, due_on=None)
                | Q(commitment=None, ends_on=None, milestone__isnull=False, due_on__isnull=False),
                violation_error_message=_("Name one commitment and its end, or one milestone and its due date."),
            ),
            models.CheckConstraint(
                name="date_confirmation_says_by_whom",
                condition=in_some_language("confirmed_by"),
                violation_error_message=_("Say who confirmed the date, in at least one language."),
            ),
        ]

    def __str__(self):
        return f"{self.commitment or self.milestone}: {self.date}"

    @property
    def date(self):
        return self.ends_on or self.due_on


class AmendmentQuerySet(PublicRows):
    def live(self):
        about = ("commitment", "milestone__commitment", "indicator__commitment")
        return self.filter(reduce(or_, map(public_promise, about)))


class Amendment(Demonstrable):
    """A promise changed in the open: which fact of it, from, to, why, by which decision.

    Written by `commitments.plan.amendments` alone, together with the change itself. Dates stand in `date_from` and
    `date_to`; of the rest `was` and `becomes` hold what `commitments.plan.promised_values` says. A wording of which
    nobody knows any more in which language it was kept stands under "und". A slip that two people put right
    (`commitments.plan.slips`) has no decision; its day is that on which the second one accepted it.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name=_("commitment")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name=_("milestone")
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name=_("indicator")
    )
    field = models.CharField(_("what changed"), max_length=15, choices=AmendedField)
    date_from = models.DateField(_("from date"), null=True, blank=True)
    date_to = models.DateField(_("to date"), null=True, blank=True)
    was = models.JSONField(_("former value"), null=True, blank=True)
    becomes = models.JSONField(_("new value"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    decision = models.CharField(_("decision"), max_length=300)
    decided_on = models.DateField(_("decided on"))
    is_correction = models.BooleanField(_("slip put right"), default=False, editable=False)
    search = search_column(reason="A", decision="B")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="amendment_about_exactly_one_thing",
                condition=Q(commitment__isnull=False, milestone=None, indicator=None, field__in=OF_COMMITMENTS)
                | Q(commitment=None, milestone__isnull=False, indicator=None, field__in=OF_MILESTONES)
                | Q(commitment=None, milestone=None, indicator__isnull=False, field__in=OF_INDICATORS),
                violation_error_message=_("Name one commitment, milestone or indicator, and what of it changes."),
            ),
            models.CheckConstraint(
                name="amendment_has_a_reason",
                condition=in_some_language("reason"),
                violation_error_message=_("Give the reason in at least one language."),
            ),
            models.CheckConstraint(
                name="amendment_names_a_decision",
                condition=in_some_language("decision") | Q(is_correction=True),
                violation_error_message=_("Name the decision in at least one language."),
            ),
            models.CheckConstraint(
                name="amendment_corrects_words_alone",
                condition=Q(is_correction=False) | Q(field__in=WORDS),
                violation_error_message=_("Only words are put right without a decision."),
            ),
            models.CheckConstraint(
                name="amendment_says_from_and_to",
                condition=Q(field__in=DATES, date_to__isnull=False, was__isnull=True, becomes__isnull=True)
                | Q(date_from__isnull=True, date_to__isnull=True, becomes__isnull=False) & ~Q(field__in=DATES),
                violation_error_message=_("Say what it was and what it becomes."),
            ),
        ]

    def __str__(self):
        if self.field not in DATES:
            return self.get_field_display()
        return f"{self.get_field_display()}: {self.date_from or '—'} → {self.date_to or '—'}"

    @property
    def subject(self):
        return self.commitment or self.milestone or self.indicator

    @property
    def about(self):
        """The commitment on whose page it is told."""
        return self.commitment or self.subject.commitment
