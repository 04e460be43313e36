"""Links among the evidence, asked by a worker whether they still answer, where `EVIDENCE_LINKS_CHECKED` says so.

Only what is public is asked: nobody outside learns of a draft. What did not answer is told to staff, who open it
themselves; of a link that once answered the public is told when, and never more.
"""

import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import Evidence, LinkCheck
from tetouan_portal.lib.outside.asking import Answer, ask
from tetouan_portal.lib.outside.outcomes import Outcome
from tetouan_portal.lib.queue import Queue, free

AT_ONCE = 30  # links that one task asks, none of one host twice
MOST_SECONDS = 180  # after which a task begins no other: well within the time limit of tasks


def agent() -> str:
    return f"open-government-portal link-check (+{settings.SITE_URL})"


def ask_waiting() -> dict[str, int]:
    """Ask the links whose turn it is; {what came of it: how many}. Safe to run twice."""
    if not settings.EVIDENCE_LINKS_CHECKED:
        return {}
    write_missing()
    happened: Counter[str] = Counter()
    until = time.monotonic() + MOST_SECONDS
    for check in one_of_each_host():
        if time.monotonic() > until:
            break
        happened[LINK_CHECKS.work_on(check.pk, ask_one)] += 1
    return dict(happened)


def write_missing() -> None:
    """A row for each public link. What was found out about another address than the one it has now is dropped."""
    LinkCheck.objects.exclude(url=F("evidence__url")).delete()
    new = public_links().filter(link_check__isnull=True).only("pk", "url")
    now = timezone.now()
    rows = [LinkCheck(evidence_id=one.pk, url=one.url, host=host_of(one.url), due_at=now) for one in new]
    LinkCheck.objects.bulk_create(rows, ignore_conflicts=True)


def public_links():
    return Evidence.objects.live().exclude(url="")


def host_of(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:300]
    except ValueError:
        return ""


LINK_CHECKS = Queue(
    label=_("answers of links"),
    rows=lambda: LinkCheck.objects.filter(evidence__in=public_links()),
    task="commitments.tasks.ask_waiting_links",
    own_schedule=True,  # strangers' servers are asked at their pace
    longest=timedelta(seconds=MOST_SECONDS),
)


def one_of_each_host() -> list[LinkCheck]:
    """Those that have waited longest; a server that holds many of our links is asked for them one by one."""
    due = LINK_CHECKS.rows().filter(free(timezone.now()))
    first = due.order_by("host", "due_at", "pk").distinct("host")
    return sorted(first, key=lambda check: (check.due_at, check.pk))[:AT_ONCE]


def ask_one(check: LinkCheck) -> str:
    return note(check, ask(check.url, agent=agent()), timezone.now())


def note(check: LinkCheck, answer: Answer, now: datetime) -> str:
    """Nothing where the row was dropped, or another worker took it, meanwhile."""
    values: dict[str, Any] = {"outcome": answer.outcome, "status": answer.status, "tried_at": now, "attempts": 0}
    if answer.outcome == Outcome.ANSWERED:
        values |= {"answered_at": now, "failing_since": None, "due_at": now + LinkCheck.AGAIN}
    else:
        values |= {
            "failing_since": Coalesce("failing_since", Value(now)),
            "due_at": now + LinkCheck.AGAIN_WHEN_FAILING,
        }
    return str(answer.outcome) if LINK_CHECKS.finish(check, **values) else "overtaken"


def put_beside(proofs: Iterable[dict[str, Any]]) -> None:
    """Add to links as dossiers tell of them "last_answer": when the portal last got one. In one query."""
    links = [proof for proof in proofs if proof["is_link"] and not proof["withdrawn"]]
    checks = LinkCheck.objects.of_its_link().filter(
        evidence__in=public_links(), url__in={proof["address"] for proof in links}, answered_at__isnull=False
    )
    days = {check.url: timezone.localtime(check.answered_at).date() for check in checks.order_by("answered_at")}
    for proof in links:
        proof["last_answer"] = days.get(proof["address"])


def failing_among(rows) -> Any:
    """The evidence of these rows whose link does not answer, the longest silence first."""
    failing = Q(link_check__in=LinkCheck.objects.failing())
    return rows.filter(failing).select_related("link_check").order_by("link_check__failing_since", "pk")
