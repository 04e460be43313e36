"""The desk: one inbox, one page a case, one form for who writes by telephone or at the counter."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from participation.admin.case_page import CasePage
from participation.admin.contact_page import contact_page, may_correct
from participation.admin.counter import CounterPage, printed_receipt
from participation.admin.inbox import CLOSED_ONES, Assigned, InboxColumns, Standing
from participation.admin.several import Several
from participation.case import access
from participation.desk import waiting
from participation.models import Case
from participation.models.cases import SEARCHED
from tetouan_portal.lib.admin.rows import PlainRowAdmin
from tetouan_portal.lib.downloads import file_response

EXPORTED = [
    *("reference", "kind", "is_formal", "received_at", "due_on", "category", "district"),
    *("standing", "closed_at", "charged", "channel"),
]


@admin.register(Case)
@method_decorator(sensitive_post_parameters(), name="change_view")
@method_decorator(sensitive_post_parameters(), name="add_view")
class CaseAdmin(Several, InboxColumns, PlainRowAdmin):
    """Whoever handles a kind of case sees its rows, and nobody deletes one: cases are closed and forgotten."""

    change_list_template = "admin/participation/inbox.html"
    list_filter = [Standing, Assigned, "kind", "is_formal", "category", "district", "channel", "language"]
    list_select_related = ["category", "district", "assigned_to"]
    search_fields = SEARCHED
    search_help_text = _("A reference, or words of the message. Names and addresses are not searched.")

    class Media:
        css = {"all": ["css/staff.css", "css/desk.css"]}

    def get_queryset(self, request):
        return waiting.with_last_word(super().get_queryset(request) & access.cases_of(request.user))

    def get_ordering(self, request):
        standing = request.GET.get("standing")
        if standing == "twins":  # side by side
            return ["fingerprint", "due_on", "pk"]
        return ["-closed_at", "-pk"] if standing in CLOSED_ONES else ["due_on", "pk"]

    def get_search_results(self, request, queryset, search_term):
        quoted = queryset.with_reference(search_term)
        if quoted.exists():
            return quoted, False
        return queryset.saying(search_term.replace("\x00", "")), False

    def has_module_permission(self, request):
        return bool(access.kinds_of(request.user)) and super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return bool(access.kinds_of(request.user)) and super().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return bool(access.kinds_of(request.user)) and super().has_change_permission(request, obj)

    def has_add_permission(self, request):
        return bool(access.kinds_of(request.user)) and super().has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("reference"))
    def reference(self, case):
        return case.reference

    def exported_columns(self, changelist):
        """What counts and dates, and no word of an author: a file outlives the time for which words are kept."""
        return EXPORTED

    def get_urls(self):
        name = "participation_case"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/photos/<uuid:key>", wrap(self.photo), name=f"{name}_photo"),
            path("<int:pk>/contact/", wrap(self.contact), name=f"{name}_contact"),
            path("<int:pk>/code/", wrap(self.new_code), name=f"{name}_code"),
            *super().get_urls(),
        ]

    def case_or_404(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = self.get_object(request, str(pk))
        if case is None:
            raise Http404
        return case

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = self.get_object(request, object_id)
        if case is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = CasePage(request, case, self)
        return page.post() if request.method == "POST" else page.shown()

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        page = CounterPage(request, self)
        return page.post() if request.method == "POST" else page.shown()

    def photo(self, request, pk, key):
        """An author's photo, for whoever handles the case."""
        case = self.case_or_404(request, pk)
        photo = case.photos.filter(key=key).first()
        if photo is None:
            raise Http404
        response = file_response(
            request,
            file=photo.file,
            filename=f"{photo.pk}.{photo.content_type.rpartition('/')[2]}",
            content_type=photo.content_type,
            etag=photo.sha256,
            inline=True,
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @method_decorator(sensitive_post_parameters())
    def contact(self, request, pk):
        """How the author can be reached, corrected as they ask."""
        case = self.case_or_404(request, pk)
        if not (self.has_change_permission(request, case) and may_correct(request.user)):
            raise PermissionDenied
        return contact_page(request, self, case)

    def new_code(self, request, pk):
        """A receipt with another code, for somebody who lost theirs and has said who they are."""
        case = self.case_or_404(request, pk)
        if not self.has_change_permission(request, case):
            raise PermissionDenied
        return printed_receipt(request, self, case)

    @staticmethod
    def url_of(case):
        return reverse("admin:participation_case_change", args=[case.pk])
