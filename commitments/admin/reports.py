from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments import reporting
from commitments.admin.base import MissingTranslation, PortalAdmin, PortalInline, demo_mark, searchable
from commitments.models import AnnualReport, Edition, Finding, PdfState, Recommendation, ReportPdf, ReportStatus
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction

VERBS = {
    ReportStatus.DRAFTING: [("finalise", _("Declare the text final"))],
    ReportStatus.FINAL: [("publish", _("Publish")), ("reopen", _("Return to drafting"))],
    ReportStatus.PUBLISHED: [("publish_new_edition", _("Publish a new edition"))],
    ReportStatus.WITHDRAWN: [],
}


class WithdrawForm(forms.Form):
    """The reason for a withdrawal, in one language or more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in LANGUAGE_CODES:
            widget = forms.Textarea(attrs={"rows": 2, "lang": code, "dir": direction(code)})
            self.fields[code] = forms.CharField(
                label=_("Reason (%(language)s)") % {"language": code}, required=False, max_length=2000, widget=widget
            )


class FindingInline(PortalInline):
    model = Finding
    autocomplete_fields = ["commitment"]


class RecommendationInline(PortalInline):
    model = Recommendation
    fields = ["number", "text", "answer"]
    readonly_fields = ["answer"]


@admin.register(AnnualReport)
class AnnualReportAdmin(PortalAdmin):
    change_form_template = "admin/commitments/annualreport_change_form.html"
    list_display = ["year", "title", "status", "plan", "missing", demo_mark]
    list_display_links = ["title"]
    list_filter = ["status", "plan", MissingTranslation]
    list_select_related = ["plan"]
    search_fields = ["year", *searchable("title")]
    autocomplete_fields = ["plan", "author"]
    readonly_fields = ["status", "withdrawal_reason_ar", "withdrawal_reason_fr", "withdrawal_reason_es"]
    inlines = [FindingInline, RecommendationInline]

    def get_urls(self):
        verb = path(
            "<int:object_id>/do/<slug:verb>/",
            self.admin_site.admin_view(self.do),
            name="commitments_annualreport_do",
        )
        return [verb, *super().get_urls()]

    def do(self, request, object_id, verb):
        """One state change by its process function; everything else about the state is read-only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("commitments.publish_annualreport"):
            raise PermissionDenied
        report = self.get_object(request, str(object_id))
        allowed = {name for verbs in VERBS.values() for name, _label in verbs} | {"withdraw"}
        if report is None or verb not in allowed:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        try:
            self.carry_out(request, report, verb)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)
        else:
            self.log_change(request, report, verb)
            self.message_user(request, _("Done."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:commitments_annualreport_change", args=[object_id]))

    def carry_out(self, request, report, verb):
        if verb != "withdraw":
            return getattr(reporting, verb)(report.pk)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            raise ValidationError(_("The reason is too long."), code="too_long")
        return reporting.withdraw(report.pk, form.cleaned_data)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and request.user.has_perm("commitments.publish_annualreport"):
            context["verbs"] = VERBS[obj.status]
            context["withdraw_form"] = WithdrawForm() if obj.status == ReportStatus.PUBLISHED else None
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
            reporting.retry_pdf(pdf.pk)
