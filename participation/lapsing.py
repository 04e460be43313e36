"""A due date that passes without an answer: recorded once, by itself. For a request, silence is a refusal."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation.clock import Rules, rules
from participation.history import record_all
from participation.models import Case, EventKind
from participation.remedies import next_remedy

AT_ONCE = 500


def lapse(*, now: datetime) -> int:
    """Record the open cases whose date has passed; how many. Safe to run twice, late, or two at a time.

    What an officer holds at this moment waits for the next run. Cases held for checking lapse when they are
    released: nobody is told of, and no count shows, a message that may be none.
    """
    done, by = 0, rules()
    while count := lapse_some(now, by):
        done += count
    return done


@transaction.atomic
def lapse_some(now: datetime, by: Rules) -> int:
    today = timezone.localdate(now)
    waiting = Case.objects.lapsed_unrecorded(on=today).order_by("due_on", "pk")
    cases = list(waiting.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    if cases:
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(lapsed_on=today)
        record_all(EventKind.LAPSED, [(case, told(case, today, by)) for case in cases], at=now)
    return len(cases)


def told(case: Case, today: Any, by: Rules) -> dict[str, object]:
    """{"due"} and, of a request, "refused_by_silence" and the next remedy: "remedy", "until", "is_confirmed"."""
    details: dict[str, object] = {"due": case.due_on.isoformat()}
    if case.is_request:
        details["refused_by_silence"] = True
        if (remedy := next_remedy(case, today, by=by)) and remedy.until:
            details |= {"remedy": remedy.step, "until": remedy.until.isoformat(), "is_confirmed": remedy.is_confirmed}
    return details
