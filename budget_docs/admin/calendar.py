"""Kinds of documents, fiscal years and slots in the admin. A due date moves by a verb with its reason."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import BudgetAdmin, PlainBudgetAdmin
from budget_docs.admin.drop import DropAdmin
from budget_docs.admin.filters import SlotState
from budget_docs.admin.look import LookForm, LookInline
from budget_docs.calendar import due_dates, rules, slots
from budget_docs.calendar.standing_words import in_words
from budget_docs.documents import looks, uploads
from budget_docs.models import DocumentType, DueDateChange, FiscalYear, PublicationDate, RuleChange
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb
from tetouan_portal.lib.admin.verbs import Verbs
from tetouan_portal.lib.languages import LANGUAGE_CODES

LAYS_OUT = ["budget_docs.change_fiscalyear", "budget_docs.change_publicationdate"]


@admin.register(FiscalYear)
class FiscalYearAdmin(Verbs, PlainBudgetAdmin):
    change_form_template = "admin/budget_docs/year_change_form.html"
    verbs = (
        Verb(
            name="lay_out",
            label=_("Lay out the due dates of the year"),
            act=due_dates.lay_out,
            allowed=lambda user, _year: user.has_perms(LAYS_OUT),
            offered=lambda year: DocumentType.objects.count() != year.laid_out,
        ),
    )
    fields = ["year", "population", "population_source"]
    list_display = ["year", "dates_count", "published_count", "population", "population_source"]
    search_fields = ["year"]
    ordering = ["-year"]  # counting rows forgets the model's

    def get_queryset(self, request):
        public = Q(dates__documents__publish_at__lte=timezone.now())
        counts = {"laid_out": Count("dates", distinct=True), "filled": Count("dates", filter=public, distinct=True)}
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description=_("due dates"), ordering="laid_out")
    def dates_count(self, fiscal_year):
        return fiscal_year.laid_out

    @admin.display(description=_("published"), ordering="filled")
    def published_count(self, fiscal_year):
        return fiscal_year.filled

    def settled_fields(self, obj):
        return ["year"] if obj else []

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["kept"] = slots.slots_kept(obj.dates.order_by("type__position"), now=timezone.now())
            context["may_drop"] = may_fill(request.user)
            context["shows_acts"] = bool(context["kept"])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def may_change_rules(user, kind):
    return user.has_perm("budget_docs.change_documenttype")


class GivesReasons(ReasonsForm):
    """One language or more says why."""

    refusal = _("Give the source or the reason in at least one language.")
    code = "unexplained"

    def clean(self):
        given = super().clean()
        if not any(given.get(code) for code in LANGUAGE_CODES):
            raise ValidationError(self.refusal, code=self.code)
        return given

    def said(self):
        return {f"reason_{code}": text for code, text in self.reasons().items()}


class ConfirmRuleForm(GivesReasons):
    to = forms.DateField(label=_("Confirmed on"), widget=AdminDateWidget)
    field_order = ["to"]

    def said(self):
        return {"to": self.cleaned_data["to"], **super().said()}


class RuleChangeInline(admin.TabularInline):
    model = RuleChange
    fields = readonly_fields = ["confirmed_on", "reason", "recorded_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(DocumentType)
class DocumentTypeAdmin(Verbs, BudgetAdmin):
    verbs = (
        Verb(
            name="confirm",
            label=_("Confirm the rule"),
            act=rules.confirm,
            allowed=may_change_rules,
            form=ConfirmRuleForm,
        ),
        Verb(
            name="doubt",
            label=_("Put the rule in doubt"),
            act=rules.doubt,
            allowed=may_change_rules,
            offered=lambda kind: kind.is_confirmed,
            form=GivesReasons,
        ),
    )
    inlines = [RuleChangeInline]
    fields = [
        *("slug", "name", "explanation", "legal_basis", "due_month", "due_day", "due_year_offset"),
        "position",
    ]
    list_display = ["name", "rule", "confirmed_on", "position", "missing"]
    list_filter = [("confirmed_on", admin.EmptyFieldListFilter), MissingTranslation]
    search_fields = [*searchable("name", "explanation", "legal_basis"), "slug"]

    @admin.display(description=_("due, fiscal year 2000"))
    def rule(self, kind):
        return due_dates.rule_date(kind, 2000)

    def settled_fields(self, obj):
        return ["slug"] if obj else []


class MoveForm(GivesReasons):
    """A new date and, in one language or more, why."""

    refusal = _("Give the new date and, in at least one language, the reason.")
    to = forms.DateField(label=_("New date"), widget=AdminDateWidget)
    field_order = ["to"]

    def said(self):
        return {"to": self.cleaned_data["to"], **super().said()}


def may_change_dates(user, slot):
    return user.has_perm("budget_docs.change_publicationdate")


class DueDateChangeInline(admin.TabularInline):
    model = DueDateChange
    fields = readonly_fields = ["changed_at", "due_from", "due_to", "reason"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(PublicationDate)
class PublicationDateAdmin(DropAdmin, Verbs, BudgetAdmin):
    """Slots come by laying out a year. A date moves by an act with a reason, and by nothing else."""

    change_form_template = "admin/budget_docs/slot_change_form.html"
    verbs = (
        Verb(name="move", label=_("Move the due date"), act=due_dates.move, allowed=may_change_dates, form=MoveForm),
        Verb(
            name="look",
            label=_("Say where it was looked for"),
            act=looks.record_look,
            allowed=may_change_dates,
            form=LookForm,
        ),
    )
    inlines = [DueDateChangeInline, LookInline]
    fields = ["fiscal_year", "type", "due_on", "is_expected", "note"]
    readonly_fields = ["fiscal_year", "type", "due_on"]
    list_display = ["type", "standing", "due_on", "fiscal_year", "is_expected", "missing"]
    list_display_links = ["type"]
    list_filter = [SlotState, "fiscal_year", "type", ("type__confirmed_on", admin.EmptyFieldListFilter), "is_expected"]
    list_select_related = ["type", "fiscal_year"]
    search_fields = ["type__name_ar", "type__name_fr", "type__name_es", "type__slug", "fiscal_year__year"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_first_publication(now=timezone.now()).prefetch_related("looks")

    @admin.display(description=_("state"))
    def standing(self, slot):
        on = timezone.localdate()
        look = due_dates.last_look(slot, on)
        return in_words(slot, due_dates.standing_of(slot, slot.first_published_on, on=on, look=look), look)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def document_of(self, obj):
        return uploads.document_for(obj)

    def may_drop(self, request, obj):
        """In a slot with a published document nobody could know which one a file belongs to."""
        found = obj.documents.filter(withdrawn_at__isnull=True)
        waits = not found.exists() or found.waiting(now=timezone.now()).exists()
        return may_fill(request.user) and waits

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["documents"] = obj.documents.defer("search")
            context["is_confirmed"] = obj.type.is_confirmed
            context["standing"] = self.standing(obj)
            context["shows_acts"] = True
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def may_fill(user):
    return user.has_perms(["budget_docs.add_documentfile", "budget_docs.add_budgetdocument"])
