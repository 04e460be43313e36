"""The page that shows the first rows of a file as they would be read, and asks which column is which."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.columns import ColumnsForm, Shown
from budget_docs.lines import column_choice
from budget_docs.lines.columns import title
from budget_docs.lines.problems import sentence
from budget_docs.models import BudgetSide, ColumnMapping

NOT_NOW = _("This file is being read, or was applied already.")
NOT_KEPT = _("The first rows of this file are not kept: read it again, then choose its columns.")
CHANGED = _("The rows below are read by what you chose now: look at them, then confirm.")
NO_ROW = _("No row can be read with these columns: see why below.")
KINDS = {"line": _("a line"), "heading": _("a heading"), "total": _("a total"), "wrong": _("has a problem")}
NEW = "new"  # a mapping of its own, although the file was read with one


class ChoosingAdmin:
    """Of the admin of imports."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.columns)
        return [path("<int:object_id>/columns/", view, name="budget_docs_lineimport_columns"), *super().get_urls()]

    def may_choose(self, request):
        """Whoever imports and keeps mappings; nobody else sees what stands in a file."""
        return all(
            request.user.has_perm(f"budget_docs.{name}")
            for name in ("view_lineimport", "add_lineimport", "add_columnmapping")
        )

    def columns(self, request, object_id):
        if not self.may_choose(request):
            raise PermissionDenied
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not column_choice.can_be_chosen(obj):
            sentence = NOT_KEPT if obj.state in column_choice.importing.AT_REST else NOT_NOW
            return self.back(request, obj, sentence, messages.ERROR)
        said = request.POST if request.method == "POST" else request.GET
        shown = Shown(obj.report["beginning"], said.get("sheet", ""), said.get("row", ""))
        form = self.columns_form(request, obj, shown) if shown.headings else None
        if form and form.is_bound and self.is_confirmed(request, form, shown):
            try:
                return self.keep(request, obj, form)
            except ValidationError as error:
                form.add_error(None, ValidationError(error.messages))
        return self.columns_page(request, obj, shown, form)

    def columns_form(self, request, obj, shown):
        is_own = obj.mapping and request.user.has_perm("budget_docs.change_columnmapping")
        is_new = not is_own or request.POST.get("mapping") == NEW
        sent = (request.POST,) if request.method == "POST" and shown.is_known else ()
        form = ColumnsForm(*sent, instance=ColumnMapping() if is_new else obj.mapping, shown=shown, line_import=obj)
        form.is_own = is_own
        return form

    def is_confirmed(self, request, form, shown):
        """Pressed under the very rows that this would read."""
        return (
            request.POST.get("_do") == "use"
            and form.is_valid()
            and form.cleaned_data["seen"] == form.fingerprint()
            and any(row.kind != "wrong" for row in form.tried().rows)
        )

    def keep(self, request, obj, form):
        is_new = form.instance.pk is None
        mapping = column_choice.choose(obj, form.instance, version=form.cleaned_data["version"])
        self.log_change(request, obj, "columns")
        mapping_admin = self.admin_site.get_model_admin(ColumnMapping)
        log = mapping_admin.log_addition if is_new else mapping_admin.log_change
        log(request, mapping, "columns")
        return self.back(request, obj, _("Done."), messages.SUCCESS)

    def back(self, request, obj, sentence, level):
        self.message_user(request, sentence, level)
        return HttpResponseRedirect(reverse("admin:budget_docs_lineimport_change", args=[obj.pk]))

    def columns_page(self, request, obj, shown, form):
        if form and form.is_bound:
            form.is_valid()
        tried = form.tried() if form else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Columns of the file"),
            "subtitle": str(obj),
            "opts": self.opts,
            "original": obj,
            "shown": shown,
            "form": form,
            "refusal": refusal(request, form, tried, shown),
            "tried": tried and [tried_row(row) for row in tried.rows],
            "problems": tried and [locate(one) for one in (*tried.problems, *tried.notices)],
        }
        status = 400 if context["refusal"] or (form and form.errors) else 200
        return TemplateResponse(request, "admin/budget_docs/columns.html", context, status=status)


def refusal(request, form, tried, shown):
    """Why what was sent is not carried out, where no field is to blame."""
    if request.method != "POST" or request.POST.get("_do") != "use" or not form or form.errors:
        return ""
    if not any(row.kind != "wrong" for row in tried.rows):
        return NO_ROW
    return CHANGED


def tried_row(row):
    return {
        "number": row.number,
        "sheet": row.sheet,
        "kind": KINDS[row.kind],
        "is_wrong": row.kind == "wrong",
        "side": BudgetSide(row.side).label if row.side else "",
        "path": row.path,
        "labels": [(key.removeprefix("label_"), text) for key, text in row.labels.items() if text],
        "amounts": [(title(key), amount) for key, amount in row.amounts.items()],
    }


def locate(problem):
    data = problem.as_data()
    return {**data, "sentence": sentence(data)}
