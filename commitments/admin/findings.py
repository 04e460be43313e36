"""What a monitor writes inside its report. A row waits for every commitment that has no finding yet."""

from commitments import access
from commitments.admin.base import PortalInline
from commitments.admin.forms import PortalForm
from commitments.models import Finding, Recommendation


class FindingForm(PortalForm):
    """A row that only names its commitment, as the waiting ones do, is not saved."""

    def has_changed(self):
        unsaid = {"version", "commitment"} if self.instance._state.adding else {"version"}
        return bool(set(self.changed_data) - unsaid)


class ReportInline(PortalInline):
    """Written by the monitor, and only while the report's texts may change."""

    def may_write(self, request, obj):
        return obj is None or access.may_write(request.user, Finding(report=obj))


class FindingInline(ReportInline):
    model = Finding
    form = FindingForm
    autocomplete_fields = ["commitment"]

    def get_extra(self, request, obj=None, **kwargs):
        return len(waiting_rows(obj)) if obj and self.has_add_permission(request, obj) else 0


class RecommendationInline(ReportInline):
    """Answers are given on the recommendation's own page, where one that nobody answered is deleted, too."""

    model = Recommendation
    fields = ["number", "text", "answer"]
    readonly_fields = ["answer"]
    can_delete = False


def waiting_rows(report):
    """What a row of each published commitment without a finding is filled with."""
    published = report.plan.commitments.filter(is_published=True).order_by("axis__number", "number")
    return [{"commitment": pk} for pk in published.exclude(findings__report=report).values_list("pk", flat=True)]
