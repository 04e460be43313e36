"""What the clock wrote into a history, in sentences for its author and the desk: from the event's codes and dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from participation.closed_days import calendar
from participation.explaining import in_words, named
from participation.models import CaseEvent, EventKind
from participation.remedies import NAMES


def sentences(event: CaseEvent) -> list[str]:
    """None for events that are not the clock's."""
    if event.kind == EventKind.RECOMPUTED:
        return moved(event.details)
    return lapsed(event.details) if event.kind == EventKind.LAPSED else []


def moved(details: Mapping[str, Any]) -> list[str]:
    said = {name: in_words(date.fromisoformat(details[name])) for name in ("before", "after")}
    text = gettext("The answer is now due on %(after)s instead of %(before)s.") % said
    return [text, *why(details)]


def why(details: Mapping[str, Any]) -> list[str]:
    texts = {
        "entered": gettext("Public holiday announced within the time: %(names)s."),
        "removed": gettext("No public holiday any more: %(names)s."),
    }
    days = calendar()
    return [
        text % {"names": named(map(date.fromisoformat, details[name]), days)}
        for name, text in texts.items()
        if details.get(name)
    ]


def lapsed(details: Mapping[str, Any]) -> list[str]:
    due = in_words(date.fromisoformat(details["due"]))
    told = [gettext("The answer was due on %(due)s; it has not come.") % {"due": due}]
    if details.get("refused_by_silence"):
        told.append(gettext("For a request for information, silence stands for a refusal."))
    if remedy := NAMES.get(details.get("remedy", "")):
        until = in_words(date.fromisoformat(details["until"]))
        text = gettext("What you can do next: %(remedy)s, until %(until)s.")
        if not details["is_confirmed"]:
            text = gettext("What you can do next: %(remedy)s, until %(until)s (time limit to be confirmed).")
        told.append(text % {"remedy": remedy, "until": until})
    return told
