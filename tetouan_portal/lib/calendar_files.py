"""Calendars for other programs (iCalendar, RFC 5545)."""

from icalendar import Calendar


def begin_calendar() -> Calendar:
    """Without events: who made it, and by which version of the standard."""
    calendar = Calendar()
    calendar.add("prodid", "-//tetouan-portal//")
    calendar.add("version", "2.0")
    return calendar
