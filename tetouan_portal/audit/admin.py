"""The record of changes in the admin: read by administrators, written by nobody."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.audit.difference import changes
from tetouan_portal.audit.filters import ActorFilter, BoundedPaginator, OriginFilter, TableFilter
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.naming import Names
from tetouan_portal.audit.tables import owner_of, table_label
from tetouan_portal.audit.visibility import visible_entries

MOST_FIELDS = 4  # named in a line of the list


class EntryList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = name_entries(request, list(self.result_list))


def name_entries(request, entries):
    """The entries, each with the names of everything on the page, looked up once."""
    names = Names(request, entries)
    for entry in entries:
        entry.names = names
    return entries


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Read and nothing else, whoever reads."""

    list_display = ["moment", "what", "by"]
    list_filter = [("at", admin.DateFieldListFilter), TableFilter, "operation", OriginFilter, ActorFilter]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    paginator = BoundedPaginator
    actions = None
    fields = ["at", "by", "record", "operation", "difference", "program"]

    class Media:
        css = {"all": ["css/admin.css", "css/audit.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return visible_entries(request)

    def get_changelist(self, request, **kwargs):
        return EntryList

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        return entry and name_entries(request, [entry])[0]

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in {"row_pk", "transaction_id"} or super().lookup_allowed(lookup, value, request)

    @admin.display(description=pgettext_lazy("audit", "when"))
    def moment(self, entry):
        """Without the admin's class that keeps dates on one line: a telephone is narrow."""
        return date_format(localtime(entry.at), "DATETIME_FORMAT")

    @admin.display(description=pgettext_lazy("audit", "who"))
    def by(self, entry):
        who = entry.names.actor(entry)
        return format_html("<div>{}</div>{}", who, where(entry)) if who else where(entry)

    @admin.display(description=pgettext_lazy("audit", "what"))
    def what(self, entry):
        labels = [] if entry.operation != "update" else [change.label for change in changes(entry, entry.names)]
        named = [*labels[:MOST_FIELDS], *(["…"] if len(labels) > MOST_FIELDS else [])]
        fields = format_html_join("", "<li>{}</li>", ((label,) for label in named))
        list_of_fields = format_html('<ul class="audit-fields">{}</ul>', fields) if named else ""
        return format_html("<div>{} · {}</div>{}", self.record(entry), entry.get_operation_display(), list_of_fields)

    @admin.display(description=pgettext_lazy("audit", "record"))
    def record(self, entry):
        kind, name, owner = table_label(entry.table_name), entry.names.row(entry), owner_of(entry.table_name)
        if not (entry.names.exists(entry) and owner in admin.site._registry):
            return f"{kind}: {name}" if name else kind
        page = reverse(f"admin:{owner._meta.app_label}_{owner._meta.model_name}_history", args=[entry.row_pk])
        return format_html('{}: <a href="{}">{}</a>', kind, page, name)

    @admin.display(description=pgettext_lazy("audit", "difference"))
    def difference(self, entry):
        return render_to_string("admin/audit/difference.html", {"entry": entry, "changes": changes(entry, entry.names)})

    @admin.display(description=_("role and program in the database"))
    def program(self, entry):
        return format_html('<bdi dir="ltr">{} {}</bdi>', entry.database_role, entry.application)


def where(entry):
    """The door and, in small print, the page, command or task; from outside the role in the database."""
    door, detail = (
        entry.get_origin_display() or pgettext_lazy("audit", "outside the portal"),
        entry.detail or entry.database_role,
    )
    return format_html('{} <bdi dir="ltr" class="audit-detail">{}</bdi>', door, detail)
