"""A date and a remedy in a sentence that the reader can check, in the language of the moment; text, no markup."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext, ngettext

from participation.clock import beginning, date_of, phrase, term
from participation.closed_days import Calendar, calendar
from participation.models import Case, Term, TermUse, Unit
from participation.remedies import Remedy
from tetouan_portal.lib.languages import best_text
from tetouan_portal.templatetags.portal import day

ISOLATED = "\u2068{}\u2069"  # a name in another language keeps its own direction


class Explanation(NamedTuple):
    sentence: str  # "" where nobody kept how the date was found
    source: str = ""
    is_confirmed: bool = False


def explained(case: Case) -> Explanation:
    """How the due date of the case was found, and by which law as far as that is known."""
    facts = case.due_facts
    if not facts:
        return Explanation("")
    law = law_behind(facts)
    return Explanation(sentence(facts), law.source if law else "", is_confirmed=bool(law and law.is_confirmed))


def law_behind(facts: Mapping[str, Any]) -> Term | None:
    """The time limit by which the date was found; None when staff have changed it since."""
    use = TermUse(facts["use"])
    return next((one for one in (term(use), beginning(use)) if same(one, facts)), None)


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
        return gettext("%(length)s after %(start)s: %(due)s.") % said
    if not facts["holidays"]:
        return gettext("%(length)s after %(start)s, without Saturdays and Sundays: %(due)s.") % said
    skipped = [date.fromisoformat(one) for one in facts["holidays"]]
    text = ngettext(
        "%(length)s after %(start)s, without Saturdays, Sundays and %(count)s public holiday (%(names)s): %(due)s.",
        "%(length)s after %(start)s, without Saturdays, Sundays and %(count)s public holidays (%(names)s): %(due)s.",
        len(skipped),
    )
    return text % (said | {"count": str(len(skipped)), "names": named(skipped, days or calendar())})


def named(holidays: Iterable[date], days: Calendar) -> str:
    return gettext("; ").join(with_name(one, days) for one in holidays)


def with_name(holiday: date, days: Calendar) -> str:
    """One that is no longer in the calendar has its date alone."""
    language = get_language() or ""
    name, spoken = best_text(days.names(holiday), language)
    if not name:
        return in_words(holiday)
    name = name if spoken == language else ISOLATED.format(name)
    return gettext("%(name)s, %(day)s") % {"name": name, "day": in_words(holiday)}


def remedy_in_words(remedy: Remedy) -> str:
    if remedy.until is None or remedy.begins_on is None:
        return str(remedy.name)
    said = {"name": remedy.name, "start": in_words(remedy.begins_on), "end": in_words(remedy.until)}
    if remedy.depends:
        text = gettext("%(name)s: until %(end)s at the latest, sooner if the step before ended sooner") % said
    else:
        text = gettext("%(name)s: from %(start)s until %(end)s") % said
    return text if remedy.is_confirmed else gettext("%(text)s (time limit to be confirmed)") % {"text": text}


def in_words(date_: date) -> str:
    return strip_tags(day(date_))
