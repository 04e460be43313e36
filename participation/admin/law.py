"""The law as staff keep it: holidays, time limits, grounds for refusal."""

from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from participation.case.moved_dates import recompute
from participation.law import due_dates
from participation.law.holiday_calendar import not_yet_announced
from participation.law.time_limits import limit_on_file
from participation.models import Holiday, RefusalGround, Term, TermUse
from tetouan_portal.journal.record_forms import Traced
from tetouan_portal.lib.admin.rows import Explained, PlainRowAdmin, RowAdmin
from tetouan_portal.lib.admin.texts import MissingTranslation, searchable

OLD_DATES_STAY = _("For new cases alone: dates that authors were told stay as they are.")
HELP = {
    "holiday": {
        "date": _("One row a day. When it is saved, moved or deleted, the open due dates that it touches move."),
        "name": _(
            "As the decree or the announcement calls it; the author of a case whose date it moves reads it, the public"
            " does not. One language is enough to save."
        ),
        "kind": _("Religious holidays are entered when they are announced; their dates are never computed."),
    },
    "term": {
        "use": _("What the time is given for."),
        "amount": OLD_DATES_STAY,
        "unit": _("Working days leave out Saturdays, Sundays and the public holidays entered here."),
        "rolls": _(
            "Of a time in days: what the law says when its last day is a Saturday, a Sunday or a public holiday."
        ),
        "source": _("The text, as the author of a case reads it beside the date; the public does not."),
        "article": _(
            "The article, as the author of a case can look it up; the public does not read it. Empty as long as nobody"
            " has read it."
        ),
        "stated_at": _("The address at an official site. Readers see it; with it the time limit is confirmed."),
        "checked_on": _("The day on which somebody read it there."),
        "confirmed_by": _("Who has read the article itself: name and office. Staff alone read it."),
        "confirmed_on": _("The day on which this person confirmed it."),
    },
    "refusalground": {
        "slug": _("In Latin letters, for the lists; it never changes."),
        "article": _("The article of the law, as an author can look it up."),
        "name": _("What the exception protects, in the words of the law. One language is enough to save."),
        "source": _("The law with the date of its publication; the author of the case reads it, the public does not."),
        "position": _("Its place in the list, from 1."),
        "is_offered": _("Unticked, it stays on old refusals and no new one can rest on it."),
    },
}


def help_text(model, field):
    return HELP.get(model, {}).get(field, "")


class Noted(Explained):
    """A list that says above itself what is missing from it."""

    help_text = staticmethod(help_text)
    change_list_template = "admin/participation/law_change_list.html"

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"notes": self.notes(), **(extra_context or {})})

    def notes(self):
        return []


class OfYear(admin.SimpleListFilter):
    """From this year on, where nobody chooses."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        years = [str(day.year) for day in Holiday.objects.dates("date", "year")]
        return [*((year, year) for year in years), ("all", _("all years"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("from this year on")}, *others]

    def queryset(self, request, queryset):
        year = self.value() or ""
        if year.isascii() and year.isdigit():
            return queryset.filter(date__year=int(year))
        return queryset if year == "all" else queryset.filter(date__year__gte=timezone.localdate().year)


@admin.register(Holiday)
class HolidayAdmin(Noted, RowAdmin):
    """Whatever changes the calendar moves the open due dates in the same transaction."""

    fields = ["date", "name", "kind"]
    list_display = ["name", "date", "weekday", "kind", "missing"]
    list_filter = [OfYear, "kind", MissingTranslation]
    search_fields = searchable("name")
    ordering = ["date"]

    @admin.display(description=_("weekday"), ordering="date__iso_week_day")
    def weekday(self, holiday):
        return date_format(holiday.date, "l")

    def notes(self):
        year = timezone.localdate().year
        return [note for note in map(missing_in, (year, year + 1)) if note]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or "date" in form.changed_data:
            move_due_dates(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        move_due_dates(request)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        move_due_dates(request)


def missing_in(year):
    """What of the year's religious holidays nobody has entered, in words; "" when nothing."""
    names = [occasion.names[get_language()] for occasion in not_yet_announced(year)]
    if not names:
        return ""
    text = _("%(year)s: not entered yet, to be entered when they are announced: %(names)s.")
    return text % {"year": year, "names": str(_(", ")).join(names)}


def move_due_dates(request):
    moved, kept, undone = recompute(now=timezone.now())
    if undone:
        text = ngettext(
            "%(count)s record of a passed deadline taken back: its author is written to.",
            "%(count)s records of passed deadlines taken back: their authors are written to.",
            undone,
        )
        messages.warning(request, text % {"count": undone})
    if moved:
        text = ngettext("%(count)s due date moved.", "%(count)s due dates moved.", moved)
        messages.info(request, text % {"count": moved})
    if kept:
        text = ngettext(
            "%(count)s due date stays: it would lie in the past.",
            "%(count)s due dates stay: they would lie in the past.",
            kept,
        )
        messages.warning(request, text % {"count": kept})


@admin.register(Term)
class TermAdmin(Traced, Noted, PlainRowAdmin):
    """Every time limit is in the list; one that nobody has set has the value that it begins with."""

    change_list_template = "admin/participation/term_change_list.html"
    actions = None
    fields = [
        *("use", "amount", "unit", "rolls", "source", "article"),
        *("stated_at", "checked_on", "confirmed_by", "confirmed_on"),
    ]
    list_display = fields

    def changelist_view(self, request, extra_context=None):
        stored = {limit.use: limit for limit in Term.objects.all()}
        limits = [stored.get(use) or limit_on_file(use) for use in TermUse]
        shown = [
            {"limit": one, "phrase": due_dates.phrase(one.amount, one.unit), "url": self.url(request, one)}
            for one in limits
        ]
        return super().changelist_view(request, {"limits": shown, **(extra_context or {})})

    def notes(self):
        return [OLD_DATES_STAY]

    def url(self, request, limit):
        """Where it is changed, or set for the first time; "" for who may not."""
        if limit.pk:
            return reverse("admin:participation_term_change", args=[limit.pk])
        return f"{reverse('admin:participation_term_add')}?use={limit.use}" if self.has_add_permission(request) else ""

    def settled_fields(self, obj):
        return ["use"] if obj else []

    def get_changeform_initial_data(self, request):
        use = request.GET.get("use")
        if use not in TermUse.values:
            return {}
        limit = limit_on_file(TermUse(use))
        return {field: getattr(limit, field) for field in self.fields}

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "use":
            stored = set(Term.objects.values_list("use", flat=True))
            kwargs["choices"] = [choice for choice in TermUse.choices if choice[0] not in stored]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(RefusalGround)
class RefusalGroundAdmin(Traced, Noted, RowAdmin):
    fields = ["article", "name", "slug", "source", "is_confirmed", "position", "is_offered"]
    list_display = ["article", "name", "is_confirmed", "is_offered", "position", "missing"]
    list_filter = ["is_confirmed", "is_offered", MissingTranslation]
    search_fields = ["article", "slug", *searchable("name")]
    prepopulated_fields = {"slug": ["name_fr"]}

    def notes(self):
        if RefusalGround.objects.filter(is_offered=True).exists():
            return []
        return [_("No ground is offered: until one is entered with its article, no request can be refused.")]

    def settled_fields(self, obj):
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)
