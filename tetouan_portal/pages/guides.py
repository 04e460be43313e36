"""Three guides under /about/, and what they say of every sign: the signs themselves come from the models."""

import datetime
from typing import NamedTuple

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from commitments.models import CompletionLevel, IndicatorKind, Trust
from tetouan_portal.pages.guide_example import example

LEVELS = {
    CompletionLevel.COMPLETE: _("Everything that was promised is done."),
    CompletionLevel.SUBSTANTIAL: _("Most of the promise is done, but not all."),
    CompletionLevel.LIMITED: _("Some steps were taken, but much of the promise is still to be done."),
    CompletionLevel.NOT_STARTED: _("Nothing has been done yet."),
    CompletionLevel.NO_EVIDENCE: _(
        "The monitor found nothing that shows what was done. Only the monitor can say this."
    ),
    "": _("This side has not spoken yet. The portal does not guess in its place."),
}
INDICATOR_KINDS = {
    IndicatorKind.RESULT: _("Counts what was done or made: documents published, meetings held, people trained."),
    IndicatorKind.IMPACT: _("Measures what has changed for people: do they find what they look for, do they use it?"),
}
TRUSTS = {
    Trust.PUBLISHED: _("The text or figure stands in an official publication."),
    Trust.LAW: _("The rule stands in a law or a decree, which the source names."),
    Trust.PRESS: _("A newspaper printed the figure and nobody has checked it against the accounts."),
    Trust.PORTAL: _("The text was written or translated for this portal, and the Commune has yet to confirm it."),
}


class Guide(NamedTuple):
    name: str  # of its address and its template
    title: str
    summary: str

    @property
    def address_name(self):
        return f"pages:{self.name}"


GUIDES = [
    Guide(
        "open_government",
        _("Open government in Tétouan"),
        _(
            "What the Open Government Partnership is, what Tétouan promised there, who wrote it "
            "and who watches over it."
        ),
    ),
    Guide(
        "reading_progress",
        _("How to read progress"),
        _(
            "What the two statements, the stars, “late”, an indicator and a piece of evidence tell you, "
            "and what they do not."
        ),
    ),
    Guide(
        "using_the_portal",
        _("Using the portal"),
        _("Find a commitment, follow the money, receive what is new, check a report, and reach the right counter."),
    ),
]


@require_safe
def about(request):
    return render(request, "pages/about.html", {"guides": GUIDES})


@require_safe
def guide(request, name):
    shown = next(one for one in GUIDES if one.name == name)
    context = {"guide": shown, "others": [one for one in GUIDES if one is not shown]}
    if name == "reading_progress":
        context |= signs()
    return render(request, f"pages/guides/{name}.html", context)


def signs():
    return {
        "levels": LEVELS.items(),
        "indicator_kinds": INDICATOR_KINDS.items(),
        "trusts": TRUSTS.items(),
        "expected_since": datetime.date(2026, 3, 31),
        "example": example(),
    }
