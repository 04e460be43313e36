"""On the admin's pages: whether the links among the evidence answer."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commitments.models import LinkCheck


def link_answer(evidence):
    """In words: when the worker got an answer, when not, and why."""
    if not evidence.pk or not evidence.url:
        return "—"
    return render_to_string("admin/staff/link_answer.html", {"check": getattr(evidence, "link_check", None)})


link_answer.short_description = _("answer of the link")


class LinkFilter(admin.SimpleListFilter):
    title = _("answer of the link")
    parameter_name = "link"

    def lookups(self, request, model_admin):
        return [("silent", _("did not answer")), ("answers", _("answers"))]

    def queryset(self, request, queryset):
        checks = LinkCheck.objects.of_its_link()
        found = {
            "silent": queryset.filter(link_check__in=checks.failing()),
            "answers": queryset.filter(link_check__in=checks.filter(failing_since=None, answered_at__isnull=False)),
        }
        return found.get(self.value(), queryset)
