"""What the pictures of shared addresses say, from the same published data as the pages beside which they stand.

A card is in the active language and depends on nothing but what stands on it: the same facts, the same picture.
"""

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from commitments.models import CompletionLevel, Side
from tetouan_portal.lib.languages import best_text, texts
from tetouan_portal.lib.share_card import Column, Row, card, portal_card
from tetouan_portal.templatetags.absence import absence_words
from tetouan_portal.templatetags.portal import day, month, months_phrase

PLAN_NAME = 52  # as many letters as fit beside a lateness


def standing_card(standing, rows):
    """Where the commitments stand, as on the home page; the portal's own card before there is any."""
    if not rows:
        return portal_card()
    return card(
        gettext("Where the commitments stand"),
        columns=(Column(gettext("Municipality")), Column(gettext("Monitor"))),
        rows=level_rows(standing["levels"]),
        foot=freshness(max((row["updated_on"] for row in rows if row["updated_on"]), default=None)),
        is_demo=any(row["shows_demo"] for row in rows),
    )


def commitment_card(dossier):
    headings = {
        Side.MUNICIPALITY: gettext("Declared by the municipality"),
        Side.MONITOR: gettext("Independent assessment"),
    }
    return card(
        dossier["title"],
        kicker=f"{number_label(dossier['number'])} · {place(dossier)}",
        warning=withdrawal_line(dossier["withdrawal"]) or lateness(dossier),
        columns=tuple(statement_lines(headings[side], dossier["statements"][side]) for side in Side),
        foot=freshness(dossier["updated_on"]),
        is_demo=dossier["shows_demo"],
    )


def place(dossier):
    """The axis; beside commitments of other plans, which have such an axis too, the plan."""
    if not dossier["has_other_plans"]:
        return gettext("Axis %(number)s") % {"number": dossier["axis"]["number"]}
    return Truncator(best_text(dossier["plan"]["title"], get_language())[0]).chars(PLAN_NAME)


def plan_card(plan, count):
    """`count`: its published commitments."""
    period = f"{strip_tags(month(plan.starts_on))} – {strip_tags(month(plan.ends_on))}"
    known = plan.starts_on and plan.ends_on
    return card(
        texts(plan, "title"),
        kicker=str(plan.get_kind_display()),
        facts=(
            *([withdrawal_line({"on": plan.withdrawn_at})] if plan.withdrawn_at else []),
            *([how_many(count)] if count else []),
            *([period] if known else []),
        ),
    )


def report_card(edition):
    """The edition's own figures, not today's."""
    report, section = edition.snapshot["report"], edition.snapshot["sections"][0]["data"]
    title = {code: f"{text} {report['year']}" for code, text in report["title"].items() if text}
    counts = section["counts"]
    stood = ngettext(
        "Where %(total)s commitment stood on %(date)s",
        "Where the %(total)s commitments stood on %(date)s",
        counts["total"],
    )
    return card(
        title,
        columns=(Column(gettext("Municipality")), Column(gettext("Monitor"))),
        rows=level_rows(counts["levels"]),
        foot=stood % {"total": counts["total"], "date": strip_tags(day(section["on"]))},
        is_demo=edition.is_demo,
    )


def level_rows(levels):
    """Those levels at which anything stands. Only the monitor may say that there is no evidence."""
    return tuple(
        Row(row["level"], level_word(row["level"]), (said_by_the_municipality(row), row["monitor"]))
        for row in levels
        if row["municipality"] or row["monitor"]
    )


def said_by_the_municipality(row):
    return None if row["level"] == CompletionLevel.NO_EVIDENCE else row["municipality"]


def level_word(level):
    return str(CompletionLevel(level).label) if level else gettext("no statement yet")


def statement_lines(heading, statement):
    level = statement["level"] if statement else ""
    return Column(heading, level, level_word(level))


def withdrawal_line(withdrawal):
    return withdrawal and gettext("Withdrawal: %(date)s") % {"date": strip_tags(day(withdrawal["on"]))}


def lateness(dossier):
    if not dossier["is_late"]:
        return unheard(dossier)
    months = dossier["months_late"]
    if not months:
        return gettext("late by less than a month")
    return gettext("%(months)s late") % {"months": months_phrase(months)}


def unheard(dossier):
    if dossier["awaited_since"]:
        return str(absence_words({"kind": "expected_since", "on": dossier["awaited_since"]}))
    return gettext("no statement received here") if dossier["is_unheard"] else ""


def freshness(updated_on):
    if updated_on is None:
        return gettext("No statement and no measurement has been received here yet.")
    return gettext("Last update: %(date)s") % {"date": strip_tags(day(updated_on))}


def number_label(number):
    return gettext("Commitment %(number)s") % {"number": number}


def how_many(count):
    return ngettext("%(total)s commitment", "%(total)s commitments", count) % {"total": count}
