"""Every public obligation with its date: due, done, days late. On the page, and in the calendar of a phone."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe
from icalendar import Event as CalendarEvent

from commitments.models import Event
from tetouan_portal.lib.answer_headers import for_other_sites
from tetouan_portal.lib.calendar_files import begin_calendar
from tetouan_portal.lib.downloads import disposition
from tetouan_portal.lib.file_names import download_name
from tetouan_portal.lib.languages import best_text
from tetouan_portal.lib.obligations import obligations
from tetouan_portal.lib.standing import ENDED, State

ABOUT = ("", "plan", "budget")
GROUPS = {
    "overdue": [State.OVERDUE],
    "coming": [State.COMING],
    "unconfirmed": [State.UNCONFIRMED, State.ELSEWHERE],
    "undated": [State.UNDATED],
    "done": ENDED,
}


def subject_asked_for(request):
    about = request.GET.get("about", "")
    if about not in ABOUT:
        raise Http404
    return about


@require_safe
def calendar_page(request):
    about, on = subject_asked_for(request), timezone.localdate()
    rows = [{"obligation": one, "standing": one.standing(on)} for one in obligations(on, about=about)]
    groups = {name: [row for row in rows if row["standing"].state in states] for name, states in GROUPS.items()}
    context = {
        "groups": groups | {"done": groups["done"][::-1]},
        "about": about,
        "total": len(rows),
        "shows_demo": any(row["obligation"].is_demo for row in rows),
        "events": past_events(on) if about != "budget" else (),
    }
    return render(request, "pages/calendar.html", context)


def past_events(on):
    """What happened around published plans, the newest first."""
    events = Event.objects.live().until(on).select_related("source")
    return events.order_by("-starts_on", "slug")


@for_other_sites
@require_safe
def calendar_file(request):
    """ICalendar (RFC 5545): whole days, so that no time zone moves them."""
    about = subject_asked_for(request)
    calendar = begin_calendar()
    calendar.add("x-wr-calname", gettext("Tétouan, open commune: what is due"))
    for one in obligations(timezone.localdate(), about=about):
        if one.due_on is not None:  # a calendar has no place for others
            calendar.add_component(event_of(one, get_language()))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = disposition(download_name("calendar.ics"), inline=True)
    return response


def event_of(one, language):
    """What is done says so, and a date that nobody confirmed keeps its doubt; a later revision takes the place."""
    event = CalendarEvent()
    event.add("uid", f"{one.name}@{settings.SITE_URL.partition('://')[2]}")
    event.add("sequence", one.revision)
    event.add("dtstamp", (one.changed_at or timezone.now()).astimezone(datetime.UTC))
    if one.changed_at:
        event.add("last-modified", one.changed_at.astimezone(datetime.UTC))
    event.add("dtstart", one.due_on)
    event.add("dtend", one.due_on + datetime.timedelta(days=1))
    is_doubtful = not one.is_confirmed and one.done_on is None
    event.add("status", "TENTATIVE" if is_doubtful else "CONFIRMED")
    title, spoken = best_text(one.title, language)
    with override(spoken):
        event.add("summary", summary_of(one, title, is_doubtful=is_doubtful), parameters={"language": spoken})
    event.add("url", f"{settings.SITE_URL}/{language}/{one.address}")
    event.add("transp", "TRANSPARENT")
    return event


def summary_of(one, title, *, is_doubtful):
    if one.is_demo:
        title = f"{title} ({gettext('demonstration')})"
    if one.done_on is not None:
        return gettext("%(title)s (done on %(date)s)") % {"title": title, "date": date_format(one.done_on)}
    if one.is_done:
        return gettext("%(title)s (done, on a day that the sources do not tell)") % {"title": title}
    if is_doubtful:
        return gettext("%(title)s (date to be confirmed by the Commune)") % {"title": title}
    return title
