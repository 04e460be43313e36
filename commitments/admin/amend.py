"""Changing what was promised: a page of its own, because it is an act with a reason and a decision.

The first press of the button shows what the public will read; the second does it.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from commitments.admin.amend_form import AmendForm
from commitments.admin.as_shown import as_shown
from commitments.admin.base import PortalAdmin, settled_texts
from commitments.admin.slips import SlipPages
from commitments.models.promised_fields import WORDS
from commitments.plan.amendments import FIELDS, is_public
from commitments.plan.publishing import is_standing


class AmendableAdmin(SlipPages, PortalAdmin):
    """What is public of a promise changes by an amendment alone; a missing translation may still be filled in."""

    fixed_fields = []  # what says which promise it is: nothing changes it once it is public
    change_form_template = "admin/commitments/amendable_change_form.html"

    def settled_fields(self, obj):
        if obj is None or not is_public(obj):
            return []
        columns = {"institutions": "institution"}
        facts = [columns.get(field, field) for field in FIELDS[type(obj)] if field not in WORDS]
        known = [fact for fact in facts if getattr(obj, fact, None) is not None]
        return [*self.fixed_fields, *known, *settled_texts(obj)]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["is_promised"] = obj is not None and is_public(obj) and is_standing(obj)
        context["sees_slips"] = context["is_promised"] and self.has_slips_for(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_amend"
        return [path("<path:object_id>/amend/", self.admin_site.admin_view(self.amend), name=name), *super().get_urls()]

    def amend(self, request, object_id):
        subject = self.get_object(request, object_id)
        if subject is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, subject):
            raise PermissionDenied
        form = AmendForm(request.POST or None, subject=subject)
        if request.method != "POST" or not form.is_valid() or "again" in request.POST:
            return self.amend_page(request, subject, form)
        if "confirmed" not in request.POST:
            return self.amend_page(request, subject, form, shown=list(as_shown(form.amendments)))
        try:
            amendments = form.save()
        except ValidationError as error:
            form.refuse(error)
            return self.amend_page(request, subject, form)
        for amendment in amendments:
            self.log_change(request, subject, str(amendment))
        self.message_user(request, _("The change is public now, with its reason."), messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])
        )

    def amend_page(self, request, subject, form, shown=None):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change what was promised"),
            "subtitle": str(subject),
            "opts": self.opts,
            "original": subject,
            "form": form,
            "shown": shown,
            "media": self.media + form.media,
        }
        template = "admin/commitments/amend_shown.html" if shown else "admin/commitments/amend_promise.html"
        is_refused = form.errors and "again" not in request.POST
        return TemplateResponse(request, template, context, status=400 if is_refused else 200)
