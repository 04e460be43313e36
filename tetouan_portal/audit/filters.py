"""Filters of the log that look nothing up in the log itself: it may hold a million entries."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.audit.models import Origin
from tetouan_portal.audit.tables import table_label, tracked_tables

MOST = 5_000  # entries that a list leads through; filters lead further back
OUTSIDE = "outside"


class BoundedPaginator(Paginator):
    """Counts no further than it leads."""

    @cached_property
    def count(self) -> int:
        return self.object_list[:MOST].count()


class TableFilter(admin.SimpleListFilter):
    title = _("kind of record")
    parameter_name = "table_name"

    def lookups(self, request, model_admin):
        return sorted(((table, table_label(table)) for table in tracked_tables()), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(table_name=self.value()) if self.value() else queryset


class ActorFilter(admin.SimpleListFilter):
    title = pgettext_lazy("audit", "who")
    parameter_name = "actor"

    def lookups(self, request, model_admin):
        staff = get_user_model()._base_manager.filter(is_staff=True)
        return sorted(((str(user.pk), str(user)) for user in staff), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(actor=self.value()) if (self.value() or "").isdecimal() else queryset


class OriginFilter(admin.SimpleListFilter):
    title = pgettext_lazy("audit", "from where")
    parameter_name = "origin"

    def lookups(self, request, model_admin):
        return [*Origin.choices, (OUTSIDE, pgettext_lazy("audit", "outside the portal"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(origin="" if self.value() == OUTSIDE else self.value())
