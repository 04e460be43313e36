"""How a slot stands, in words for those who keep the calendar."""

from django.utils.translation import gettext, ngettext

from budget_docs.models import Look, PublicationDate
from tetouan_portal.lib.standing import Standing, State


def in_words(slot: PublicationDate, found: Standing, look: Look | None) -> str:
    days = found.days or 0
    if found.is_done:
        return published_words(found.days)
    if found.state == State.OVERDUE:
        return ngettext("late by %(n)d day", "late by %(n)d days", days) % {"n": days}
    if found.state == State.COMING:
        return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days} if days else gettext("due today")
    if found.state == State.NOT_EXPECTED:
        return gettext("not expected")
    return looked_for(look) if look else not_taken_up(slot)


def looked_for(look: Look) -> str:
    return gettext("published elsewhere") if look.was_found else gettext("looked for and not found")


def not_taken_up(slot: PublicationDate) -> str:
    if slot.due_on is None:
        return gettext("not taken up here, no date")
    if slot.type.is_confirmed:
        return gettext("date passed, not taken up here")
    return gettext("not taken up here, date to be confirmed")


def published_words(days: int | None) -> str:
    if days is None:
        return gettext("published")
    if days > 0:
        return ngettext("published %(n)d day late", "published %(n)d days late", days) % {"n": days}
    if days < 0:
        return ngettext("published %(n)d day early", "published %(n)d days early", -days) % {"n": -days}
    return gettext("published on the day")
