"""Whoever may read a report that is not published reads it as the public will, at an address of the admin."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import get_language

from commitments.evidence import thumbnails
from commitments.report.pdf_rendering import report_context
from commitments.report.preview import edition_previewed
from commitments.report.sections import annexed_evidence


class Previewed:
    """Of the reports' admin: a report that somebody else must not read yet is not there for them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<path:object_id>/preview/", view, name="commitments_annualreport_preview"),
            *super().get_urls(),
        ]

    def preview(self, request, object_id):
        report = self.get_object(request, object_id)
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        edition = edition_previewed(report)
        thumbnails.put_beside(annexed_evidence(edition.snapshot))
        context = {**report_context(edition, get_language()), "shows_demo": report.is_demo}
        answer = TemplateResponse(request, "commitments/reports/preview.html", context)
        answer["X-Robots-Tag"] = "noindex"
        return answer
