"""Filters of the admin's lists."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetDocument, FileLanguage
from tetouan_portal.lib.standing import ENDED, State


class DocumentState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("draft")),
            ("planned", _("publication planned")),
            ("published", _("published")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        found = {
            "draft": queryset.filter(publish_at__isnull=True),
            "planned": queryset.filter(publish_at__gt=now),
            "published": queryset.live(now=now),
            "withdrawn": queryset.filter(withdrawn_at__isnull=False),
        }
        return found.get(self.value(), queryset)


class SlotState(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    STATES = {
        "late": [State.OVERDUE],
        "unconfirmed": [State.UNCONFIRMED],
        "elsewhere": [State.ELSEWHERE],
        "coming": [State.COMING],
        "published": ENDED,
    }

    def lookups(self, request, model_admin):
        return [
            ("late", _("expected and not received")),
            ("unconfirmed", _("date passed, not taken up here")),
            ("elsewhere", _("published elsewhere")),
            ("coming", _("due later")),
            ("empty", _("without any document")),
            ("published", _("published")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "empty":
            documents = BudgetDocument.objects.filter(slot=OuterRef("pk"))
            return queryset.filter(~Exists(documents), is_expected=True)
        if states := self.STATES.get(self.value()):
            return queryset.with_state(now=timezone.now()).filter(state__in=states)
        return queryset


class FileLanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [("untold", _("not told yet")), *FileLanguage.choices]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(language="" if self.value() == "untold" else self.value())
