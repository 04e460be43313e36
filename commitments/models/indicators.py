"""What is measured: indicators, their target, and readings that are never overwritten.

In SQL: readings, and what is said of a withdrawal, are never rewritten
(`tetouan_portal/migrations/0002_append_only.py`), and a reading is about what its statement is about
(`commitments/migrations/0022_reading_of_a_statement.py`); what an indicator promises in public changes by an amendment
alone (`commitments/migrations/0032_promises_change_by_amendment.py`) and is neither deleted nor hidden
(`commitments/migrations/0039_the_public_is_kept.py`).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models.plan import NEEDS_TITLE, Commitment
from commitments.models.plan_querysets import IndicatorQuerySet
from commitments.models.withdrawals import WithdrawnByDecision, withdrawn_in_the_open
from commitments.time_spans import months_later
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.search import search_column


class IndicatorKind(models.TextChoices):
    RESULT = "result", _("result indicator")
    IMPACT = "impact", _("impact indicator")


class Direction(models.TextChoices):
    UP = "up", _("should rise")
    DOWN = "down", _("should fall")
    MAINTAIN = "maintain", _("should be maintained")


class Frequency(models.TextChoices):
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every three months")
    HALF_YEARLY = "half_yearly", _("every six months")
    YEARLY = "yearly", _("every year")


MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}


def exact_decimal(label, **options):
    return models.DecimalField(label, max_digits=18, decimal_places=4, **options)


class Indicator(WithdrawnByDecision, Demonstrable):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="indicators", verbose_name=_("commitment"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=IndicatorKind, default=IndicatorKind.RESULT)
    title = models.CharField(_("title"), max_length=200)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    definition = models.TextField(_("definition and method"), blank=True)
    data_source = models.CharField(_("data source"), max_length=300, blank=True)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.UP)
    frequency = models.CharField(_("how often"), max_length=12, choices=Frequency, default=Frequency.HALF_YEARLY)
    baseline = exact_decimal(_("baseline"), null=True, blank=True)
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    target = exact_decimal(_("target"), null=True, blank=True)
    target_on = models.DateField(_("date of the target"), null=True, blank=True)
    search = search_column(title="A", definition="C")

    objects = IndicatorQuerySet.as_manager()
    keeps = ("commitment_id",)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["commitment", "number"]
        constraints = [
            *withdrawn_in_the_open("indicator"),
            models.UniqueConstraint(
                name="indicator_number_once_in_commitment",
                fields=["commitment", "number"],
                violation_error_message=_("Another indicator of the commitment has this number."),
            ),
            models.CheckConstraint(
                name="indicator_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(name="indicator_kind_is_known", condition=Q(kind__in=IndicatorKind.values)),
            models.CheckConstraint(name="indicator_direction_is_known", condition=Q(direction__in=Direction.values)),
            models.CheckConstraint(name="indicator_frequency_is_known", condition=Q(frequency__in=Frequency.values)),
            models.CheckConstraint(
                name="indicator_target_has_a_unit",
                condition=Q(target__isnull=True) | in_some_language("unit"),
                violation_error_message=_("A target needs a unit, in at least one language."),
            ),
            models.CheckConstraint(
                name="indicator_target_in_its_direction",
                condition=Q(target__isnull=True)
                | Q(baseline__isnull=True)
                | Q(direction="maintain")
                | Q(direction="up", target__gt=F("baseline"))
                | Q(direction="down", target__lt=F("baseline")),
                violation_error_message=_("The target must lie in the stated direction from the baseline."),
            ),
            models.CheckConstraint(
                name="indicator_target_after_baseline",
                condition=Q(target_on__isnull=True) | Q(baseline_on__isnull=True) | Q(target_on__gt=F("baseline_on")),
                violation_error_message=_("The target's date must come after the baseline's."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def expected_since(self, last_on, on):
        """The day by which another value should have followed that of `last_on`; None before that, or without one."""
        if last_on is None:
            return None
        expected_on = months_later(last_on, MONTHS[self.frequency])
        return expected_on if on > expected_on else None

    def is_target_met(self, value):
        """Whether `value` reaches the target; None without a target or a value."""
        if self.target is None or value is None:
            return None
        if self.direction == Direction.DOWN:
            return value <= self.target
        return value >= self.target

    def progress(self, value):
        """The part of the way from baseline to target that `value` has gone, 0 to 1 (a Decimal).

        None when it cannot be said: no target, no baseline, no value, or an indicator to
        maintain (which is kept or not kept).
        """
        if None in (self.target, self.baseline, value) or self.direction == Direction.MAINTAIN:
            return None
        way = (value - self.baseline) / (self.target - self.baseline)
        return min(max(way, 0), 1)


class Reading(Demonstrable):
    """The value of an indicator on a date. Append-only: a correction supersedes it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="readings", verbose_name=_("indicator"))
    dated_on = models.DateField(_("dated"))
    value = exact_decimal(_("value"))
    note = models.TextField(_("note"), blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects the reading"),
        error_messages={"unique": _("That reading has already been corrected: correct the correction.")},
    )
    statement = models.ForeignKey(
        "Statement",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="readings",
        verbose_name=_("declared with the statement"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    search = search_column(note="A")

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["indicator", "dated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_first_reading_a_day",
                fields=["indicator", "dated_on"],
                condition=Q(supersedes__isnull=True),
                violation_error_message=_("There is already a reading for this date: correct it instead."),
            ),
            models.CheckConstraint(
                name="reading_does_not_supersede_itself",
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
            ),
        ]

    def __str__(self):
        return f"{self.dated_on}: {self.value.normalize():f}"

    def clean(self):
        if self.supersedes and self.supersedes.indicator_id != self.indicator_id:
            sentence = _("A correction stays with the same indicator.")
            raise ValidationError({"supersedes": ValidationError(sentence, code="other_indicator")})
