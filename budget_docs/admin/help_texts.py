"""What each field of the budget's pages means, said beside it. A test finds the field that says nothing."""

from django.utils.translation import gettext_lazy as _

YEAR = _("The budget year it is about, not the year in which it was voted.")

HELP = {
    "fiscalyear": {"year": _("Four digits. The year runs from 1 January to 31 December.")},
    "documenttype": {
        "slug": _("Part of the public address, in Latin letters; it never changes."),
        "name": _("As the municipality calls it officially. One language is enough to save."),
        "explanation": _("What a citizen finds in it, without the words of accountants."),
        "due_month": _("1 to 12; leave day and month empty when nothing says when."),
        "due_day": _("In a shorter month, 31 means its last day."),
        "position": _("Its place in every list, from 1."),
    },
    "publicationdate": {"note": _("What a reader should know about this date; public.")},
    "budgetdocument": {
        "slot": _("Kind of document and fiscal year; they stay when the document is saved."),
        "title": _("Short and plain, as citizens will read it. One language is enough to save."),
        "summary": _(
            "A few sentences for citizens; for the citizen budget and the participatory budget this is the page itself."
        ),
        "session_kind": _("The session of the council that voted it; empty when no vote is needed."),
        "session_on": _("The day of the vote."),
        "votes_for": _("As the minutes say."),
        "votes_against": _("As the minutes say; empty when they do not say it."),
        "abstentions": _("As the minutes say; empty when they do not say it."),
        "visa": _("Empty when this document needs no visa. A refused one is followed by a second reading."),
        "visa_on": _("The day of the governor’s decision."),
    },
    "documentfile": {"note": _("One line for readers, for example “page 12 corrected”.")},
    "lineimport": {
        "fiscal_year": YEAR,
        "stage": _("What the file holds: the budget as voted, as amended, or what was executed."),
        "document": _("The published document that the lines are taken from; readers are led to it."),
        "mapping": _("Only when the file names its columns its own way; without one you can choose them afterwards."),
        "file": _("An .xlsx, .ods or CSV file. Nothing is changed before you have seen what is in it."),
    },
    "columnmapping": {
        "name": _("Where such files come from, for example the name of the accounting program. Staff alone read it."),
        "unit": _("In what the amounts of these files are written."),
    },
    "statedfigure": {
        "fiscal_year": YEAR,
        "kind": _("What the source says that the amount is."),
        "amount": _("Exactly as the source states it, in dirhams; it is never corrected to fit."),
        "is_approximate": _("Tick when the source rounds it."),
        "note": _("What a reader must know, for example that the parts do not add up."),
        "source_title": _("Who says so: newspaper and date, or the document."),
        "source_url": _("Where anybody can read it."),
        "trust": _("A figure of the press is always shown as unaudited."),
    },
}


def help_text(model_name, field):
    return HELP.get(model_name, {}).get(field, "")
