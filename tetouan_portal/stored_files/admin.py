"""What administrators look at when files do not go, or are missed: nothing here is written by hand."""

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tetouan_portal.lib.admin.rows import RecordAdmin
from tetouan_portal.stored_files.models import DoomedFile, MissingFile

CODE = '<bdi dir="ltr">{}</bdi>'


@admin.register(DoomedFile)
class DoomedFileAdmin(RecordAdmin):
    list_display = ["stored", "reason", "since", "tries", "fault"]
    fields = ["stored", "reason", "since", "tries", "fault"]
    list_filter = ["reason"]

    @admin.display(description=_("stored file"), ordering="name")
    def stored(self, row):
        return format_html(CODE, row.name)

    @admin.display(description=_("to be destroyed since"), ordering="queued_at")
    def since(self, row):
        return row.queued_at

    @admin.display(description=_("attempts"), ordering="attempts")
    def tries(self, row):
        return row.attempts

    @admin.display(description=_("what went wrong"), ordering="failure")
    def fault(self, row):
        return format_html(CODE, row.failure)


@admin.register(MissingFile)
class MissingFileAdmin(RecordAdmin):
    list_display = ["stored", "record", "noticed_at"]
    fields = ["stored", "record", "noticed_at"]

    @admin.display(description=_("stored file"), ordering="name")
    def stored(self, row):
        return format_html(CODE, row.name)

    @admin.display(description=pgettext_lazy("audit", "record"))
    def record(self, row):
        """With a way to its page, where it has one."""
        try:
            model = apps.get_model(row.model)
        except LookupError:
            return row.model
        label = f"{capfirst(str(model._meta.verbose_name))} {row.row_pk}"
        if model not in admin.site._registry:
            return label
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.row_pk])
        return format_html('<a href="{}">{}</a>', address, label)
