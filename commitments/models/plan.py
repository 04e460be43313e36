"""What was promised: plans, axes, commitments, milestones.

In SQL: milestones stay with the commitment of their readings (`commitments/migrations/0022_reading_of_a_statement.py`),
an axis belongs to the commitment's plan (`commitments/migrations/0002_guards.py`), what is promised in public changes
by an amendment alone (`commitments/migrations/0032_promises_change_by_amendment.py`), what is public is neither
deleted nor hidden (`commitments/migrations/0039_the_public_is_kept.py`), and what is said of a withdrawal is not
rewritten (`tetouan_portal/migrations/0002_append_only.py`).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.models.plan_querysets import ActionPlanQuerySet, CommitmentQuerySet, MilestoneQuerySet
from commitments.models.withdrawals import (
    STAYS,
    WithdrawnByDecision,
    withdrawn_in_the_open,
    withdrawn_was_published,
)
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.search import search_column
from tetouan_portal.lib.standing import PASSED, standing

NEEDS_TITLE = _("Write the title in at least one language.")
DATES_IN_ORDER = _("The end cannot come before the start.")


class PlanKind(models.TextChoices):
    OGP = "ogp", _("OGP action plan")
    PAC = "pac", _("Communal action plan (PAC)")
    OPENNESS = "openness", _("Openness programme")


class ActionPlan(WithdrawnByDecision):
    """Published, made the current one and withdrawn by `commitments.plan.publishing` alone, as what it promises."""

    slug = models.SlugField(_("permanent identifier"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind, default=PlanKind.OGP)
    is_current = models.BooleanField(_("current plan of its kind"), default=False, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    reporting_ends_on = models.DateField(_("reporting ends on"), null=True, blank=True)
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))
    source_note = models.TextField(_("note on the source"), blank=True)
    participants_stated = models.PositiveIntegerField(_("participants, as stated"), null=True, blank=True)
    groups_stated = models.PositiveIntegerField(_("groups, as stated"), null=True, blank=True)
    public_meetings_stated = models.PositiveIntegerField(_("public meetings, as stated"), null=True, blank=True)
    lead_institutions = models.ManyToManyField(
        "Institution", blank=True, related_name="led_plans", verbose_name=_("lead institutions")
    )

    objects = ActionPlanQuerySet.as_manager()
    keeps = ("slug",)

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["kind", "-ends_on"]
        constraints = [
            *withdrawn_in_the_open("plan"),
            withdrawn_was_published("plan"),
            models.CheckConstraint(
                name="withdrawn_plan_is_not_current",
                condition=Q(withdrawn_at__isnull=True) | Q(is_current=False),
                violation_error_message=_("A plan that was withdrawn is not the current one."),
            ),
            models.CheckConstraint(name="plan_kind_is_known", condition=Q(kind__in=PlanKind.values)),
            models.UniqueConstraint(
                name="one_current_plan_of_a_kind",
                fields=["kind"],
                condition=Q(is_current=True),
                violation_error_message=_("Another plan of this kind is already the current one."),
            ),
            models.CheckConstraint(
                name="plan_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="plan_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=DATES_IN_ORDER,
            ),
            models.CheckConstraint(
                name="plan_reporting_ends_after_plan",
                condition=Q(reporting_ends_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(reporting_ends_on__gte=F("ends_on")),
                violation_error_message=_("Reporting cannot end before the plan does."),
            ),
        ]

    def __str__(self):
        return self.title or self.slug

    def get_absolute_url(self):
        return reverse("commitments:plan", args=[self.slug])


class Axis(models.Model):
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="axes", verbose_name=_("plan"))
    slug = models.SlugField(_("permanent identifier"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("axis")
        verbose_name_plural = _("axes")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(name="axis_number_once_in_plan", fields=["plan", "number"]),
            models.UniqueConstraint(name="axis_slug_once_in_plan", fields=["plan", "slug"]),
            models.CheckConstraint(
                name="axis_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def clean(self):
        moved = Axis.objects.filter(pk=self.pk).exclude(plan=self.plan_id)
        if moved.filter(commitments__isnull=False).exists():
            sentence = _("Its commitments belong to the plan: the axis cannot leave it.")
            raise ValidationError({"plan": ValidationError(sentence, code="has_commitments")})
        if moved.filter(plan__is_published=True).exists():
            raise ValidationError({"plan": ValidationError(STAYS, code="public")})


class Commitment(WithdrawnByDecision):
    """A promise of the plan. Dates have month precision: first day of the start, last of the end."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="commitments", editable=False)
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="commitments", verbose_name=_("axis"))
    slug = models.SlugField(_("permanent identifier"), unique=True)
    number = models.PositiveSmallIntegerField(_("number"))
    ogp_id = models.CharField(
        _("OGP identifier"), max_length=12, null=True, blank=True, unique=True, help_text=_("For example MATET0004.")
    )
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    title = models.CharField(_("title"), max_length=300)
    problem = models.TextField(_("problem"), blank=True)
    status_quo = models.TextField(_("status quo"), blank=True)
    action = models.TextField(_("action"), blank=True)
    contribution = models.TextField(_("contribution to solving the problem"), blank=True)
    themes = models.ManyToManyField("Theme", blank=True, related_name="commitments", verbose_name=_("themes"))
    ogp_values = models.ManyToManyField(
        "OgpValue", blank=True, related_name="commitments", verbose_name=_("OGP values")
    )
    policy_areas = models.ManyToManyField(
        "PolicyArea", blank=True, related_name="commitments", verbose_name=_("OGP policy areas")
    )
    sectors = models.ManyToManyField("Sector", blank=True, related_name="commitments", verbose_name=_("OGP sectors"))
    sdgs = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("Sustainable Development Goals"),
        default=list,
        blank=True,
        help_text=_("Their numbers, 1 to 17, separated by commas."),
    )
    institutions = models.ManyToManyField("Institution", through="Responsibility", related_name="commitments")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    title_source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source of the title")
    )
    source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source of the details")
    )
    carried_over_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_over_to",
        verbose_name=_("carried over from"),
    )
    search = search_column(title="A", problem="B", action="B", status_quo="C", contribution="C")

    objects = CommitmentQuerySet.as_manager()
    keeps = ("slug", "plan_id")

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        permissions = [("publish_commitment", "Can publish and withdraw plans and what is promised in them")]
        ordering = ["plan", "number"]
        indexes = [GinIndex(name="commitment_search", fields=["search"])]
        constraints = [
            *withdrawn_in_the_open("commitment"),
            withdrawn_was_published("commitment"),
            models.UniqueConstraint(
                name="commitment_number_once_in_plan",
                fields=["plan", "number"],
                violation_error_message=_("Another commitment of the plan has this number."),
            ),
            models.CheckConstraint(
                name="commitment_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="commitment_dates_in_order",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=DATES_IN_ORDER,
            ),
            models.CheckConstraint(
                name="commitment_sdgs_between_1_and_17",
                condition=Q(sdgs__contained_by=list(range(1, 18))),
                violation_error_message=_("The goals are numbered 1 to 17."),
            ),
            models.CheckConstraint(
                name="commitment_ogp_id_null_rather_than_empty", condition=Q(ogp_id__isnull=True) | ~Q(ogp_id="")
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def clean_fields(self, exclude=None):
        if self.axis_id:
            self.plan_id = self.axis.plan_id
        self.ogp_id = self.ogp_id or None
        super().clean_fields(exclude=exclude)

    def validate_constraints(self, exclude=None):
        # A form does not ask for the plan, yet the number must be free in it.
        super().validate_constraints(exclude=set(exclude or ()) - {"plan"})

    def save(self, *args, **kwargs):
        # The plan repeats the axis's (a composite foreign key in the database checks it).
        self.plan_id = self.axis.plan_id
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("commitments:commitment", args=[self.slug])

    @property
    def has_details(self):
        return any((self.problem, self.status_quo, self.action, self.contribution))


class Role(models.TextChoices):
    LEAD = "lead", _("lead")
    SUPPORT = "support", _("support")
    INVOLVED = "involved", _("institution involved")  # OGP's pages do not say who leads


class Responsibility(models.Model):
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="responsibilities", verbose_name=_("commitment")
    )
    institution = models.ForeignKey(
        "Institution", models.PROTECT, related_name="responsibilities", verbose_name=_("institution")
    )
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.LEAD)

    class Meta:
        verbose_name = _("responsible institution")
        verbose_name_plural = _("responsible institutions")
        ordering = ["commitment", "role", "institution"]
        constraints = [
            models.UniqueConstraint(
                name="institution_once_per_commitment",
                fields=["commitment", "institution"],
                violation_error_message=_("This institution already answers for the commitment."),
            ),
            models.CheckConstraint(name="responsibility_role_is_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self):
        return f"{self.institution} ({self.get_role_display()})"


class Milestone(WithdrawnByDecision, Demonstrable):
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="milestones", verbose_name=_("commitment"))
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=300)
    expected_output = models.TextField(_("expected output"), blank=True)
    institution = models.ForeignKey(
        "Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("responsible institution"),
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # As the newest published statement of the municipality says that no other corrects: `statements.publication` writes
    # it, and the database takes no other day (`migrations/0033_declared_done.py`).
    done_on = models.DateField(_("declared done on"), null=True, blank=True, editable=False)
    # Of days that were typed before statements were asked for: no statement says so, and pages tell it.
    done_entered_before = models.DateField(_("entered by hand before"), null=True, blank=True, editable=False)
    search = search_column(title="A", expected_output="B")

    objects = MilestoneQuerySet.as_manager()
    keeps = ("commitment_id",)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["commitment", "number"]
        constraints = [
            *withdrawn_in_the_open("milestone"),
            models.UniqueConstraint(
                name="milestone_number_once_in_commitment",
                fields=["commitment", "number"],
                violation_error_message=_("Another milestone of the commitment has this number."),
            ),
            models.CheckConstraint(
                name="milestone_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="milestone_entered_by_hand_is_done",
                condition=Q(done_entered_before__isnull=True) | Q(done_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def is_done(self, on):
        return self.done_on is not None and self.done_on <= on

    def is_overdue(self, on):
        """Past its due date and not done; late it is only where somebody is bound to the date."""
        return standing(due_on=self.due_on, done_on=self.done_on, on=on).state in PASSED
