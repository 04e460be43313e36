"""Two pages: one person proposes what must go, another sees exactly what goes and what stays, and carries it out."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.admin.rows import RecordAdmin
from tetouan_portal.removal.carrying_out import carry_out, going_of
from tetouan_portal.removal.forms import ProposalForm
from tetouan_portal.removal.models import Removal, RemovalState
from tetouan_portal.removal.previewing import preview
from tetouan_portal.removal.proposing import may_remove, refuse
from tetouan_portal.removal.removable import is_public, model_named, parts_of


@admin.register(Removal)
class RemovalAdmin(RecordAdmin):
    list_display = ["__str__", "ground", "state", "proposed_at"]
    list_filter = ["state", "ground"]

    def has_module_permission(self, request):
        return may_remove(request.user)

    def has_view_permission(self, request, obj=None):
        return may_remove(request.user)

    def get_urls(self):
        return [
            path(
                "propose/<str:label>/<str:pk>/",
                self.admin_site.admin_view(self.propose),
                name="tetouan_portal_removal_propose",
            ),
            *super().get_urls(),
        ]

    def propose(self, request, label, pk):
        model = model_named(label)
        row = model._base_manager.filter(pk=pk).first() if model and pk.isdecimal() else None
        if not may_remove(request.user):
            raise PermissionDenied
        if row is None or not is_public(row) or not parts_of(row):
            raise Http404
        form = ProposalForm(request.POST or None, row=row)
        if request.method == "POST" and form.is_valid():
            try:
                removal = form.save(request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.message_user(request, _("It waits for a second person now, on this page."), messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(removal))
        title = _("Propose a removal by law")
        return self.page(request, "propose", title, subtitle=str(row), form=form, is_refused=bool(form.errors))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        removal = self.get_object(request, object_id)
        if not may_remove(request.user):
            raise PermissionDenied
        if removal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        refusal = None
        if request.method == "POST" and {"carry_out", "refuse"} & request.POST.keys():
            try:
                told = self.decide(request, removal)
            except ValidationError as error:
                refusal = error
                removal.refresh_from_db()
            else:
                self.message_user(request, told, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(removal))
        is_open = removal.state == RemovalState.OPEN
        going = going_of(removal) if is_open else None
        return self.page(
            request,
            "see",
            pgettext_lazy("removal", "removal by law"),
            subtitle=str(removal),
            removal=removal,
            going=going,
            shown=preview(removal, going) if going else None,
            is_open=is_open,
            is_own=removal.proposed_by == request.user,
            refusal=refusal,
            is_refused=refusal is not None,
        )

    def decide(self, request, removal):
        if "refuse" in request.POST:
            refuse(removal, by=request.user)
            return _("Nothing was removed.")
        done = carry_out(removal, by=request.user, seen=request.POST.get("seen", ""))
        self.log_change(request, done, "carried out")
        return _("It is removed. The public journal says so, with the ground and the day.")

    def page_of(self, removal):
        return reverse("admin:tetouan_portal_removal_change", args=[removal.pk])

    def page(self, request, name, title, *, is_refused, **context):
        context |= {
            **self.admin_site.each_context(request),
            "title": capfirst(str(title)),
            "opts": self.opts,
            "media": self.media,
        }
        template = f"admin/tetouan_portal/removal/{name}.html"
        return TemplateResponse(request, template, context, status=400 if is_refused else 200)
