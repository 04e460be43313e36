"""How a slot stands, in words for those who keep the calendar."""

from django.utils.translation import gettext, ngettext

from budget_docs.calendar.due_dates import Standing


def in_words(found: Standing) -> str:
    days = found.days or 0
    if found.state == "published":
        return published_words(found.days)
    if found.state == "overdue":
        return ngettext("late by %(n)d day", "late by %(n)d days", days) % {"n": days}
    if found.state == "coming":
        if not days:
            return gettext("due today")
        return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
    return {
        "unconfirmed": gettext("not taken up here, date to be confirmed"),
        "undated": gettext("not taken up here, no date"),
        "not_taken_up": gettext("date passed, not taken up here"),
        "elsewhere": gettext("published elsewhere"),
        "not_found": gettext("looked for and not found"),
        "not_expected": gettext("not expected"),
    }[found.state]


def published_words(days: int | None) -> str:
    if days is None:
        return gettext("published")
    if days > 0:
        return ngettext("published %(n)d day late", "published %(n)d days late", days) % {"n": days}
    if days < 0:
        return ngettext("published %(n)d day early", "published %(n)d days early", -days) % {"n": -days}
    return gettext("published on the day")
