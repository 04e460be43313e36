"""Files of documents in the admin: their language told, replaced by a new version, taken out of a draft."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import PlainBudgetAdmin, may_publish
from budget_docs.admin.documents import document_shown
from budget_docs.admin.filters import FileLanguageFilter
from budget_docs.documents import publishing, uploads
from budget_docs.models import DocumentFile, FileLanguage
from tetouan_portal.lib.admin.hidden import HidesFilter, take_up_verb
from tetouan_portal.lib.admin.verb_table import Verb, VerbForm
from tetouan_portal.lib.admin.verbs import Verbs
from tetouan_portal.lib.downloads import file_response
from tetouan_portal.lib.hidden_contents import decisions
from tetouan_portal.lib.virus_scan import SERVED
from tetouan_portal.stored_files.telling import being_destroyed


class LanguageForm(VerbForm):
    refusal = _("Choose the language.")
    code = "no_language"
    # Without an empty choice a browser would send one that nobody made.
    language = forms.ChoiceField(label=_("Language"), choices=[("", "---------"), *FileLanguage.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["language"] = self.row.language


@admin.register(DocumentFile)
class DocumentFileAdmin(Verbs, PlainBudgetAdmin):
    """Files come by being dropped; here they are looked at, told apart, and taken out of drafts."""

    change_form_template = "admin/budget_docs/file_change_form.html"
    form = forms.ModelForm  # its own version is that of the document, not that of the row
    actions = None  # nothing is deleted in bulk: each row takes files from the disk
    verbs = (
        Verb(
            name="name_language",
            label=_("Say in which language it is"),
            act=uploads.name_language,
            allowed=lambda user, _file: user.has_perm("budget_docs.change_documentfile"),
            offered=lambda file: file.document.publish_at is None,
            form=LanguageForm,
        ),
        Verb(
            name="bring_into_force",
            label=_("Publish this version"),
            act=publishing.bring_into_force,
            allowed=may_publish,
            offered=lambda file: file.is_unseen and not file.document.withdrawn_at,
            shown=lambda file: document_shown(file.document),
        ),
        take_up_verb(
            publishing.take_up,
            allowed=may_publish,
            offered=lambda file: bool(file.hides) and not file.document.withdrawn_at,
        ),
    )
    fields = [
        *("document", "filename", "language", "version", "is_current", "note", "content_type", "size", "pages"),
        *("sha256", "scan", "text_state", "added_at"),
    ]
    list_display = [
        *("filename", "document", "language", "version", "is_current", "size", "pages", "text_state", "scan"),
        "added_at",
    ]
    list_filter = [FileLanguageFilter, "is_current", HidesFilter, "text_state", "scan", "document__slot__fiscal_year"]
    list_select_related = ["document"]
    search_fields = ["filename", "sha256", "document__title_ar", "document__title_fr", "document__title_es"]
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text_search", "document__search")

    def get_fields(self, request, obj=None):
        return self.fields

    def get_readonly_fields(self, request, obj=None):
        is_draft = obj is not None and obj.document.publish_at is None
        return [name for name in self.fields if not (name == "note" and is_draft)]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.document.publish_at is None) and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        uploads.take_out(obj)

    def get_urls(self):
        name = "budget_docs_documentfile_file"
        return [path("<int:pk>/file/", self.admin_site.admin_view(self.file), name=name), *super().get_urls()]

    def file(self, request, pk):
        """The file for whoever may see drafts; never one that the scanner holds back, or that is to be destroyed."""
        found = self.get_object(request, str(pk))
        if found is None or found.scan not in SERVED or found.document.withdrawn_at:
            raise Http404
        if not found.file.storage.exists(found.file.name):
            raise Http404
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        response = file_response(
            request,
            file=found.file,
            filename=found.filename,
            content_type=found.content_type,
            etag=found.sha256,
            inline=True,
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["is_being_destroyed"] = obj.document.withdrawn_at and being_destroyed([obj.file])
            context["is_served"] = obj.scan in SERVED and not obj.document.withdrawn_at
            context["shows_acts"] = True
            context["is_live"] = obj.document.is_live(now=timezone.now())
            context["decisions"] = decisions(obj)
            context["hand_in_url"] = reverse("admin:budget_docs_budgetdocument_files", args=[obj.document_id])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
