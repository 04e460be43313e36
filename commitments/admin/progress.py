from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.base import (
    HistoryInline,
    MissingTranslation,
    PortalAdmin,
    PortalForm,
    PortalStackedInline,
    demo_mark,
    searchable,
    settled_texts,
)
from commitments.models import Evidence, Indicator, ProgressUpdate, Reading, Statement
from tetouan_portal.lib import uploads


class EvidenceForm(PortalForm):
    """Proof, recognised by its content; `filename`, type, size and SHA-256 are measured, never typed."""

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if not file or not hasattr(file, "content_type"):  # nothing new was sent
            return file
        upload = uploads.accept(file, max_bytes=settings.EVIDENCE_MAX_BYTES)
        self.instance.filename, self.instance.content_type = upload.filename, upload.content_type
        self.instance.size, self.instance.sha256 = upload.size, upload.sha256
        upload.file.name = upload.filename
        return upload.file

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("file") and not self.instance.file:
            self.instance.filename = self.instance.content_type = self.instance.sha256 = ""
            self.instance.size = None
        return cleaned


class EvidenceInline(PortalStackedInline):
    model = Evidence
    form = EvidenceForm
    fields = ["title", "dated_on", "file", "url", "answered_on", "alternative_text"]
    verbose_name_plural = _("evidence: several files or links")


@admin.register(Evidence)
class EvidenceAdmin(PortalAdmin):
    form = EvidenceForm
    list_display = ["title", "dated_on", "content_type", "size", "missing", demo_mark]
    list_filter = ["content_type", "dated_on", MissingTranslation]
    search_fields = [*searchable("title"), "filename", "sha256", "url"]
    raw_id_fields = ["statement", "reading", "milestone", "update"]
    readonly_fields = ["filename", "content_type", "size", "sha256"]


class CorrectableAdmin(PortalAdmin):
    """Rows of a history: what was published is corrected by a new row that supersedes it."""

    change_form_template = "admin/commitments/correctable_change_form.html"
    corrected_with = []  # the fields that a correction takes over

    def is_settled(self, obj):
        return obj is not None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.is_settled(obj) and not hasattr(obj, "superseded_by"):
            add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
            taken = {name: getattr(obj, f"{name}_id", None) or getattr(obj, name) for name in self.corrected_with}
            pairs = {"supersedes": obj.pk, **{name: value for name, value in taken.items() if value}}
            context["correct_url"] = f"{add}?{'&'.join(f'{name}={value}' for name, value in pairs.items())}"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(Statement)
class StatementAdmin(CorrectableAdmin):
    corrected_with = ["commitment", "milestone", "side", "institution"]
    list_display = ["dated_on", "subject", "side", "level", "is_published", "missing", demo_mark]
    list_display_links = ["subject"]
    list_filter = ["side", "level", "is_published", "dated_on", MissingTranslation]
    list_select_related = ["commitment", "milestone"]
    date_hierarchy = "dated_on"
    search_fields = searchable("summary", "commitment__title", "milestone__title")
    autocomplete_fields = ["commitment", "milestone", "institution", "supersedes"]
    fields = [
        *("commitment", "milestone", "side", "institution", "dated_on", "level"),
        *("summary", "obstacles", "next_steps", "supersedes", "is_published"),
    ]
    inlines = [EvidenceInline]

    @admin.display(description=_("about"))
    def subject(self, statement):
        return statement.commitment or statement.milestone

    def is_settled(self, obj):
        return obj is not None and obj.is_published

    def settled_fields(self, obj):
        if not self.is_settled(obj):
            return []
        facts = ["commitment", "milestone", "side", "institution", "dated_on", "level", "supersedes", "is_published"]
        return [*facts, *settled_texts(obj)]


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(PortalAdmin):
    list_display = ["dated_on", "title", "commitment", "is_published", "missing", demo_mark]
    list_display_links = ["title"]
    list_filter = ["is_published", "dated_on", MissingTranslation]
    list_select_related = ["commitment"]
    search_fields = searchable("title", "body")
    autocomplete_fields = ["commitment"]
    inlines = [EvidenceInline]


class ReadingInline(HistoryInline):
    model = Reading
    fields = ["dated_on", "value", "note", "supersedes"]
    readonly_fields = ["supersedes"]
    ordering = ["dated_on", "pk"]


@admin.register(Indicator)
class IndicatorAdmin(PortalAdmin):
    list_display = ["title", "commitment", "kind", "direction", "baseline", "target", "missing", demo_mark]
    list_filter = ["kind", "direction", "frequency", MissingTranslation]
    list_select_related = ["commitment"]
    search_fields = searchable("title", "commitment__title")
    autocomplete_fields = ["commitment"]
    inlines = [ReadingInline]


@admin.register(Reading)
class ReadingAdmin(CorrectableAdmin):
    corrected_with = ["indicator", "dated_on"]
    list_display = ["dated_on", "indicator", "value", "correction", "missing", demo_mark]
    list_display_links = ["indicator"]
    list_filter = ["dated_on", MissingTranslation]
    list_select_related = ["indicator", "superseded_by"]
    date_hierarchy = "dated_on"
    search_fields = searchable("indicator__title")
    autocomplete_fields = ["indicator", "supersedes"]
    fields = ["indicator", "dated_on", "value", "note", "supersedes"]
    inlines = [EvidenceInline]

    @admin.display(description=_("corrected by"))
    def correction(self, reading):
        later = getattr(reading, "superseded_by", None)
        return format_html("{}", later) if later else "—"

    def settled_fields(self, obj):
        return ["indicator", "dated_on", "value", "supersedes", *settled_texts(obj)] if obj else []
