"""The inbox: which cases it shows, in which order, with which marks."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participation.case.access import charged
from participation.desk import waiting
from participation.models import CaseState, EventKind
from tetouan_portal.lib.standing import has_passed
from tetouan_portal.templatetags.portal import day

MARKS = {
    "held": _("held for checking"),
    "urgent": _("urgent"),
    "claims": _("says it is urgent"),
    "author": _("the author has written"),
    "reopened": _("not solved"),
    "twins": _("others wrote the same words"),
    "mail": _("mail came back"),
    "publish": _("may be published"),
}
PRESSING = {"held", "urgent", "claims", "mail"}
CLOSED_ONES = ("closed", "withdrawn", "publish")


class Standing(admin.SimpleListFilter):
    """The open ones, where nobody chooses."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("received", _("nobody has begun")),
            ("asked", _("waiting for the author’s reply")),
            ("overdue", _("overdue")),
            ("week", _("due within a week")),
            ("author", _("the author has written")),
            ("reopened", _("not solved")),
            ("twins", _("others wrote the same words")),
            ("held", _("held for checking")),
            ("publish", _("to be published")),
            ("mail", _("mail came back")),
            ("closed", _("closed")),
            ("withdrawn", _("withdrawn by their authors")),
            ("all", _("all")),
        ]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": _("open")}, *others]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        shown = queryset.filter(waiting.in_inbox())
        found = {
            "received": lambda: shown.filter(state=CaseState.RECEIVED),
            "asked": lambda: shown.filter(state=CaseState.ASKED),
            "overdue": lambda: shown.filter(has_passed("due_on", today)),
            "week": lambda: shown.filter(due_on__gte=today, due_on__lte=today + waiting.SOON),
            "author": lambda: shown.filter(waiting.author_waits()),
            "reopened": lambda: shown.filter(reopened_count__gt=0),
            "twins": lambda: shown.filter(has_twins=True),
            "held": lambda: queryset.open().filter(is_held=True),
            "publish": lambda: queryset.filter(waiting.to_publish()),
            "mail": lambda: queryset.filter(waiting.undelivered()),
            "closed": lambda: queryset.filter(state=CaseState.CLOSED),
            "withdrawn": lambda: queryset.filter(state=CaseState.WITHDRAWN),
            "all": lambda: queryset,
        }
        return found.get(self.value(), lambda: shown)()


class Assigned(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", _("me")), ("nobody", _("nobody")), ("others", _("somebody else"))]

    def queryset(self, request, queryset):
        if self.value() == "me":
            return queryset.filter(charged(request.user))
        if self.value() == "nobody":
            return queryset.filter(assigned_to=None)
        if self.value() == "others":
            return queryset.exclude(assigned_to=None).exclude(charged(request.user))
        return queryset


def marks_of(case):
    """The codes of what is to be known of a case with the columns of `waiting.with_last_word` before it is opened."""
    return [
        code
        for code, holds in {
            "held": case.is_held,
            "urgent": case.is_urgent and case.is_open,
            "claims": case.claims_urgency and case.is_open,
            "author": case.is_open and case.last_word == EventKind.REPLY,
            "reopened": case.is_open and case.reopened_count,
            "twins": case.is_open and case.has_twins,
            "mail": case.last_letter in waiting.NOT_DELIVERED,
            "publish": case.state == CaseState.CLOSED
            and case.may_be_published
            and not (case.was_published or case.erased_at),
        }.items()
        if holds
    ]


def in_days(case, today):
    """How far the due date is, in words."""
    days = (case.due_on - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}


def flag(kind, label):
    return format_html('<span class="flag flag-{}">{}</span>', kind, label)


class InboxColumns:
    """Of the cases' admin: what a row of the list says."""

    list_display = ["message", "due", "sorted_as", "standing", "charged"]
    list_display_links = ["message"]

    @admin.display(description=_("message"), ordering="received_at")
    def message(self, case):
        marks = format_html_join(
            " ", "{}", ((flag("late" if code in PRESSING else "draft", MARKS[code]),) for code in marks_of(case))
        )
        return format_html(
            '<strong class="case-subject"><bdi>{}</bdi></strong> <bdi>{}</bdi> <span class="staff-flags">{}</span>',
            case.subject or case.text[:80] or _("words erased"),
            case.reference,
            marks,
        )

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, case):
        if not case.is_open:
            return format_html('<span class="day">{}</span>', day(timezone.localdate(case.closed_at)))
        today = timezone.localdate()
        kind = {"late": "late", "today": "stale", "soon": "stale"}.get(waiting.how_pressing(case, on=today))
        words = in_days(case, today)
        return format_html('<span class="day">{}</span><br>{}', day(case.due_on), flag(kind, words) if kind else words)

    @admin.display(description=_("about"), ordering="category")
    def sorted_as(self, case):
        parts = [case.sort.label, case.category and str(case.category), case.district and str(case.district)]
        return format_html_join("", "<div>{}</div>", ((part,) for part in parts if part))

    @admin.display(description=_("state"), ordering="state")
    def standing(self, case):
        return case.get_outcome_display() or case.get_state_display()

    @admin.display(description=_("assigned to"), ordering="assigned_to")
    def charged(self, case):
        return (case.assigned_to.get_full_name() or case.assigned_to.get_username()) if case.assigned_to else "—"
