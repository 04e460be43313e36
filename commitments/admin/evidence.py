"""Evidence in the admin: added with what it proves, taken out of a draft, withdrawn once readers could have seen it."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.base import PortalStackedInline, is_settled_evidence
from commitments.admin.forms import PortalForm
from commitments.admin.links import LinkFilter, link_answer
from commitments.admin.verbs import VerbAdmin
from commitments.evidence import proof_files, thumbnails
from commitments.evidence.proof_files import describe, evidence_response
from commitments.models import Evidence, ProgressUpdate, Reading, Statement
from tetouan_portal.lib import uploads
from tetouan_portal.lib.admin.hidden import HidesFilter, take_up_verb
from tetouan_portal.lib.admin.no_room import SaysNoRoom
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.lib.hidden_contents import decisions, sentence_about
from tetouan_portal.lib.languages import columns
from tetouan_portal.lib.virus_scan import SERVED

AT_ONCE = 10  # files with one row: what a page of the admin takes in one go
# What evidence hangs on, where it is attached on the page of what it proves.
PROVED = {Statement: "statement", ProgressUpdate: "update", Reading: "reading"}


class EvidenceForm(PortalForm):
    """Proof, recognised by its content; `filename`, type, size and SHA-256 are measured, never typed."""

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if not file or not hasattr(file, "content_type"):  # nothing new was sent
            return file
        upload = uploads.accept(file, max_bytes=settings.EVIDENCE_MAX_BYTES)
        return describe(self.instance, upload)

    def clean(self):
        cleaned = super().clean()
        if not self.cleaned_data.get("file") and not self.instance.file:
            self.instance.filename = self.instance.content_type = self.instance.sha256 = ""
            self.instance.size = self.instance.hidden = None
            self.instance.held_back = False
        return cleaned


def file_link(evidence):
    """Staff read a file here, also before anything is public."""
    if not evidence.pk or not evidence.file:
        return "—"
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:commitments_evidence_file", args=[evidence.pk]), evidence.filename
    )


file_link.short_description = _("file")


class EvidenceInline(PortalStackedInline):
    model = Evidence
    form = EvidenceForm
    fields = ["title", "dated_on", "file", "url", "answered_on", "alternative_text"]
    verbose_name_plural = _("evidence: several files or links")

    def may_write(self, request, obj):
        return obj is None or access.may_write(request.user, Evidence(**{PROVED[type(obj)]: obj}))

    def has_change_permission(self, request, obj=None):
        """What proves something published is settled with it."""
        return not is_settled(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not is_settled(obj) and super().has_delete_permission(request, obj)


class TakesEvidence(SaysNoRoom):
    """Of a model's admin: files come with its rows."""

    @takes_files(AT_ONCE, settings.EVIDENCE_MAX_BYTES, staff_only=True)
    def add_view(self, *args, **kwargs):
        return super().add_view(*args, **kwargs)

    @takes_files(AT_ONCE, settings.EVIDENCE_MAX_BYTES, staff_only=True)
    def change_view(self, *args, **kwargs):
        return super().change_view(*args, **kwargs)


class ProvedAdmin(TakesEvidence):
    """Of rows that evidence hangs on: says what its files hide, to whoever attaches them and whoever publishes."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_hidden(request, form.instance.evidence.filter(held_back=True))
        if form.instance.evidence.with_picture().filter(thumbnail__isnull=True).exists():
            thumbnails.THUMBNAILS.wake_after_commit()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            shown = access.visible(request.user, obj.evidence.exclude(file="").filter(withdrawn_at__isnull=True))
            context["hiding"] = [(row, decisions(row)) for row in shown if row.hidden or row.is_unexamined]
            context["shows_acts"] = bool(context["hiding"])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def warn_of_hidden(request, rows):
    for row in rows:
        messages.warning(request, sentence_about(row))


def is_settled(parent):
    return parent is not None and (isinstance(parent, Reading) or parent.is_published)


@admin.register(Evidence)
class EvidenceAdmin(TakesEvidence, VerbAdmin):
    verbs = (
        take_up_verb(
            proof_files.take_up,
            allowed=access.may_take_up,
            offered=lambda row: bool(row.hides) and not row.withdrawn_at,
        ),
        Verb(
            name="withdraw",
            label=_("Withdraw from public view"),
            act=proof_files.withdraw,
            allowed=access.may_withdraw,
            offered=proof_files.is_public,
            form=ReasonsForm,
        ),
    )
    change_form_template = "admin/commitments/evidence_change_form.html"
    form = EvidenceForm
    list_display = [
        *("title", "dated_on", "content_type", "size", "scan", "held_back"),
        *(file_link, link_answer, "missing", demo_mark),
    ]
    list_filter = [HidesFilter, LinkFilter, "content_type", "scan", "dated_on", MissingTranslation]
    list_select_related = ["link_check"]
    search_fields = [*searchable("title"), "filename", "sha256", "url"]
    autocomplete_fields = ["statement", "reading", "milestone", "update"]
    readonly_fields = [
        *("filename", "content_type", "size", "sha256", "scan", "withdrawn_at"),
        link_answer,
        *columns("withdrawal_reason"),
    ]

    def settled_fields(self, obj):
        if obj is None or not is_settled_evidence(obj):
            return []
        written = [column for column in columns("title") if getattr(obj, column)]
        return ["statement", "reading", "milestone", "update", "dated_on", "url", "file", *written]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_hidden(request, [form.instance] if form.instance.held_back else [])
        if "file" in form.changed_data and form.instance.is_picture:
            thumbnails.THUMBNAILS.wake_after_commit()

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["decisions"] = decisions(obj)
            context["shows_acts"] = bool(obj.hidden) or obj.is_unexamined
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        name = "commitments_evidence_file"
        return [path("<int:pk>/file/", self.admin_site.admin_view(self.file), name=name), *super().get_urls()]

    def file(self, request, pk):
        """The file of a row that this person may see; never one with a virus, or that is to be destroyed."""
        evidence = self.get_object(request, str(pk))
        if evidence is None or not evidence.file or evidence.scan not in SERVED or evidence.withdrawn_at:
            raise Http404
        if not self.has_view_or_change_permission(request, evidence):
            raise PermissionDenied
        response = evidence_response(request, evidence)
        response.headers["Cache-Control"] = "private, no-store"
        return response
