"""A date and a remedy in a sentence that the reader can check, in the language of the moment; text, no markup."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext, ngettext

from participation.law.due_dates import Rules, date_of, end_of, phrase, rules
from participation.law.holiday_calendar import Calendar, calendar
from participation.law.remedies import Remedy, remedies_of
from participation.law.time_limits import limit_on_file
from participation.law.working_days import is_working_day
from participation.models import Case, Roll, Term, TermUse, Unit
from tetouan_portal.lib.languages import best_text
from tetouan_portal.templatetags.portal import day

ISOLATED = "\u2068{}\u2069"  # a name in another language keeps its own direction


class Explanation(NamedTuple):
    sentence: str  # "" where nobody kept how the date was found
    source: str = ""
    is_confirmed: bool = False
    page: str = ""  # of an official site that states it, and the day on which it was read there
    site: str = ""
    read_on: date | None = None
    is_own_promise: bool = False


def explain(case: Case, *, by: Rules | None = None, facts: Mapping[str, Any] | None = None) -> Explanation:
    """How the due date of the case was found, and by which law as far as that is known.

    `facts`: of a date that it had before.
    """
    facts = case.due_facts if facts is None else facts
    if not facts:
        return Explanation("")
    by = by or rules()
    counted, law = sentence(facts, by.calendar), law_behind(facts, by)
    if case.is_question:
        promise = by.terms[TermUse.QUESTION]
        is_confirmed = bool(law and law.use == promise.use and law.is_confirmed)
        return Explanation(counted, promise.named_source, is_confirmed, is_own_promise=True)
    if law is None:
        return Explanation(counted)
    extends = facts.get("after")
    first = law_behind(extends, by) if extends else law
    is_confirmed = law.is_confirmed and bool(first and first.is_confirmed)
    return Explanation(counted, law.named_source, is_confirmed, law.stated_at, law.site, law.checked_on)


def law_behind(facts: Mapping[str, Any], by: Rules) -> Term | None:
    """The time limit by which the date was found; None when staff have changed it since."""
    use = TermUse(facts["use"])
    return next((one for one in (by.terms[use], limit_on_file(use)) if same(one, facts)), None)


def same(limit: Term, facts: Mapping[str, Any]) -> bool:
    return (limit.amount, limit.unit) == (facts["amount"], facts["unit"])


def sentence(facts: Mapping[str, Any], days: Calendar | None = None) -> str:
    """“20 working days after 1 June 2026, without Saturdays, Sundays and 1 public holiday (…): 30 June 2026.”

    `days`: where the caller has read the calendar already.
    """
    if not facts.get("after"):
        return counting(facts, days)
    days = days or calendar()
    return " ".join(
        [sentence(facts["after"], days), gettext("Time extended: %(sentence)s") % {"sentence": counting(facts, days)}]
    )


def counting(facts: Mapping[str, Any], days: Calendar | None) -> str:
    said = {
        "length": phrase(facts["amount"], facts["unit"]),
        "start": in_words(date.fromisoformat(facts["from"])),
        "due": in_words(date_of(facts)),
    }
    if facts["unit"] == Unit.DAYS:
        return in_days(facts, days, said)
    if not facts["holidays"]:
        return gettext("%(length)s after %(start)s, without Saturdays and Sundays: %(due)s.") % said
    skipped = [date.fromisoformat(one) for one in facts["holidays"]]
    text = ngettext(
        "%(length)s after %(start)s, without Saturdays, Sundays and %(count)s public holiday (%(names)s): %(due)s.",
        "%(length)s after %(start)s, without Saturdays, Sundays and %(count)s public holidays (%(names)s): %(due)s.",
        len(skipped),
    )
    return text % (said | {"count": str(len(skipped)), "names": names_of(skipped, days or calendar())})


def in_days(facts: Mapping[str, Any], days: Calendar | None, said: Mapping[str, str]) -> str:
    """Also what becomes of an end on a day on which the administration is closed, or that nobody knows it."""
    end = end_of(facts)
    if facts.get("rolled_to"):
        if facts["rolls"] == Roll.NEXT:
            text = gettext(
                "%(length)s after %(start)s: %(end)s, when the administration is closed; "
                "moved to the next working day: %(due)s."
            )
        else:
            text = gettext(
                "%(length)s after %(start)s: %(end)s, when the administration is closed; "
                "moved to the working day before: %(due)s."
            )
        return text % {**said, "end": in_words(end)}
    text = gettext("%(length)s after %(start)s: %(due)s.") % said
    if is_working_day(end, holidays=calendar() if days is None else days):
        return text
    if facts.get("rolls") == Roll.STAYS:
        closed = gettext("The administration is closed on that day; the time ends on it all the same.")
    else:
        closed = gettext(
            "The administration is closed on that day; whether the time then goes on to the next working day is "
            "to be confirmed."
        )
    return f"{text} {closed}"


def names_of(holidays: Iterable[date], days: Calendar) -> str:
    return gettext("; ").join(with_name(one, days) for one in holidays)


def with_name(holiday: date, days: Calendar) -> str:
    """One that is no longer in the calendar has its date alone."""
    language = get_language() or ""
    name, spoken = best_text(days.names(holiday), language)
    if not name:
        return in_words(holiday)
    name = name if spoken == language else ISOLATED.format(name)
    return gettext("%(name)s, %(day)s") % {"name": name, "day": in_words(holiday)}


def in_lines(case: Case, *, facts: Mapping[str, Any] | None = None) -> list[str]:
    """The computation with its marks, for mails and calendars."""
    found = explain(case, facts=facts)
    lines = [found.sentence] if found.sentence else []
    if found.is_own_promise:
        lines.append(gettext("That is the Commune’s own promise, not a time limit of the law."))
    if found.sentence and not found.is_confirmed:
        lines.append(gettext("This time limit is to be confirmed by the Commune."))
    return lines


def remedy_in_words(remedy: Remedy) -> str:
    if remedy.until is None or remedy.begins_on is None:
        return str(remedy.name)
    said = {"name": remedy.name, "start": in_words(remedy.begins_on), "end": in_words(remedy.until)}
    if remedy.depends:
        text = gettext("%(name)s: from %(start)s until %(end)s, both sooner if the step before ended sooner") % said
    else:
        text = gettext("%(name)s: from %(start)s until %(end)s") % said
    return text if remedy.is_confirmed else gettext("%(text)s (time limit to be confirmed)") % {"text": text}


class ToldRemedy(NamedTuple):
    words: str
    url: str
    counted: str  # from which day, and how its end was found; "" where the portal knows no time


def remedies_in_words(case: Case, *, on: date, by: Rules | None = None) -> list[ToldRemedy]:
    """Those whose time is not over, for author and desk alike."""
    by = by or rules()
    return [
        ToldRemedy(remedy_in_words(one), one.url, sentence(one.facts, by.calendar) if one.facts else "")
        for one in remedies_of(case, by=by)
        if one.until is None or one.until >= on
    ]


def in_words(date_: date) -> str:
    return strip_tags(day(date_))
