"""What a history says in sentences, for the author and the desk: from the event's own codes, dates and texts alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from participation.law.awaited_holidays import waits_until
from participation.law.closings import closed_sentences
from participation.law.explanations import in_words, names_of, remedy_in_words
from participation.law.holiday_calendar import Calendar, calendar
from participation.law.moroccan_holidays import RELIGIOUS
from participation.law.remedies import NAMES, remedies_by_sort
from participation.models import Case, CaseEvent, EventKind


def sentences(event: CaseEvent) -> list[str]:
    """None for events that have their words, or a code of their own."""
    if event.kind == EventKind.RECOMPUTED:
        return moved_sentences(event.details)
    if event.kind == EventKind.FILED:
        return entered_sentences(event)
    if event.kind == EventKind.LAPSE_UNDONE:
        return undone_sentences(event)
    if event.kind == EventKind.CLOSED:
        return closed_sentences(event)
    return lapsed_sentences(event) if event.kind == EventKind.LAPSED else []


def moved_sentences(details: Mapping[str, Any]) -> list[str]:
    said = {name: in_words(date.fromisoformat(details[name])) for name in ("before", "after")}
    text = gettext("The answer is now due on %(after)s instead of %(before)s.") % said
    return [text, *reasons_of(details)]


def entered_sentences(event: CaseEvent) -> list[str]:
    """Of a letter that was entered after the day of its stamp."""
    details = event.details
    if not details.get("stamped"):
        return []
    stamped = in_words(date.fromisoformat(details["stamped"]))
    text = gettext("Entered in this portal on %(entered)s; its time counts from %(day)s, the day of its stamp.")
    told = [text % {"entered": in_words(timezone.localdate(event.at)), "day": stamped}]
    if details.get("passed"):
        due = in_words(date.fromisoformat(details["passed"]))
        text = gettext("When it was entered, the time for the answer had passed already, on %(due)s.")
        told.append(text % {"due": due})
    return told


def undone_sentences(event: CaseEvent) -> list[str]:
    """What was recorded and written was wrong: which day, why, and what holds instead."""
    recorded = in_words(date.fromisoformat(event.details["lapsed"]))
    text = gettext("On %(day)s it was recorded that the time for the answer had passed. That was not so.")
    told = [text % {"day": recorded}, *moved_sentences(event.details)]
    if event.case.is_formal:
        told.append(
            gettext("What was written then of a refusal by silence, and of the time for the remedies, does not hold.")
        )
    return told


def reasons_of(details: Mapping[str, Any]) -> list[str]:
    texts = {
        "entered": gettext("Public holiday announced within the time: %(names)s."),
        "removed": gettext("No public holiday any more: %(names)s."),
    }
    days = calendar()
    return [
        text % {"names": names_of(map(date.fromisoformat, details[name]), days)}
        for name, text in texts.items()
        if details.get(name)
    ]


def lapsed_sentences(event: CaseEvent) -> list[str]:
    details = event.details
    due = in_words(date.fromisoformat(details["due"]))
    rest = [*entered_late(details), *holidays_not_entered(details)]
    if event.case.is_question:  # whatever was recorded when questions were taken for requests of the law
        told = [gettext("The Commune had promised an answer by %(due)s; it has not come.") % {"due": due}]
        remedies = "; ".join(remedy_in_words(one) for one in remedies_by_sort(event.case))
        if remedies:
            told.append(gettext("What you can do next: %(remedy)s.") % {"remedy": remedies})
        return told + rest
    told = [gettext("The answer was due on %(due)s; it has not come.") % {"due": due}]
    if details.get("refused_by_silence"):
        told.append(gettext("For a request for information, silence stands for a refusal."))
    if remedy := NAMES.get(details.get("remedy", "")):
        until = in_words(date.fromisoformat(details["until"]))
        text = gettext("What you can do next: %(remedy)s, until %(until)s.")
        if not details["is_confirmed"]:
            text = gettext("What you can do next: %(remedy)s, until %(until)s (time limit to be confirmed).")
        told.append(text % {"remedy": remedy, "until": until})
    return told + rest


def entered_late(details: Mapping[str, Any]) -> list[str]:
    if not details.get("entered"):
        return []
    text = gettext(
        "The case was entered in this portal on %(day)s only, after that date: it could not be recorded before."
    )
    return [text % {"day": in_words(date.fromisoformat(details["entered"]))}]


def holidays_not_entered(details: Mapping[str, Any]) -> list[str]:
    if not details.get("not_entered"):
        return []
    text = gettext(
        "By then no day had been entered for: %(names)s. The date was counted by the calendar as it stood; "
        "a day that is entered later corrects it."
    )
    return [text % {"names": religious(details["not_entered"])}]


def religious(names: Iterable[str]) -> str:
    """Names of `moroccan_holidays.RELIGIOUS`, in the reader's language."""
    return gettext("; ").join(RELIGIOUS[name][get_language() or ""] for name in names)


def awaiting(case: Case, *, on: date, days: Calendar) -> str:
    """Why a date that has passed is not recorded as passed; "" where nothing is waited for."""
    found = waits_until(case, on=on, days=days)
    if found is None:
        return ""
    until, names = found
    text = gettext(
        "A religious holiday may still move this date: %(names)s. Until its day is entered, and until %(until)s at the "
        "latest, the portal does not record that the date has passed."
    )
    return text % {"names": religious(names), "until": in_words(until)}
