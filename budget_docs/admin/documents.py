"""Documents in the admin: written as drafts, then published, planned or withdrawn by a verb."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from budget_docs.admin.base import BudgetAdmin, may_publish
from budget_docs.admin.drop import DropAdmin
from budget_docs.admin.filters import DocumentState
from budget_docs.documents import library, publishing, uploads
from budget_docs.models import BudgetDocument, Visa
from tetouan_portal.journal.models import By
from tetouan_portal.lib.admin.forms import VersionedForm
from tetouan_portal.lib.admin.rows import demo_mark
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable
from tetouan_portal.lib.admin.verb_table import ReasonsForm, Verb, VerbForm
from tetouan_portal.lib.admin.verbs import Verbs
from tetouan_portal.lib.hidden_contents import decisions
from tetouan_portal.lib.languages import columns
from tetouan_portal.own_words.writers import needs_another
from tetouan_portal.stored_files.telling import being_destroyed

TEXTS = [*columns("title"), *columns("summary")]
FACTS = ["session_kind", "session_on", "votes_for", "votes_against", "abstentions", "visa", "visa_on"]

YEARS_AROUND = 2  # the fiscal year: its budget is voted before it, its accounts are closed after it
FAR_DAY = _("%(date)s lies far from the fiscal year %(year)s. Is it so?")


class ScheduleForm(VerbForm):
    refusal = _("Write the day and the hour.")
    code = "no_moment"
    at = forms.DateTimeField(
        label=_("Publish on"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Local time. Nobody needs to be there: the document appears by itself."),
    )


class DocumentForm(VersionedForm):
    def doubts(self):
        year = self.instance.slot.fiscal_year.year if self.instance.slot_id else None
        days = {name: self.cleaned_data.get(name) for name in ("session_on", "visa_on")}
        return {
            name: FAR_DAY % {"date": date_format(day), "year": year}
            for name, day in days.items()
            if year and day and abs(day.year - year) > YEARS_AROUND
        }


def is_waiting(document):
    """Not public yet, and nothing against its becoming so one day."""
    return not document.is_public(now=timezone.now()) and not document.withdrawn_at


def document_shown(document):
    """As its page will show it, at its hour."""
    now = max(timezone.now(), document.publish_at)
    (found,) = library.documents_of(BudgetDocument.objects.filter(pk=document.pk), now=now)
    return [("admin/budget_docs/shown.html", {"document": found})]


@admin.register(BudgetDocument)
class BudgetDocumentAdmin(DropAdmin, Verbs, BudgetAdmin):
    """Everybody with the right to see budget documents sees drafts here; nobody else does anywhere."""

    form = DocumentForm
    change_form_template = "admin/budget_docs/document_change_form.html"
    actions = None  # nothing is deleted in bulk: each row takes files from the disk
    verbs = (
        Verb(
            name="publish",
            label=_("Publish now"),
            act=publishing.publish,
            allowed=may_publish,
            offered=is_waiting,
            shown=document_shown,
        ),
        Verb(
            name="schedule",
            label=_("Publish at a later moment"),
            act=publishing.publish,
            allowed=may_publish,
            offered=lambda document: is_waiting(document) and not document.publish_at,
            form=ScheduleForm,
            shown=document_shown,
        ),
        Verb(
            name="unschedule",
            label=_("Take the planned publication back"),
            act=publishing.unschedule,
            allowed=may_publish,
            offered=lambda document: is_waiting(document) and document.publish_at,
        ),
        Verb(
            name="withdraw",
            label=_("Withdraw from public view"),
            act=publishing.withdraw,
            allowed=may_publish,
            offered=lambda document: document.is_public(now=timezone.now()) and not document.withdrawn_at,
            form=ReasonsForm,
        ),
    )
    fields = ["slot", "title", "summary", *FACTS, "second_reading_of"]
    readonly_fields = ["slug", "withdrawn_at", *columns("withdrawal_reason")]
    list_display = [
        *("title", "state", "fiscal_year", "type", "publish_at", "files_in_force", "visa", "missing"),
        demo_mark,
    ]
    list_filter = [DocumentState, "slot__fiscal_year", "slot__type", "visa", MissingTranslation]
    list_select_related = ["slot__type", "slot__fiscal_year"]
    ordering = ["-slot__fiscal_year__year", "slot__type__position", "pk"]  # counting files forgets the model's
    search_fields = [*searchable("title", "summary"), "slug", "files__filename", "files__sha256"]

    def get_queryset(self, request):
        in_force = Count("files", filter=Q(files__is_current=True))
        return super().get_queryset(request).defer("search").annotate(in_force=in_force)

    @admin.display(description=_("fiscal year"), ordering="slot__fiscal_year__year")
    def fiscal_year(self, document):
        return document.slot.fiscal_year.year

    @admin.display(description=_("document type"), ordering="slot__type__position")
    def type(self, document):
        return str(document.slot.type)

    @admin.display(description=_("state"), ordering="publish_at")
    def state(self, document):
        return state_of(document)

    @admin.display(description=_("files in force"), ordering="in_force")
    def files_in_force(self, document):
        return document.in_force

    def view_on_site(self, document):
        return document.get_absolute_url() if document.is_public(now=timezone.now()) else None

    def get_fields(self, request, obj=None):
        found = super().get_fields(request, obj)
        shown = [*found, "slug"] if obj else found
        return [*shown, "withdrawn_at", "withdrawal_reason"] if obj and obj.withdrawn_at else shown

    def settled_fields(self, obj):
        """What was published is only completed: a missing language, the visa that was waited for."""
        if obj is None:
            return []
        names = [*TEXTS, *FACTS, "second_reading_of"]
        if not obj.is_public(now=timezone.now()):
            # What is planned becomes public as it was looked at.
            return ["slot", *names] if obj.publish_at and needs_another(By.MUNICIPALITY) else ["slot"]
        if obj.withdrawn_at:
            return ["slot", *names]
        said = [name for name in names if getattr(obj, name) not in (None, "")]
        return ["slot", *(name for name in said if not (name == "visa" and obj.visa == Visa.WAITING))]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "second_reading_of":
            kwargs["queryset"] = BudgetDocument.objects.filter(visa=Visa.REFUSED).defer("search")
        if db_field.name == "slot":
            kwargs["queryset"] = db_field.related_model.objects.select_related("type", "fiscal_year")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.is_relation and field is not None:  # chosen here, made and deleted on pages of their own
            widget = field.widget
            widget.can_add_related = widget.can_change_related = widget.can_delete_related = False
        return field

    def save_model(self, request, obj, form, change):
        if not change:
            obj.slug = uploads.free_slug(obj.slot)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or obj.publish_at is None) and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        uploads.discard(obj)

    def document_of(self, obj):
        return obj

    def is_public(self, obj):
        return obj.is_public(now=timezone.now())

    def may_drop(self, request, obj):
        """A file for what is published is a publication."""
        may = super().may_drop(request, obj) and not obj.withdrawn_at
        return may and (not self.is_public(obj) or may_publish(request.user))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["state"] = state_of(obj)
            context["files"] = files = obj.files.defer("text_search")
            context["hiding"] = [(file, decisions(file)) for file in files if file.hidden]
            context["is_being_destroyed"] = obj.withdrawn_at and being_destroyed(file.file for file in files)
            context["shows_acts"] = True
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def state_of(document):
    if document.withdrawn_at:
        return _("withdrawn")
    if document.publish_at is None:
        return _("draft")
    return _("published") if document.publish_at <= timezone.now() else _("publication planned")
