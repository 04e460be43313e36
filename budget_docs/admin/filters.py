from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.models import BudgetDocument, FileLanguage


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
        conditions = {
            "draft": {"publish_at__isnull": True},
            "planned": {"publish_at__gt": now},
            "published": {"publish_at__lte": now, "withdrawn_at__isnull": True},
            "withdrawn": {"withdrawn_at__isnull": False},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class SlotState(admin.SimpleListFilter):
    """As `due_dates.standing` says it, in SQL."""

    title = _("state")
    parameter_name = "state"

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
        documents = BudgetDocument.objects.filter(slot=OuterRef("pk"))
        today, public = timezone.localdate(), Exists(documents.fulfilling(now=timezone.now()))
        missing = queryset.filter(~public, is_expected=True)
        absent = missing.exclude(looks__was_found=True)
        found = {
            "late": absent.counting(today).filter(due_on__lt=today),
            "unconfirmed": absent.filter(due_on__lt=today).exclude(pk__in=absent.counting(today).values("pk")),
            "coming": absent.filter(due_on__gte=today),
            "elsewhere": missing.filter(looks__was_found=True).distinct(),
            "empty": queryset.filter(~Exists(documents), is_expected=True),
            "published": queryset.filter(public),
        }
        return found.get(self.value(), queryset)


class FileLanguageFilter(admin.SimpleListFilter):
    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return [("untold", _("not told yet")), *FileLanguage.choices]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(language="" if self.value() == "untold" else self.value())
