"""How a promise was changed.

Never rewritten, which holds in SQL too: `tetouan_portal/migrations/0002_append_only.py`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.plan import Commitment, Milestone
from commitments.models.plan_querysets import live_promise
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.public_rows import PublicRows
from tetouan_portal.lib.search import search_column


class AmendedField(models.TextChoices):
    STARTS_ON = "starts_on", _("start date")
    ENDS_ON = "ends_on", _("end date")
    DUE_ON = "due_on", _("due date")
    WORDING = "wording", _("wording")


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
        return self.filter(live_promise("commitment") | live_promise("milestone__commitment"))


class Amendment(Demonstrable):
    """A promise changed in the open: what, from, to, why, by which decision.

    Written by `commitments.plan.amendments` alone, together with the change itself.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name=_("commitment")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name=_("milestone")
    )
    field = models.CharField(_("what changed"), max_length=10, choices=AmendedField)
    date_from = models.DateField(_("from date"), null=True, blank=True)
    date_to = models.DateField(_("to date"), null=True, blank=True)
    wording_from = models.TextField(_("former wording"), blank=True)
    wording_to = models.TextField(_("new wording"), blank=True)
    reason = models.TextField(_("reason"))
    decision = models.CharField(_("decision"), max_length=300)
    decided_on = models.DateField(_("decided on"))
    search = search_column(reason="A", decision="B")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="amendment_about_exactly_one_thing",
                condition=Q(commitment__isnull=False, milestone__isnull=True)
                | Q(commitment__isnull=True, milestone__isnull=False),
                violation_error_message=_("Name one commitment or one milestone."),
            ),
            models.CheckConstraint(
                name="amendment_has_a_reason",
                condition=in_some_language("reason"),
                violation_error_message=_("Give the reason in at least one language."),
            ),
            models.CheckConstraint(
                name="amendment_names_a_decision",
                condition=in_some_language("decision"),
                violation_error_message=_("Name the decision in at least one language."),
            ),
            models.CheckConstraint(
                name="amendment_says_from_and_to",
                condition=Q(field="wording", date_from__isnull=True, date_to__isnull=True)
                & ~Q(wording_from="")
                & ~Q(wording_to="")
                | Q(field__in=["starts_on", "ends_on", "due_on"], wording_from="", wording_to="")
                & Q(date_to__isnull=False),
                violation_error_message=_("Say what it was and what it becomes."),
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()}: {self.date_from or '—'} → {self.date_to or '—'}"
