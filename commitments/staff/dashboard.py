"""The plan's *tablero* for the directorate: every service and delegated operator at a glance."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commitments import access
from commitments.staff import work_waiting


@require_safe
def show(request):
    voice = access.voice_of(request.user)
    if not (voice.sees_all and request.user.has_perm("commitments.view_dashboard")):
        raise PermissionDenied
    today = timezone.localdate()
    rows = work_waiting.dashboard(today)
    context = {
        **admin.site.each_context(request),
        "title": _("All institutions at a glance"),
        "rows": rows,
        "on": today,
        "stale_since": work_waiting.stale_since(today),
    }
    return TemplateResponse(request, "admin/staff/dashboard.html", context)
