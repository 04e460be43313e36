"""Links among the evidence, asked by a worker whether they still answer, where `EVIDENCE_LINKS_CHECKED` says so.

Only what is public is asked: nobody outside learns of a draft. What did not answer is told to staff, who open it
themselves; of a link that once answered the public is told when, and never more.
"""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from commitments.models import Evidence, LinkCheck
from tetouan_portal.lib.outside.asking import Answer, ask
from tetouan_portal.lib.outside.outcomes import Outcome

AT_ONCE = 30  # links that one task asks, none of one host twice
MOST_SECONDS = 180  # after which a task begins no other: well within the time limit of tasks
LEASE = timedelta(minutes=10)


def agent() -> str:
    return f"open-government-portal link-check (+{settings.SITE_URL})"


def ask_waiting() -> dict[str, int]:
    """Ask the links whose turn it is; {what came of it: how many}. Safe to run twice."""
    if not settings.EVIDENCE_LINKS_CHECKED:
        return {}
    queue()
    happened: dict[str, int] = {}
    until = time.monotonic() + MOST_SECONDS
    for check in one_of_each_host(timezone.now()):
        if time.monotonic() > until:
            break
        answer = asked(check)
        happened[answer] = happened.get(answer, 0) + 1
    return happened


def queue() -> None:
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


def one_of_each_host(now: datetime) -> list[LinkCheck]:
    """Those that have waited longest; a server that holds many of our links is asked for them one by one."""
    due = LinkCheck.objects.filter(due_at__lte=now, evidence__in=public_links())
    first = due.order_by("host", "due_at", "pk").distinct("host")
    return sorted(first, key=lambda check: (check.due_at, check.pk))[:AT_ONCE]


def asked(check: LinkCheck) -> str:
    """Claim the row, ask, note the answer."""
    lease = timezone.now() + LEASE
    if not LinkCheck.objects.filter(pk=check.pk, due_at=check.due_at).update(due_at=lease):
        return "taken"
    answer = ask(check.url, agent=agent())
    return note(LinkCheck.objects.filter(pk=check.pk, due_at=lease, url=check.url), answer, timezone.now())


def note(ours: Any, answer: Answer, now: datetime) -> str:
    """Nothing where the row was dropped, or another worker took it, meanwhile."""
    values: dict[str, Any] = {"outcome": answer.outcome, "status": answer.status, "tried_at": now}
    if answer.outcome == Outcome.ANSWERED:
        values |= {"answered_at": now, "failing_since": None, "due_at": now + LinkCheck.AGAIN}
        noted = ours.update(**values)
    else:
        values["due_at"] = now + LinkCheck.AGAIN_WHEN_FAILING
        noted = ours.filter(failing_since__isnull=True).update(failing_since=now, **values)
        noted = noted or ours.update(**values)
    return str(answer.outcome) if noted else "overtaken"


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
