"""A file of lines, from its upload to its budget: what is wrong, what changes, the button that applies it."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import PlainBudgetAdmin
from budget_docs.admin.choosing import ChoosingAdmin
from budget_docs.lines import column_choice, importing
from budget_docs.lines.columns import title
from budget_docs.lines.problems import sentence
from budget_docs.models import BudgetSide, ImportState, LineImport
from tetouan_portal.lib.admin.no_room import SaysNoRoom
from tetouan_portal.lib.admin.verb_table import Verb
from tetouan_portal.lib.admin.verbs import Verbs
from tetouan_portal.lib.body_size import takes_files
from tetouan_portal.templatetags.portal import code

AT_WORK = {ImportState.WAITING, ImportState.READING, ImportState.STORING}
NAMED_OTHERWISE = {"no_header", "no_column", "no_columns", "column_twice"}
DIFFERENCES = {"added": _("added"), "removed": _("removed"), "changed": _("changed")}


class LineImportForm(forms.ModelForm):
    """The file is looked into at once; what stands in it is read by the worker."""

    class Meta:
        model = LineImport
        fields = ["fiscal_year", "stage", "document", "mapping", "file"]

    def clean_file(self):
        self.table = importing.accept_upload(self.cleaned_data["file"])
        return self.cleaned_data["file"]


def may_import(user, row):
    return user.has_perm("budget_docs.add_lineimport")


@admin.register(LineImport)
class LineImportAdmin(SaysNoRoom, ChoosingAdmin, Verbs, PlainBudgetAdmin):
    form = LineImportForm
    change_form_template = "admin/budget_docs/import_change_form.html"
    add_form_template = "admin/budget_docs/import_add_form.html"
    verbs = (
        Verb(
            name="apply",
            label=_("Apply: make these lines a new version"),
            act=importing.ask_to_apply,
            allowed=may_import,
            offered=lambda row: row.state == ImportState.CHECKED,
        ),
        Verb(
            name="read_again",
            label=_("Read the file again"),
            act=importing.read_again,
            allowed=may_import,
            offered=lambda row: row.state in importing.AT_REST,
        ),
    )
    actions = None
    list_display = ["filename", "fiscal_year", "stage", "state", "rows_read", "created_at", "sent_by"]
    list_filter = ["state", "fiscal_year", "stage"]
    list_select_related = ["fiscal_year", "user"]
    search_fields = ["filename", "sha256"]
    readonly_fields = ["sent_by", "fingerprint"]

    class Media:
        js = ["js/admin_at_work.js"]

    @admin.display(description=_("sent by"))
    def sent_by(self, row):
        return row.user.get_full_name() or row.user.get_username() if row.user else "—"

    @admin.display(description="SHA-256")
    def fingerprint(self, row):
        return code(row.sha256)

    @takes_files(1, importing.MOST_BYTES, staff_only=True)
    def add_view(self, *args, **kwargs):
        return super().add_view(*args, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).defer("report", "preview")

    def get_fields(self, request, obj=None):
        if obj is None:
            return LineImportForm.Meta.fields
        return ["filename", "fiscal_year", "stage", "document", "mapping", "sent_by", "created_at", "fingerprint"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """A file that became a budget stays with it."""
        return (obj is None or obj.state not in {*AT_WORK, ImportState.APPLIED}) and super().has_delete_permission(
            request, obj
        )

    def delete_model(self, request, obj):
        importing.discard(obj)

    def save_form(self, request, form, change):
        given = {name: form.cleaned_data[name] for name in ("fiscal_year", "stage", "document", "mapping")}
        return importing.begin(form.table, user=request.user, **given)

    def save_model(self, request, obj, form, change):
        """`save_form` has begun the import."""

    def save_related(self, request, form, formsets, change):
        """Nothing hangs on an import."""

    def response_add(self, request, obj, post_url_continue=None):
        """To the import's own page, which says how far the reading is."""
        return HttpResponseRedirect(reverse("admin:budget_docs_lineimport_change", args=[obj.pk]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            problems = obj.report.get("problems", [])
            context |= {
                "at_work": obj.state in AT_WORK,
                "problems": [locate(one) for one in problems],
                "more": obj.report.get("more", 0),
                "notices": [locate(one) for one in obj.report.get("notices", [])],
                "preview": preview_shown(obj.preview),
                "shows_acts": True,
                "mapping_helps": any(one["code"] in NAMED_OTHERWISE for one in problems),
                "may_choose": self.may_choose(request) and column_choice.can_be_chosen(obj),
                "days_kept": column_choice.KEPT.days if obj.state in importing.AT_REST else 0,
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def locate(problem):
    """{"sheet", "row", "column", "sentence"} in the officer's language."""
    return {**problem, "sentence": sentence(problem)}


def preview_shown(preview):
    """{} or the preview with the sides, columns and differences in the officer's words."""
    if not preview:
        return {}
    sides = dict(BudgetSide.choices)
    totals = [
        {
            "side": sides[side],
            "column": title(key),
            "now": now,
            "before": preview["former_totals"].get(side, {}).get(key),
        }
        for side, sums in preview["totals"].items()
        for key, now in sums.items()
    ]
    differences = [
        {
            **one,
            "side": sides[one["side"]],
            "kind": DIFFERENCES[one["kind"]],
            "amounts": [(title(key), *pair) for key, pair in one["amounts"].items()],
        }
        for one in preview["differences"]
    ]
    counts = [(DIFFERENCES[kind], number) for kind, number in preview["counts"].items()]
    return {**preview, "totals": totals, "differences": differences, "counts": counts}
