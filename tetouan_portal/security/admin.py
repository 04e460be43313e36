"""Security events in the admin: read by administrators of accounts, written by nobody."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.admin.rows import RecordAdmin
from tetouan_portal.security.models import SecurityEvent

CODE = '<bdi dir="ltr">{}</bdi>'


NAME = Coalesce(NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value("")), "username")


def name_of(number):
    """Of the account with the number in that column, also where it is written into a file."""
    return Subquery(User.objects.filter(pk=OuterRef(number)).annotate(name=NAME).values("name")[:1])


def shown(number, name):
    """An account that is gone is its number."""
    return format_html("<bdi>{}</bdi>", name or f"{number}") if number else "—"


@admin.register(SecurityEvent)
class SecurityEventAdmin(RecordAdmin):
    list_display = ["last_at", "happened", "times", "concerned", "pseudonym"]
    fields = ["kind", "times", "whose", "done_by", "more", "pseudonym", "first_at", "last_at"]
    list_display_links = ["happened"]
    list_filter = ["kind", ("last_at", admin.DateFieldListFilter)]
    search_fields = ["=address"]
    search_help_text = _("Pseudonym of a network address")

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def get_queryset(self, request):
        named = {"account_name": name_of("account"), "by_name": name_of("by")}
        return super().get_queryset(request).annotate(**named)

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "account" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("what happened"), ordering="kind")
    def happened(self, event):
        """As one column with what is more exact, so that a list fits beside its filters."""
        more = format_html(f"<br>{CODE}", event.detail) if event.detail else ""
        return format_html("{}{}", event.get_kind_display(), more)

    @admin.display(description=_("account"), ordering="account")
    def concerned(self, event):
        by = format_html("<div>{}: {}</div>", _("done by"), shown(event.by, event.by_name)) if event.by else ""
        return format_html("{}{}", shown(event.account, event.account_name), by)

    @admin.display(description=_("number of times"), ordering="count")
    def times(self, event):
        return event.count

    @admin.display(description=_("account"), ordering="account")
    def whose(self, event):
        return shown(event.account, event.account_name)

    @admin.display(description=_("done by"))
    def done_by(self, event):
        return shown(event.by, event.by_name)

    @admin.display(description=_("more exactly"), ordering="detail")
    def more(self, event):
        return format_html(CODE, event.detail) if event.detail else "—"

    @admin.display(description=_("pseudonym of the network address"), ordering="address")
    def pseudonym(self, event):
        return format_html(CODE, event.address) if event.address else "—"
