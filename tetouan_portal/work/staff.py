"""How the portal stands, and each kind of its work: how much waits, is being done, was given up, and why.

Counts and codes, never what it is about.
"""

from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tetouan_portal.health.standing import of_everything
from tetouan_portal.lib.queue import Queue, Standing, all_queues


class Kind(NamedTuple):
    label: str | Promise
    address: str  # of the list where its rows are read and tried again; "" for who does not read them
    standing: Standing

    @property
    def is_calm(self) -> bool:
        return not any(self.standing)


@require_safe
def list_work(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("tetouan_portal.view_work"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("Work outside the pages"),
        "findings": of_everything(leave_out={"work"}),
        "kinds": [Kind(queue.label, address_of(queue, request), queue.standing()) for queue in all_queues()],
    }
    return TemplateResponse(request, "admin/staff/work.html", context)


def address_of(queue: Queue[Any], request: HttpRequest) -> str:
    model = queue.rows().model
    page = admin.site._registry.get(model)
    if page is None or not page.has_view_permission(request):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
