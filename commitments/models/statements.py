"""Two statements, side by side: what the municipality declares and what the monitor assesses.

What was published is never rewritten, which holds in SQL too: `tetouan_portal/migrations/0002_append_only.py`; a
correction is about what it corrects: `commitments/migrations/0004_corrections_keep_their_subject.py`; news that was
withdrawn stays so: `commitments/migrations/0037_news_is_kept.py`; another publishes than who wrote:
`commitments/migrations/0040_published_by_another.py`.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.indicators import Indicator, exact_decimal
from commitments.models.levels import CompletionLevel, Side
from commitments.models.plan import NEEDS_TITLE, Commitment, Milestone
from commitments.models.plan_querysets import public_promise
from commitments.models.publication import Publishable, PublishableQuerySet
from tetouan_portal.lib.demonstration import Demonstrable
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.search import search_column
from tetouan_portal.lib.withdrawal import Withdrawable, withdrawn_iff_explained

ABOUT_ONE_THING = Q(commitment__isnull=False, milestone__isnull=True) | Q(
    commitment__isnull=True, milestone__isnull=False
)


class StatementQuerySet(PublishableQuerySet):
    def live(self):
        return self.released().filter(public_promise("commitment") | public_promise("milestone__commitment"))

    def by(self, side):
        return self.filter(side=side)

    def standing(self, on):
        """Published statements dated up to `on` that no published correction had superseded by then."""
        corrections = Statement.objects.released().filter(supersedes__isnull=False, dated_on__lte=on)
        return self.released().filter(dated_on__lte=on).exclude(pk__in=corrections.values("supersedes"))

    def telling_done(self):
        """The municipality's published ones that say when a milestone was done, and that none published corrects."""
        corrections = Statement.objects.released().filter(supersedes__isnull=False)
        told = self.released().by(Side.MUNICIPALITY).filter(done_on__isnull=False)
        return told.exclude(pk__in=corrections.values("supersedes"))

    def newest_first(self):
        return self.order_by("-dated_on", "-pk")

    def newest(self, on):
        """The standing statement of each side on each commitment and milestone."""
        subject = ("side", "commitment_id", "milestone_id")
        return self.standing(on).order_by(*subject, "-dated_on", "-pk").distinct(*subject)


class Statement(Publishable, Demonstrable):
    """What one side says about one commitment or one milestone, on a date.

    Append-only once published: a correction supersedes, and both stay visible.
    """

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="statements", verbose_name=_("commitment")
    )
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="statements", verbose_name=_("milestone")
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    institution = models.ForeignKey(
        "Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("through the institution"),
    )
    dated_on = models.DateField(_("dated"))
    level = models.CharField(_("level"), max_length=12, choices=CompletionLevel)
    summary = models.TextField(_("what was done or found"), blank=True)
    obstacles = models.TextField(_("obstacles"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    supersedes = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects the statement"),
        error_messages={"unique": _("That statement has already been corrected: correct the correction.")},
    )
    done_on = models.DateField(
        _("done on"),
        null=True,
        blank=True,
        help_text=_("Only of a milestone that has been reached: the day. Publishing the statement notes it."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    search = search_column(summary="A", obstacles="B", next_steps="B")

    KEPT_BY_A_CORRECTION = ("side", "commitment_id", "milestone_id")

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        permissions = [
            ("declare_statement", "Can speak for the municipality through an institution"),
            ("assess_statement", "Can speak for the independent monitor"),
            ("publish_statement", "Can publish what the municipality declares"),
            ("return_statement", "Can return what was submitted"),
        ]
        ordering = ["-dated_on", "-pk"]
        indexes = [
            models.Index(name="statement_newest", fields=["commitment", "side", "-dated_on", "-id"]),
            models.Index(name="statement_newest_milestone", fields=["milestone", "side", "-dated_on", "-id"]),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="statement_about_exactly_one_thing",
                condition=ABOUT_ONE_THING,
                violation_error_message=_("Name one commitment or one milestone."),
            ),
            models.CheckConstraint(name="statement_side_is_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="statement_level_is_known", condition=Q(level__in=CompletionLevel.values)),
            models.CheckConstraint(
                name="no_evidence_is_said_by_the_monitor_only",
                condition=~Q(level="no_evidence") | Q(side="monitor"),
                violation_error_message=_("Only the independent monitor may say that no evidence is available."),
            ),
            *(
                models.UniqueConstraint(
                    name=f"one_open_statement_of_an_institution_on_a_{subject}",
                    fields=["institution", subject],
                    condition=~Q(state="published") & Q(side="municipality"),
                    violation_error_message=_("There is a statement on this that is not published yet: continue it."),
                )
                for subject in ("commitment", "milestone")
            ),
            models.CheckConstraint(
                name="statement_done_on_of_a_milestone",
                condition=Q(done_on__isnull=True) | Q(milestone__isnull=False, side="municipality"),
                violation_error_message=_("Only the municipality notes when a milestone was done."),
            ),
            models.CheckConstraint(
                name="statement_does_not_supersede_itself",
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=models.F("pk")),
            ),
            models.CheckConstraint(
                name="published_statement_says_something",
                condition=~Q(state="published") | in_some_language("summary"),
                violation_error_message=_("Say what was done or found in at least one language before publishing."),
            ),
        ]

    def __str__(self):
        return f"{self.get_side_display()}, {self.dated_on}: {self.get_level_display()}"

    def clean(self):
        corrected = self.supersedes
        if corrected and any(getattr(corrected, name) != getattr(self, name) for name in self.KEPT_BY_A_CORRECTION):
            sentence = _("A correction comes from the same side and is about the same thing.")
            raise ValidationError({"supersedes": ValidationError(sentence, code="other_statement")})


class ProposedReading(models.Model):
    """A value entered with a draft; publishing the statement turns it into a reading."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="proposed_readings")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="proposals", verbose_name=_("indicator"))
    value = exact_decimal(_("value"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("proposed reading")
        verbose_name_plural = _("proposed readings")
        ordering = ["statement", "indicator__number"]
        constraints = [models.UniqueConstraint(name="one_proposal_an_indicator", fields=["statement", "indicator"])]

    def __str__(self):
        return f"{self.indicator}: {self.value.normalize():f}"


class ProgressUpdateQuerySet(PublishableQuerySet):
    def standing(self):
        """Published, and not taken back since."""
        return self.released().filter(withdrawn_at__isnull=True)

    def live(self):
        return self.standing().filter(public_promise("commitment"))


class ProgressUpdate(Publishable, Withdrawable, Demonstrable):
    """News between statements, any day. Append-only once published: what was wrong is withdrawn, and says why."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="updates", verbose_name=_("commitment"))
    dated_on = models.DateField(_("dated"))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    institution = models.ForeignKey(
        "Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("institution"),
        help_text=_("Who tells it; empty: the municipality."),
    )
    search = search_column(title="A", body="B")

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-dated_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="update_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            withdrawn_iff_explained(
                "update_withdrawn_iff_explained", _("Give a reason when, and only when, news is withdrawn.")
            ),
        ]

    def __str__(self):
        return f"{self.dated_on}: {self.title}"
