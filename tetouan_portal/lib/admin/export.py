"""A list as a file: the rows and columns that the list shows, filters and search included."""

import datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.languages import direction
from tetouan_portal.lib.portions import in_portions
from tetouan_portal.lib.spreadsheets import XLSX_TYPE, csv_rows, xlsx

FORMATS = ("csv", "xlsx")


class ExportedAdmin:
    change_list_template: Any = "admin/rows/change_list.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/<slug:kind>/", self.admin_site.admin_view(self.export), name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_export"
        exports = [(kind.upper(), reverse(name, args=[kind])) for kind in FORMATS]
        return super().changelist_view(request, {"exports": exports, **(extra_context or {})})

    def export(self, request, kind):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if kind not in FORMATS:
            raise Http404
        try:
            changelist = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            every = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            return HttpResponseRedirect(f"{every}?{ERROR_FLAG}=1")  # the list says so; a file could not
        columns = self.exported_columns(changelist)
        header = [str(label_for_field(name, self.model, self)) for name in columns]
        rows = (self.exported(row, columns) for row in in_portions(changelist.queryset, 500))
        filename = f"{self.opts.model_name}-{timezone.localdate()}.{kind}"
        if kind == "csv":
            response = StreamingHttpResponse(csv_rows(header, rows), content_type="text/csv; charset=utf-8")
        else:
            to_left = direction(translation.get_language()) == "rtl"
            book = xlsx(header, rows, title=str(self.opts.verbose_name_plural), right_to_left=to_left)
            response = HttpResponse(book, content_type=XLSX_TYPE)
        response["Content-Disposition"] = disposition(filename, inline=False)
        return response

    def exported_columns(self, changelist):
        return [name for name in changelist.list_display if name != "action_checkbox"]

    def exported(self, row, columns):
        return [self.exported_value(row, name) for name in columns]

    def exported_value(self, row, name):
        """A date as a date, a number as a number, everything else in the words of the list, without its markup."""
        field, _attribute, value = lookup_field(name, row, self)
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if field is not None and field.flatchoices:
            return str(display_for_field(value, field, ""))
        if value is None or isinstance(value, (datetime.date, Decimal, int)):
            return value
        return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
