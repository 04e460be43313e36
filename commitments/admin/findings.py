"""What a monitor writes inside its report. A row waits for every commitment that has no finding yet."""

from functools import cached_property

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from commitments import access
from commitments.admin.base import PortalInline, PortalStackedInline
from commitments.admin.forms import PortalForm
from commitments.models import Finding, Recommendation
from commitments.report import year_rows


class FindingForm(PortalForm):
    """A row that only names its commitment, as the waiting ones do, is not saved."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:  # what its rows of the year are found by
            self.instance.commitment_id = self.initial.get("commitment")

    def has_changed(self):
        unsaid = {"version", "commitment"} if self.instance._state.adding else {"version"}
        return bool(set(self.changed_data) - unsaid)


class WhileWritten:
    """Written by the monitor, and only while the report's texts may change."""

    def may_write(self, request, obj):
        return obj is None or access.may_write(request.user, Finding(report=obj))


class FindingInline(WhileWritten, PortalStackedInline):
    """What is public of the commitment's year stands between its name and what the monitor finds."""

    model = Finding
    form = FindingForm
    autocomplete_fields = ["commitment"]
    fields = ["commitment", "the_year", "level", "text"]
    readonly_fields = ["the_year"]
    report = None

    def get_formset(self, request, obj=None, **kwargs):
        self.report = obj
        return super().get_formset(request, obj, **kwargs)

    @cached_property
    def rows_of_year(self):
        return year_rows.rows_of_year(self.report) if self.report else {}

    @admin.display(description=_("The year’s rows"))
    def the_year(self, finding):
        rows = self.rows_of_year.get(finding.commitment_id)
        return render_to_string("admin/commitments/year_rows.html", {"rows": rows})

    def get_extra(self, request, obj=None, **kwargs):
        return len(waiting_rows(obj)) if obj and self.has_add_permission(request, obj) else 0


class RecommendationInline(WhileWritten, PortalInline):
    """Answers are given on the recommendation's own page, where one that nobody answered is deleted, too."""

    model = Recommendation
    fields = ["number", "text", "answer"]
    readonly_fields = ["answer"]
    can_delete = False


def waiting_rows(report):
    """What a row of each published commitment without a finding is filled with."""
    published = report.plan.commitments.filter(is_published=True).order_by("axis__number", "number")
    return [{"commitment": pk} for pk in published.exclude(findings__report=report).values_list("pk", flat=True)]
