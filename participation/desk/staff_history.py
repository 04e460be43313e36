"""A case's history as the desk reads it: with the officers' names and the internal notes."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from participation.case.author_view import entry
from participation.law.closings import closing_in
from participation.law.explanations import ISOLATED
from participation.models import Case, CaseEvent, Channel, EventKind
from tetouan_portal.lib.languages import verbose_name


def history_of(case: Case) -> list[dict[str, Any]]:
    """The newest first: what `author_view.entry` says, and {"pk", "at", "who", "is_internal", "closing"}."""
    events = list(case.events.select_related("officer").order_by("-pk"))
    names = names_of(events)
    return [line(event, names) for event in events]


def line(event: CaseEvent, names: dict[int, str]) -> dict[str, Any]:
    told = entry(event)
    return {
        **told,
        "said": _(", ").join(filter(None, (told["said"], more(event, names)))),
        "pk": event.pk,
        "at": event.at,
        "who": name_of(event.officer) if event.officer else "",
        "is_internal": event.is_internal,
        "closing": closing_in(event.details) if event.kind == EventKind.CLOSED else None,
    }


def more(event: CaseEvent, names: dict[int, str]) -> str:
    """The codes that authors do not read, in words."""
    details = event.details
    if event.kind == EventKind.ASSIGNED:
        return names.get(details.get("to"), _("nobody")) if details.get("to") else _("nobody")
    if event.kind == EventKind.SORTED:
        fields = (verbose_name(Case, name) for name in details.get("fields", []))
        return str(_(", ")).join(map(str, fields))
    if event.kind in (EventKind.CLOSED, EventKind.JOINED):
        other = details.get("joined_to") or details.get("joined")
        return ISOLATED.format(other) if other else ""
    if event.kind == EventKind.FILED and details.get("channel"):
        return str(Channel(details["channel"]).label)
    if event.kind == EventKind.URGENT:
        return _("urgent") if details.get("is_urgent") else _("not urgent")
    return _("says it is urgent") if details.get("asks_urgency") else ""


def names_of(events: list[CaseEvent]) -> dict[int, str]:
    """Of those to whom the case was given."""
    keys = {event.details["to"] for event in events if event.kind == EventKind.ASSIGNED and event.details.get("to")}
    return {user.pk: name_of(user) for user in User.objects.filter(pk__in=keys)} if keys else {}


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
