"""What is due when: document types × fiscal years, dates stored and changed only with a reason.

In SQL: that changes of a date are never rewritten (`budget_docs/migrations/0002_guards.py`), how often a rule's
confirmation changed (`0014_confirmation_changes.py`), that none changes without its reason (`0020_rule_changes.py`).
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budget_docs.models.calendar_querysets import PublicationDateQuerySet
from tetouan_portal.lib.languages import in_some_language

NEEDS_NAME = _("Write the name in at least one language.")
MIN_YEAR, MAX_YEAR = 1976, 2100  # communes have had budgets of their own since the charter of 1976


class FiscalYear(models.Model):
    """A budget year, 1 January to 31 December."""

    year = models.PositiveSmallIntegerField(_("fiscal year"), unique=True)
    population = models.PositiveIntegerField(
        _("inhabitants"), null=True, blank=True, help_text=_("For amounts per inhabitant; leave empty when unknown.")
    )
    population_source = models.CharField(
        _("source of the number of inhabitants"),
        max_length=200,
        blank=True,
        help_text=_("For example: census of 2024."),
    )

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="fiscal_year_is_a_year",
                condition=Q(year__gte=MIN_YEAR, year__lte=MAX_YEAR),
                violation_error_message=_("Write the year in four digits."),
            ),
            models.CheckConstraint(
                name="fiscal_year_population_has_a_source",
                condition=Q(population__isnull=True) | ~Q(population_source="") & Q(population__gt=0),
                violation_error_message=_("Say where the number of inhabitants comes from."),
            ),
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return reverse("budget:year", args=[self.year])


class DocumentType(models.Model):
    """A kind of document that the Commune publishes each year, with the rule that says when."""

    slug = models.SlugField(_("permanent identifier"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    explanation = models.TextField(_("what it is, in plain words"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True, help_text=_("The rule and where it is found."))
    confirmed_on = models.DateField(
        _("rule confirmed by the Commune on"),
        null=True,
        blank=True,
        editable=False,  # as the newest `RuleChange` says; until then every page says that it is to be confirmed
    )
    is_confirmed = models.GeneratedField(
        verbose_name=_("rule confirmed by the Commune"),
        expression=Q(confirmed_on__isnull=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Counted by the database, up alone: how often `confirmed_on` was given, changed or taken back.
    confirmation_changes = models.PositiveIntegerField(default=0, editable=False)
    due_month = models.PositiveSmallIntegerField(_("due in month"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(_("due on day"), null=True, blank=True)
    due_year_offset = models.SmallIntegerField(
        _("due in year"),
        default=0,
        help_text=_("0: in the fiscal year itself; -1: the year before; 1: the year after."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="document_type_has_a_name",
                condition=in_some_language("name"),
                violation_error_message=NEEDS_NAME,
            ),
            models.CheckConstraint(
                name="document_type_due_whole_or_not",
                condition=Q(due_month__isnull=True, due_day__isnull=True)
                | Q(
                    due_month__isnull=False,
                    due_day__isnull=False,  # a comparison with nothing would refuse nothing
                    due_month__gte=1,
                    due_month__lte=12,
                    due_day__gte=1,
                    due_day__lte=31,
                ),
                violation_error_message=_("Give both day and month, or neither."),
            ),
            models.CheckConstraint(
                name="document_type_due_near_its_year",
                condition=Q(due_year_offset__gte=-1, due_year_offset__lte=2),
                violation_error_message=_("Due from the year before to two years after."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug


class RuleChange(models.Model):
    """A kind's rule confirmed on a day, or put in doubt (no day), with the source or the reason. Never rewritten."""

    type = models.ForeignKey(DocumentType, models.PROTECT, related_name="rule_changes", verbose_name=_("document type"))
    confirmed_on = models.DateField(_("rule confirmed by the Commune on"), null=True, blank=True)
    reason = models.TextField(_("source or reason"))
    # Confirmed before anybody was asked why: the reason says so.
    is_from_before = models.BooleanField(default=False, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("confirmation or doubt of a rule")
        verbose_name_plural = _("confirmations and doubts of rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_change_has_a_reason",
                condition=in_some_language("reason"),
                violation_error_message=_("Give the reason in at least one language."),
            )
        ]

    def __str__(self):
        if self.confirmed_on is None:
            return gettext("put in doubt")
        return gettext("confirmed on %(date)s") % {"date": date_format(self.confirmed_on)}


class PublicationDate(models.Model):
    """The slot of one document type in one fiscal year. `due_on` moves in `budget_docs.calendar.due_dates` alone."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="dates", verbose_name=_("fiscal year"))
    type = models.ForeignKey(DocumentType, models.PROTECT, related_name="dates", verbose_name=_("document type"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    is_expected = models.BooleanField(
        _("expected"), default=True, help_text=_("Untick when this year has no such document, and say why in the note.")
    )
    note = models.TextField(_("note"), blank=True)
    is_awaited_in_demo = models.BooleanField(_("awaited in the demonstration"), default=False, editable=False)

    objects = PublicationDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("due date")
        verbose_name_plural = _("due dates")
        ordering = ["-fiscal_year__year", "type__position"]
        constraints = [
            models.UniqueConstraint(
                name="publication_date_once_a_year",
                fields=["fiscal_year", "type"],
                violation_error_message=_("This year already has a date for this type."),
            ),
            models.CheckConstraint(
                name="publication_date_not_expected_is_explained",
                condition=Q(is_expected=True) | in_some_language("note"),
                violation_error_message=_("Say in the note why no such document is expected."),
            ),
        ]

    def __str__(self):
        return f"{self.type} {self.fiscal_year}"

    @property
    def first_published_on(self):
        """Of one that `with_first_publication` found."""
        return self.first_published_at and timezone.localdate(self.first_published_at)


class DueDateChange(models.Model):
    """A due date that moved: from, to, why. Never rewritten."""

    date = models.ForeignKey(PublicationDate, models.PROTECT, related_name="changes")
    due_from = models.DateField(_("from"), null=True)
    due_to = models.DateField(_("to"), null=True)
    reason = models.TextField(_("reason"))
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a due date")
        verbose_name_plural = _("changes of due dates")
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="due_date_change_changes",
                condition=~Q(due_from=F("due_to"))
                | Q(due_from__isnull=True, due_to__isnull=False)
                | Q(due_from__isnull=False, due_to__isnull=True),
            ),
            models.CheckConstraint(
                name="due_date_change_has_a_reason",
                condition=in_some_language("reason"),
                violation_error_message=_("Give the reason in at least one language."),
            ),
        ]

    def __str__(self):
        dates = {"now": self.due_to, "before": self.due_from}
        days = {name: date_format(date) if date else "—" for name, date in dates.items()}
        return gettext("%(now)s instead of %(before)s") % days
