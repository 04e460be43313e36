"""One due date for the calendar of a telephone: the reference and what comes next, nothing about the author."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from icalendar import Event

from participation.law.explanations import in_lines, remedy_in_words
from participation.law.remedies import next_remedy
from participation.models import Case
from tetouan_portal.lib.calendar_files import begin_calendar

CONTENT_TYPE = "text/calendar; charset=utf-8"


def due_calendar(case: Case, *, now: datetime) -> bytes:
    """ICalendar (RFC 5545) in the language of the moment: a whole day, so that no time zone moves it.

    Opened again after the date moved, it replaces the former entry.
    """
    event = Event()
    event.add("uid", f"case-{case.reference}@{settings.SITE_URL.partition('://')[2]}")
    event.add("dtstamp", now)
    event.add("dtstart", case.due_on)
    event.add("dtend", case.due_on + timedelta(days=1))
    event.add("summary", gettext("Answer due: %(reference)s") % {"reference": case.reference})
    event.add("description", "\n\n".join(words_about(case, now)))
    event.add("url", f"{settings.SITE_URL}/{get_language()}/track/")
    event.add("transp", "TRANSPARENT")
    calendar = begin_calendar()
    calendar.add_component(event)
    return calendar.to_ical()


def words_about(case: Case, now: datetime) -> list[str]:
    texts = in_lines(case)
    if remedy := next_remedy(case, timezone.localdate(now)):
        words = remedy_in_words(remedy)
        texts.append(
            gettext("If no answer has come by then: %(remedy)s.") % {"remedy": words} if case.is_open else words
        )
    return texts
