"""What somebody can do next who got no answer, or a refusal: national channels, which the portal only names.

For a formal request: a complaint to the head of the body, then to the commission, then the administrative court. No
length here is law before its term is confirmed. A question without identity has none of them: who wants them files a
formal request.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from participation.law.due_dates import Rules, rules
from participation.models import Case, CaseState, Outcome, TermUse

NAMES = {
    "head": _("complaint to the President of the Council, head of the body"),
    "cdai": _("complaint to the Commission on the Right of Access to Information (CDAI)"),
    "court": _("appeal to the administrative court"),
    "formal": _("formal request under law 31-13, with its time limits and remedies, on chafafiya.ma or at the counter"),
    "chikaya": _("complaint on the national portal chikaya.ma"),
    "mediator": _("complaint to the Mediator of the Kingdom (Wassit)"),
}
CHAIN = {  # the time limits that pass one after the other: of the body before to answer, then of the author
    "head": [TermUse.REMEDY_HEAD],
    "cdai": [TermUse.HEAD_ANSWERS, TermUse.REMEDY_CDAI],
    "court": [TermUse.REMEDY_COURT],  # the commission's own time is not known
}
WITHOUT_REMEDY = (Outcome.DUPLICATE,)  # the other case has it


class Remedy(NamedTuple):
    step: str  # of NAMES
    begins_on: date | None = None  # both days included; None where the portal knows no time
    until: date | None = None
    depends: bool = False  # on when the step before ended: the dates are those when all of its time was used
    is_confirmed: bool = False
    facts: dict[str, Any] | None = None  # how `until` was found: `clock.Due.facts`
    url: str = ""

    @property
    def name(self) -> str | Promise:
        return NAMES[self.step]


def remedies_of(case: Case, *, by: Rules | None = None) -> list[Remedy]:
    """In the order in which they are used; of an open request, those that follow if its date passes in silence.

    `by`: the rules, where somebody has read them already for many cases.
    """
    if case.state == CaseState.WITHDRAWN or case.outcome in WITHOUT_REMEDY:
        return []
    return remedies_by_sort(case) or chain(said_no_on(case), by or rules())


def remedies_by_sort(case: Case) -> list[Remedy]:
    """Those that depend on no date, however the case ended; none for a formal request."""
    if not case.is_request:
        return [Remedy("chikaya", url=channel("chikaya.ma")), Remedy("mediator")]
    return [Remedy("formal", url=channel("chafafiya.ma"))] if case.is_question else []


def next_remedy(case: Case, on: date, *, by: Rules | None = None) -> Remedy | None:
    """The first that is still open, or opens first, on that day; None when all their time is over."""
    return next((one for one in remedies_of(case, by=by) if one.until is None or one.until >= on), None)


def said_no_on(case: Case) -> date:
    """The day of the answer, or of the silence that stands for a refusal."""
    return timezone.localdate(case.closed_at) if case.closed_at else case.due_on


def chain(day: date, by: Rules) -> list[Remedy]:
    found: list[Remedy] = []
    for step, (*answering, use) in CHAIN.items():
        for before in answering:
            day = by.due(before, day).on
        until, facts = by.due(use, day)
        found.append(
            Remedy(
                step,
                begins_on=day + timedelta(days=1),
                until=until,
                depends=bool(found),
                is_confirmed=all(by.terms[one].is_confirmed for one in (*answering, use)),
                facts=facts,
            )
        )
        day = until
    return found


def channel(name: str) -> str:
    return next((str(one["url"]) for one in settings.NATIONAL_CHANNELS if one["name"] == name), "")
