"""The plan's own words, under OGP's questions, with its figures and what contradicts what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.plan import NEEDS_TITLE, ActionPlan, PlanKind
from tetouan_portal.lib.languages import in_some_language
from tetouan_portal.lib.personal_data import PersonalData
from tetouan_portal.lib.search import search_column

NEEDS_TEXT = _("Write the text in at least one language.")


class NarrativeQuestion(models.TextChoices):
    """The questions of OGP's action plan form, in its order."""

    FOREWORD = "foreword", _("Foreword")
    VISION = "vision", _("The long-term vision for open government")
    ACHIEVEMENTS = "achievements", _("Achievements in open government to date")
    CHALLENGES = "challenges", _("Challenges and areas for improvement")
    GOALS = "goals", _("Medium-term open government goals")
    VISION_CONTRIBUTION = "vision_contribution", _("How the plan contributes to the vision")
    POLICY_CONTRIBUTION = "policy_contribution", _("How the vision serves the council's policy goals")
    INSTITUTIONS = "institutions", _("Lead institutions")
    COORDINATION = "coordination", _("Coordination between departments")
    SPACES = "spaces", _("Spaces for collaboration with civil society")
    DIVERSITY = "diversity", _("Measures for diverse representation")
    PARTICIPANTS = "participants", _("Who took part")
    CONTINUING_COLLABORATION = "continuing_collaboration", _("Continuing collaboration during implementation")
    MONITORING_BODY = "monitoring_body", _("The independent monitoring body")
    PROGRESS_ACTIVITIES = "progress_activities", _("Activities to discuss progress")
    FOLLOW_UP = "follow_up", _("Regular checks with those who implement")
    SHARING_RESULTS = "sharing_results", _("How results are shared with the public")


# What the questions stand for where a plan did not answer OGP's form: under its words they would be said of OGP.
HEADINGS_OF_OTHER_PLANS = {
    NarrativeQuestion.FOREWORD: _("What a communal action plan is"),
    NarrativeQuestion.VISION: _("What it aims at"),
    NarrativeQuestion.FOLLOW_UP: _("What became of it since"),
}


class NarrativeSection(models.Model):
    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="sections", verbose_name=_("plan"))
    question = models.CharField(_("question"), max_length=30, choices=NarrativeQuestion)
    body = models.TextField(_("text"))
    search = search_column(body="A")
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("narrative section")
        verbose_name_plural = _("narrative sections")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="question_answered_once_in_plan",
                fields=["plan", "question"],
                violation_error_message=_("The plan already answers this question."),
            ),
            models.CheckConstraint(
                name="section_has_a_text", condition=in_some_language("body"), violation_error_message=NEEDS_TEXT
            ),
            models.CheckConstraint(
                name="section_question_is_known", condition=Q(question__in=NarrativeQuestion.values)
            ),
        ]

    def __str__(self):
        return self.get_question_display()

    @property
    def heading(self):
        question = NarrativeQuestion(self.question)
        own = HEADINGS_OF_OTHER_PLANS.get(question) if self.plan.kind != PlanKind.OGP else None
        return own or question.label


class CountedUnit(models.TextChoices):
    PEOPLE = "people", _("people")
    ORGANISATIONS = "organisations", _("organisations")
    SUGGESTIONS = "suggestions", _("suggestions")
    UNSTATED = "unstated", _("not specified")


class CoCreationFigure(models.Model):
    """One line of the breakdown; the stated total is kept on the plan and never recomputed."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="cocreation_figures", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    category = models.CharField(_("category"), max_length=200)
    count = models.PositiveIntegerField(_("count"))
    unit = models.CharField(_("unit"), max_length=14, choices=CountedUnit, default=CountedUnit.PEOPLE)

    class Meta:
        verbose_name = _("co-creation figure")
        verbose_name_plural = _("co-creation figures")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(name="figure_position_once_in_plan", fields=["plan", "position"]),
            models.CheckConstraint(name="figure_unit_is_known", condition=Q(unit__in=CountedUnit.values)),
            models.CheckConstraint(
                name="figure_has_a_category",
                condition=in_some_language("category"),
                violation_error_message=_("Write the category in at least one language."),
            ),
        ]

    def __str__(self):
        return f"{self.category}: {self.count}"


class Endorsement(models.Model):
    """A person and an organisation exactly as the plan gives them: names are not translated."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="endorsements", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    person = models.CharField(_("person"), max_length=120)
    role = models.CharField(_("role, as given"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation, as given"), max_length=200)
    language = models.CharField(_("language of the text"), max_length=2)
    own_name = models.CharField(_("the organisation’s own name"), max_length=200, blank=True)
    own_name_source = models.ForeignKey(
        "Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source of the own name")
    )

    personal_data = PersonalData(
        fields=(
            "person",
            "role",
            "organisation",
        ),
        whose=_("persons who endorsed the plan"),
        purpose=_("To show who supports the plan, as the published plan does."),
        seen_by=_("everybody"),
        kept=_("as long as the plan is published"),
    )

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(name="endorsement_position_once_in_plan", fields=["plan", "position"]),
        ]

    def __str__(self):
        return f"{self.person}, {self.organisation}"


class PlanAttachment(models.Model):
    """A document that the published plan names; without a file it is shown as not available to us."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="attachments", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    as_given = models.CharField(_("title, as given"), max_length=200, blank=True)
    language = models.CharField(_("language of the text"), max_length=2, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(name="attachment_position_once_in_plan", fields=["plan", "position"]),
            models.CheckConstraint(
                name="attachment_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
        ]

    def __str__(self):
        return self.title


class NoteTopic(models.TextChoices):
    DATES = "dates", _("Dates")
    PARTICIPANTS = "participants", _("Participants")
    WORKSHOPS = "workshops", _("Workshops")
    NAMES = "names", _("Names")
    WORDING = "wording", _("Wording")
    STATUS = "status", _("Status")


class PlanNote(models.Model):
    """What the published texts contradict or leave open: shown, never resolved."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="notes", verbose_name=_("plan"))
    position = models.PositiveSmallIntegerField(_("position"))
    topic = models.CharField(_("topic"), max_length=14, choices=NoteTopic)
    text = models.TextField(_("text"))
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(name="note_position_once_in_plan", fields=["plan", "position"]),
            models.CheckConstraint(
                name="note_has_a_text", condition=in_some_language("text"), violation_error_message=NEEDS_TEXT
            ),
            models.CheckConstraint(name="note_topic_is_known", condition=Q(topic__in=NoteTopic.values)),
        ]

    def __str__(self):
        return self.get_topic_display()


class PlanPromise(models.Model):
    """What a plan promises to do in public without saying when: the calendar shows it without a date."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="promises", verbose_name=_("plan"))
    slug = models.SlugField(_("permanent identifier"))
    question = models.CharField(_("question"), max_length=30, choices=NarrativeQuestion)
    title = models.CharField(_("title"), max_length=300)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta:
        verbose_name = _("promise of the plan")
        verbose_name_plural = _("promises of the plans")
        ordering = ["plan", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="promise_slug_once_in_plan",
                fields=["plan", "slug"],
                violation_error_message=_("Another promise of the plan has this identifier."),
            ),
            models.CheckConstraint(
                name="promise_has_a_title", condition=in_some_language("title"), violation_error_message=NEEDS_TITLE
            ),
            models.CheckConstraint(
                name="promise_question_is_known", condition=Q(question__in=NarrativeQuestion.values)
            ),
        ]

    def __str__(self):
        return self.title or self.slug
