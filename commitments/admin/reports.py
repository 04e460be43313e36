"""The annual report in the admin: written by its monitor, published by a publisher, each by a verb."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.base import PortalAdmin
from commitments.admin.becoming_public import report_shown
from commitments.admin.findings import FindingInline, RecommendationInline, waiting_rows
from commitments.admin.report_preview import Previewed
from commitments.admin.verbs import VerbAdmin
from commitments.models import (
    AnnualReport,
    Edition,
    NextEdition,
    PdfState,
    Recommendation,
    ReportPdf,
    ReportStatus,
)
from commitments.models.reports import NEEDS_INDEPENDENCE
from commitments.report import editions, gaps, pdf_queue
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb
from tetouan_portal.lib.languages import LANGUAGE_CODES, columns

# What is public, and what is being written: (status, next edition).
DRAFTING = (ReportStatus.DRAFTING, NextEdition.NONE)
FINAL = (ReportStatus.FINAL, NextEdition.NONE)
PUBLISHED = (ReportStatus.PUBLISHED, NextEdition.NONE)
NEXT_DRAFTING = (ReportStatus.PUBLISHED, NextEdition.DRAFTING)
NEXT_FINAL = (ReportStatus.PUBLISHED, NextEdition.FINAL)
AWAITED = {
    DRAFTING: _("Awaited: the monitor, who writes the report and declares it final."),
    FINAL: _("Awaited: a publisher, who publishes the report."),
    PUBLISHED: _(
        "The published editions stay as they are. For another one, also one with new answers of the municipality, "
        "the monitor takes up the text and declares it final again."
    ),
    NEXT_DRAFTING: _(
        "Awaited: the monitor, who works on the next edition and declares it final. What is public stays as it is."
    ),
    NEXT_FINAL: _("Awaited: a publisher, who publishes the next edition. What is public stays as it is until then."),
}
SEEN = "_gaps"  # the tick under the list of what is missing, its value the gaps that were listed
WORDS = ["report", "number", "commitment", "text"]
ANSWER = ["answer", "answer_reason", "answered_on", "due_on"]


class FinaliseForm(ReasonsForm):
    """Why the report is concluded though something is missing, in one language or more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {code: getattr(self.row, f"gaps_reason_{code}") or "" for code in LANGUAGE_CODES}

    def said(self):
        return super().said() | {"gaps_seen": self.data.get(SEEN, "").split()}


def of_monitor(name, label, act, *states, form=None):
    return Verb(
        name=name, label=label, act=act, allowed=access.may_declare_final, offered=standing_at(*states), form=form
    )


def of_publisher(name, label, act, *states):
    return Verb(
        name=name,
        label=label,
        act=act,
        allowed=access.may_publish_report,
        offered=standing_at(*states),
        signed=True,
        shown=report_shown,
    )


def standing_at(*states):
    return lambda report: (report.status, report.next_edition) in states


@admin.register(AnnualReport)
class AnnualReportAdmin(Previewed, VerbAdmin):
    change_form_template = "admin/commitments/annualreport_change_form.html"
    verbs = (
        of_monitor(
            "finalise", _("Declare the text final"), editions.finalise, DRAFTING, NEXT_DRAFTING, form=FinaliseForm
        ),
        of_publisher("publish", _("Publish"), editions.publish, FINAL),
        of_publisher("publish_new_edition", _("Publish a new edition"), editions.publish_new_edition, NEXT_FINAL),
        of_monitor("reopen", _("Return to drafting"), editions.reopen, FINAL, NEXT_FINAL),
        of_monitor("revise", _("Correct the report: take up its text"), editions.revise, PUBLISHED),
        of_monitor(
            "withdraw",
            _("Withdraw the report"),
            editions.withdraw,
            PUBLISHED,
            NEXT_DRAFTING,
            NEXT_FINAL,
            form=ReasonsForm,
        ),
    )
    list_display = ["year", "title", "status", "plan", "missing", demo_mark]
    list_display_links = ["title"]
    list_filter = ["status", "next_edition", "plan", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = ["year", *searchable("title")]
    autocomplete_fields = ["plan", "author"]
    readonly_fields = ["status", *columns("withdrawal_reason")]
    inlines = [FindingInline, RecommendationInline]

    def get_readonly_fields(self, request, obj=None):
        """The plan and the year are the address of what is public; whose report it is stands in its editions."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "plan", "year", "author"] if obj and obj.next_edition else fields

    def get_formset_kwargs(self, request, obj, inline, prefix):
        more = {"initial": waiting_rows(obj)} if isinstance(inline, FindingInline) and obj.pk else {}
        return super().get_formset_kwargs(request, obj, inline, prefix) | more

    def has_form(self, request, obj, verb):
        """A report with nothing missing is declared final without a word."""
        return super().has_form(request, obj, verb) and (verb.form is not FinaliseForm or self.shown_gaps(request, obj))

    def carry_out(self, request, obj, verb):
        try:
            return super().carry_out(request, obj, verb)
        except gaps.UnseenGapsError as error:
            request.gaps = error.gaps  # of what was typed and is not saved now
            raise

    def shown_gaps(self, request, obj):
        """What is missing while the report is being written, or nothing."""
        if not obj.is_being_written:
            return None
        if not hasattr(request, "gaps"):
            request.gaps = gaps.gaps_of(obj)
        return request.gaps if gaps.keys_of(request.gaps) else None

    def what_is_missing(self, request, obj):
        """To its monitor before the text is final; then to whoever publishes it, with the monitor's reason."""
        if (obj.status, obj.next_edition) in (FINAL, NEXT_FINAL):
            return {"noted": gaps.gaps_data(obj)}
        if not obj.is_being_written:
            return {}
        told = {} if gaps.says_independence(obj) else {"needs": NEEDS_INDEPENDENCE}
        if missing := self.shown_gaps(request, obj):
            keys = " ".join(gaps.keys_of(missing))
            told |= {"gaps": missing, "gaps_keys": keys, "gaps_seen": request.POST.get(SEEN) == keys}
        return told

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Where one alone can be chosen it is chosen, and nobody searches for it."""
        if db_field.name in self.autocomplete_fields:
            rows = self.choices(db_field, request)
            if db_field.name == "author":
                rows = rows.filter(pk__in=access.voice_of(request.user).institutions)
            if rows.count() == 1:
                only = {"queryset": rows, "initial": rows.get().pk, "empty_label": None, "widget": forms.Select}
                kwargs = only | kwargs
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["awaited"] = AWAITED.get((obj.status, obj.next_edition), "")
            context["publisher_until"] = obj.publisher_until
            context["shows_acts"] = True
            context |= self.what_is_missing(request, obj)
            context["languages"] = settings.LANGUAGES
            context["pdfs"] = ReportPdf.objects.filter(edition__report=obj).select_related("edition__report")
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(Recommendation)
class RecommendationAdmin(PortalAdmin):
    list_display = ["report", "number", "commitment", "answer", "due_on", "missing", demo_mark]
    list_display_links = ["number"]
    list_filter = ["report", "answer", MissingTranslation]
    list_select_related = ["report", "commitment"]
    search_fields = searchable("text")
    autocomplete_fields = ["report", "commitment"]
    fields = [*WORDS, *ANSWER]

    def get_readonly_fields(self, request, obj=None):
        """The monitor's words and the municipality's answer: each is only read by the other."""
        fields = [*super().get_readonly_fields(request, obj)]
        if obj is None:
            return [*fields, *ANSWER[:1], *columns("answer_reason"), *ANSWER[2:]]
        if not access.writes_finding(request.user, access.voice_of(request.user), obj):
            fields += [*WORDS[:3], *columns("text")]
        if not access.answers(request.user, obj):
            fields += ["answer", *columns("answer_reason"), "answered_on", "due_on"]
        return fields

    def has_delete_permission(self, request, obj=None):
        """Only by whoever wrote it, while nobody has answered."""
        if obj is None:
            return super().has_delete_permission(request, obj)
        is_ours = access.writes_finding(request.user, access.voice_of(request.user), obj)
        return is_ours and not obj.answer and super().has_delete_permission(request, obj)


class PdfInline(admin.TabularInline):
    model = ReportPdf
    fields = readonly_fields = ["language", "state", "pages", "size", "sha256", "error"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    """Editions are made by publishing and never changed."""

    list_display = ["__str__", "published_at", "sha256"]
    list_select_related = ["report"]
    fields = readonly_fields = ["report", "number", "published_at", "sha256"]
    inlines = [PdfInline]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("snapshot")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReportPdf)
class ReportPdfAdmin(admin.ModelAdmin):
    list_display = ["__str__", "state", "attempts", "pages", "size", "rendered_at", "download"]
    list_filter = ["state", "language"]
    list_select_related = ["edition__report"]
    actions = ["retry"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("edition__snapshot")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        # The list and its retry action need the permission; a row itself is only read.
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("file"))
    def download(self, pdf):
        return format_html('<a href="{}">PDF</a>', pdf.get_absolute_url()) if pdf.state == PdfState.READY else "—"

    @admin.action(description=_("Make the failed ones again"), permissions=["change"])
    def retry(self, request, queryset):
        for pdf in queryset.filter(state=PdfState.FAILED):
            pdf_queue.retry_pdf(pdf)
