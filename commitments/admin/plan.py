"""Plans, axes, commitments and milestones in the admin.

A promised date moves by amending, never in the form; what is promised becomes public, and is withdrawn, by a verb.
"""

from django.contrib import admin

from commitments.admin.amend import AmendableAdmin
from commitments.admin.base import HistoryInline, PlainInline, PortalAdmin, PortalInline, settled_texts
from commitments.admin.confirm import ConfirmableAdmin
from commitments.admin.filters import Late, Stale, Unheard
from commitments.admin.promised import (
    MAKE_CURRENT,
    WITHDRAW,
    KeptInline,
    PromisedAdmin,
    PublishCommitmentForm,
    PublishPlanForm,
    publish_verb,
)
from commitments.models import (
    ActionPlan,
    Amendment,
    Axis,
    CoCreationFigure,
    Commitment,
    DateConfirmation,
    Endorsement,
    InceptionAssessment,
    Milestone,
    NarrativeSection,
    PlanAttachment,
    PlanNote,
    PlanPromise,
    Responsibility,
)
from commitments.plan.amendments import is_public
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable


class FigureInline(PortalInline):
    model = CoCreationFigure


class EndorsementInline(PlainInline):
    model = Endorsement


class AttachmentInline(PortalInline):
    model = PlanAttachment


class AxisInline(KeptInline, PortalInline):
    model = Axis
    fields = ["number", "slug", "title"]


@admin.register(ActionPlan)
class ActionPlanAdmin(PromisedAdmin):
    verbs = (publish_verb(PublishPlanForm), MAKE_CURRENT, WITHDRAW)
    readonly_fields = ["is_published", "is_current"]
    list_display = ["title", "kind", "is_current", "is_published", "withdrawn_at", "ends_on", "missing"]
    list_filter = ["kind", "is_current", "is_published", MissingTranslation]
    search_fields = ["slug", *searchable("title")]
    autocomplete_fields = ["lead_institutions", "source"]
    prepopulated_fields = {"slug": ["title_fr"]}
    inlines = [AxisInline, FigureInline, EndorsementInline, AttachmentInline]


@admin.register(Axis)
class AxisAdmin(PortalAdmin):
    list_display = ["number", "title", "plan", "missing"]
    list_display_links = ["title"]
    list_filter = ["plan", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = ["slug", *searchable("title")]
    autocomplete_fields = ["source", "plan"]
    prepopulated_fields = {"slug": ["title_fr"]}


@admin.register(NarrativeSection)
class NarrativeSectionAdmin(PortalAdmin):
    list_display = ["question", "plan", "missing"]
    list_filter = ["plan", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = searchable("body")
    autocomplete_fields = ["source", "plan"]


@admin.register(PlanNote)
class PlanNoteAdmin(PortalAdmin):
    list_display = ["position", "topic", "plan", "missing"]
    list_display_links = ["topic"]
    list_filter = ["plan", "topic", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = searchable("text")
    autocomplete_fields = ["source", "plan"]


@admin.register(PlanPromise)
class PlanPromiseAdmin(PortalAdmin):
    list_display = ["slug", "title", "question", "plan", "missing"]
    list_display_links = ["title"]
    list_filter = ["plan", "question", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = ["slug", *searchable("title")]
    autocomplete_fields = ["source", "plan"]
    prepopulated_fields = {"slug": ["title_fr"]}


class ResponsibilityInline(PlainInline):
    """Of a public commitment it is an amendment that changes who answers."""

    model = Responsibility
    autocomplete_fields = ["institution"]

    def may_write(self, request, obj):
        return not (obj and is_public(obj)) and super().may_write(request, obj)


class ConfirmationInline(HistoryInline):
    """What the Commune confirmed; `confirm` adds to it. Stacked: no key scrolls a table without links."""

    model = DateConfirmation
    template = admin.StackedInline.template
    fields = ["ends_on", "confirmed_on", "confirmed_by"]

    def has_add_permission(self, request, obj=None):
        return False


class DueDateConfirmationInline(ConfirmationInline):
    fields = ["due_on", "confirmed_on", "confirmed_by"]


@admin.register(Commitment)
class CommitmentAdmin(PromisedAdmin, ConfirmableAdmin):
    change_form_template = ConfirmableAdmin.change_form_template
    verbs = (publish_verb(PublishCommitmentForm), WITHDRAW)
    readonly_fields = ["is_published"]
    fixed_fields = ["axis", "number", "slug"]
    list_display = ["number", "title", "ogp_id", "axis", "ends_on", "is_published", "withdrawn_at", "missing"]
    list_display_links = ["title"]
    list_filter = [Late, Stale, "axis__plan", "axis", "institutions", "is_published", MissingTranslation]
    list_select_related = ["axis"]
    search_fields = ["slug", "ogp_id", *searchable("title", "problem", "action")]
    autocomplete_fields = [
        "axis",
        "themes",
        "ogp_values",
        "policy_areas",
        "sectors",
        "title_source",
        "source",
        "carried_over_from",
    ]
    prepopulated_fields = {"slug": ["title_fr"]}
    inlines = [ResponsibilityInline, ConfirmationInline]
    fields = [
        *("axis", "number", "slug", "ogp_id", "is_published", "title", "problem", "status_quo", "action"),
        *("contribution", "themes", "ogp_values", "policy_areas", "sectors", "sdgs", "starts_on", "ends_on"),
        *("title_source", "source", "carried_over_from"),
    ]


@admin.register(Milestone)
class MilestoneAdmin(PromisedAdmin, AmendableAdmin):
    change_form_template = AmendableAdmin.change_form_template
    verbs = (WITHDRAW,)
    fixed_fields = ["commitment", "number"]
    list_display = ["number", "title", "commitment", "institution", "due_on", "done_on", "missing", demo_mark]
    list_display_links = ["title"]
    list_filter = [Late, Unheard, ("done_on", admin.EmptyFieldListFilter), "institution", "due_on", MissingTranslation]
    list_select_related = ["commitment", "institution"]
    search_fields = searchable("title", "commitment__title")
    autocomplete_fields = ["commitment", "institution"]
    inlines = [DueDateConfirmationInline]


@admin.register(InceptionAssessment)
class InceptionAssessmentAdmin(PortalAdmin):
    list_display = ["commitment", "verifiable", "relevant", "kind", "depth", "missing"]
    list_select_related = ["commitment"]
    autocomplete_fields = ["commitment", "source"]


@admin.register(Amendment)
class AmendmentAdmin(PortalAdmin):
    """Amendments are made from what they change; here a missing translation is filled in."""

    list_display = ["__str__", "commitment", "milestone", "indicator", "decided_on", "missing", demo_mark]
    list_filter = ["field", "is_correction", "decided_on", MissingTranslation]
    list_select_related = ["commitment", "milestone", "indicator"]

    def has_add_permission(self, request):
        return False

    def settled_fields(self, obj):
        facts = [
            "commitment",
            "milestone",
            "indicator",
            "field",
            "date_from",
            "date_to",
            "was",
            "becomes",
            "decided_on",
        ]
        return [*facts, *settled_texts(obj)] if obj else facts
