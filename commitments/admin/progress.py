"""Statements, indicators, readings and updates in the admin: what was published is corrected by a new row."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.amend import AmendableAdmin
from commitments.admin.base import HistoryInline, PortalAdmin, PortalInline, settled_texts
from commitments.admin.evidence import EvidenceInline, ProvedAdmin
from commitments.admin.filters import WaitingForMe
from commitments.admin.forms import PortalForm
from commitments.admin.promised import WITHDRAW, PromisedAdmin
from commitments.admin.verbs import PublishableAdmin
from commitments.models import (
    CompletionLevel,
    Indicator,
    ProgressUpdate,
    ProposedReading,
    Reading,
    Side,
    Statement,
)
from commitments.statements import publication
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb
from tetouan_portal.lib.languages import columns

STATE = ["state", "return_reason"]
WITH_A_STATEMENT = _(
    "This commitment is public: its values come with a statement, and are public once that is published."
)
OTHER_COMMITMENT = _("This indicator belongs to another commitment.")


class Correctable:
    """Rows of a history: what was published is corrected by a new row that supersedes it."""

    corrected_with = []  # the fields that a correction takes over

    def is_settled(self, obj):
        return obj is not None

    def is_corrected_by(self, user, obj):
        is_open = self.is_settled(obj) and not hasattr(obj, "superseded_by")
        return is_open and access.may_write(user, obj) and user.has_perm(f"commitments.add_{self.opts.model_name}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.is_corrected_by(request.user, obj):
            add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
            taken = {name: getattr(obj, f"{name}_id", None) or getattr(obj, name) for name in self.corrected_with}
            pairs = {"supersedes": obj.pk, **{name: value for name, value in taken.items() if value}}
            context["correct_url"] = f"{add}?{'&'.join(f'{name}={value}' for name, value in pairs.items())}"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class ProposedReadings(BaseInlineFormSet):
    def clean(self):
        """Publishing makes readings of them: they are about what the statement is about."""
        super().clean()
        subject = self.instance.milestone or self.instance
        for form in self.forms:
            indicator = form.cleaned_data.get("indicator") if form.is_valid() else None
            if indicator and indicator.commitment_id != subject.commitment_id:
                form.add_error("indicator", ValidationError(OTHER_COMMITMENT, code="other_commitment"))


class ProposedReadingInline(PortalInline):
    model = ProposedReading
    formset = ProposedReadings
    fields = ["indicator", "value", "note"]

    def has_add_permission(self, request, obj=None):
        return is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return is_open(obj) and super().has_change_permission(request, obj)


def is_open(statement):
    """Whether it is the municipality's and not yet public: values come with it."""
    return statement is None or (statement.side == Side.MUNICIPALITY and not statement.is_published)


@admin.register(Statement)
class StatementAdmin(ProvedAdmin, Correctable, PublishableAdmin):
    change_form_template = "admin/commitments/proved_change_form.html"
    corrected_with = ["commitment", "milestone", "side", "institution"]
    list_display = ["dated_on", "subject", "state", "level", "side", "institution", "missing", demo_mark]
    list_display_links = ["subject"]
    list_filter = [WaitingForMe, "state", "side", "level", "institution", "dated_on", MissingTranslation]
    list_select_related = ["commitment", "milestone", "institution"]
    date_hierarchy = "dated_on"
    search_fields = searchable("summary", "commitment__title", "milestone__title")
    autocomplete_fields = ["commitment", "milestone", "institution", "supersedes"]
    readonly_fields = STATE
    fields = [
        *("commitment", "milestone", "side", "institution", "dated_on", "level", "done_on"),
        *("summary", "obstacles", "next_steps", "supersedes", *STATE),
    ]
    inlines = [ProposedReadingInline, EvidenceInline]

    @admin.display(description=_("about"))
    def subject(self, statement):
        return statement.commitment or statement.milestone

    def get_fields(self, request, obj=None):
        """The state is shown when there is one; only the municipality notes when a milestone was done."""
        hidden = set() if obj else set(STATE)
        if access.voice_of(request.user).monitor:
            hidden.add("done_on")
        return [field for field in super().get_fields(request, obj) if field not in hidden]

    def get_changeform_initial_data(self, request):
        voice = access.voice_of(request.user)
        own = {
            "dated_on": timezone.localdate(),
            "side": Side.MONITOR if voice.monitor else Side.MUNICIPALITY,
        }
        if len(voice.institutions) == 1:
            own["institution"] = next(iter(voice.institutions))
        return own | super().get_changeform_initial_data(request)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        """Each side offers its own name and its own scale."""
        voice = access.voice_of(request.user)
        if db_field.name == "side":
            speaks = {Side.MUNICIPALITY: voice.municipality, Side.MONITOR: voice.monitor}
            kwargs["choices"] = [(side.value, side.label) for side in Side if speaks[side]]
        if db_field.name == "level" and not voice.monitor:
            kwargs["choices"] = [("", "---------"), *CompletionLevel.municipal_choices()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def is_settled(self, obj):
        return obj is not None and obj.is_published

    def settled_fields(self, obj):
        if not self.is_settled(obj):
            return []
        facts = ["commitment", "milestone", "side", "institution", "dated_on", "level", "done_on", "supersedes"]
        return [*facts, *settled_texts(obj)]


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ProvedAdmin, PublishableAdmin):
    change_form_template = "admin/commitments/proved_change_form.html"
    list_display = ["dated_on", "title", "state", "commitment", "institution", "missing", demo_mark]
    list_display_links = ["title"]
    list_filter = [WaitingForMe, "state", "institution", "dated_on", MissingTranslation]
    list_select_related = ["commitment", "institution"]
    search_fields = searchable("title", "body")
    autocomplete_fields = ["commitment", "institution"]
    readonly_fields = [*STATE, "withdrawn_at", *columns("withdrawal_reason")]
    inlines = [EvidenceInline]
    verbs = (
        *PublishableAdmin.verbs,
        Verb(
            name="withdraw",
            label=_("Withdraw, saying why"),
            act=publication.withdraw,
            allowed=access.may_withdraw_update,
            offered=lambda row: row.is_published and not row.withdrawn_at,
            form=ReasonsForm,
        ),
    )


class ReadingInline(HistoryInline):
    model = Reading
    fields = ["dated_on", "value", "note", "supersedes"]
    readonly_fields = ["supersedes"]
    ordering = ["dated_on", "pk"]

    def has_add_permission(self, request, obj=None):
        """Before its commitment is public; afterwards values come with statements."""
        return obj is not None and not obj.commitment.is_published and super().has_add_permission(request, obj)


@admin.register(Indicator)
class IndicatorAdmin(PromisedAdmin, AmendableAdmin):
    change_form_template = AmendableAdmin.change_form_template
    verbs = (WITHDRAW,)
    fixed_fields = ["commitment", "number"]
    list_display = ["title", "commitment", "kind", "direction", "baseline", "target", "missing", demo_mark]
    list_filter = ["kind", "direction", "frequency", MissingTranslation]
    list_select_related = ["commitment"]
    search_fields = searchable("title", "commitment__title")
    autocomplete_fields = ["commitment"]
    inlines = [ReadingInline]


class ReadingForm(PortalForm):
    def clean_indicator(self):
        indicator = self.cleaned_data["indicator"]
        if indicator.commitment.is_published:
            raise ValidationError(WITH_A_STATEMENT, code="public_commitment")
        return indicator


@admin.register(Reading)
class ReadingAdmin(ProvedAdmin, Correctable, PortalAdmin):
    form = ReadingForm
    corrected_with = ["indicator", "dated_on"]
    list_display = ["dated_on", "indicator", "value", "correction", "missing", demo_mark]
    list_display_links = ["indicator"]
    list_filter = ["dated_on", MissingTranslation]
    list_select_related = ["indicator", "superseded_by"]
    date_hierarchy = "dated_on"
    search_fields = searchable("indicator__title")
    autocomplete_fields = ["indicator", "supersedes"]
    fields = ["indicator", "dated_on", "value", "note", "supersedes", "statement"]
    readonly_fields = ["statement"]
    inlines = [EvidenceInline]

    @admin.display(description=_("corrected by"))
    def correction(self, reading):
        later = getattr(reading, "superseded_by", None)
        return format_html("{}", later) if later else "—"

    def settled_fields(self, obj):
        return ["indicator", "dated_on", "value", "supersedes", *settled_texts(obj)] if obj else []
