"""What waits for the desk: how pressing each case is and why. Whose cases they are, `access` says."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from participation.case import access
from participation.models import Case, CaseLetter, CaseLetterState, CaseState, PublishedCase
from participation.models.cases import OPEN, TO_DECIDE_ON, CaseKind
from participation.models.events import ASKS_URGENCY, DECIDES_URGENCY, SAID_BY_AUTHOR, SPOKEN, CaseEvent
from participation.published.similar import holding_any, rank
from tetouan_portal.lib.standing import State, has_passed, standing

SOON = timedelta(days=7)
SHOWN = 8  # on an officer's first page
ALIKE = 4
ALIKE_WITHIN = timedelta(days=180)
COMPARED = 200  # the newest ones that share a word
NOT_DELIVERED = (CaseLetterState.BOUNCED, CaseLetterState.FAILED)


def with_last_word(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With `last_word` (the kind of event by which author or desk spoke last), `claims_urgency`, `last_letter`,
    `has_twins` (other open cases say the same words) and `was_published` (whatever became of it since).
    """
    events = CaseEvent.objects.filter(case=OuterRef("pk"))
    spoken = events.filter(SPOKEN).order_by("-pk")
    letters = CaseLetter.objects.filter(event__case=OuterRef("pk")).order_by("-pk")
    return cases.annotate(
        last_word=Coalesce(Subquery(spoken.values("kind")[:1]), Value("")),
        claims_urgency=Exists(events.filter(ASKS_URGENCY)) & ~Exists(events.filter(DECIDES_URGENCY)),
        has_twins=Exists(twins()),
        was_published=Exists(PublishedCase.objects.filter(case=OuterRef("pk"), published_at__isnull=False)),
        last_letter=Coalesce(Subquery(letters.values("state")[:1]), Value("")),
    )


def twins() -> QuerySet[Case]:
    """Of a case in a query around it: the other open ones of the same kind whose authors wrote the same words."""
    same = Case.objects.open().filter(fingerprint=OuterRef("fingerprint"), duplicate_of=None, erased_at=None)
    return same.exclude(fingerprint="").exclude(pk=OuterRef("pk"))


def undelivered() -> Q:
    """Of `with_last_word` cases: the last mail to the author failed or came back."""
    letters = CaseLetter.objects.filter(state__in=NOT_DELIVERED)
    return Q(pk__in=letters.values("event__case"), last_letter__in=NOT_DELIVERED)


def in_inbox() -> Q:
    """Open, and not held back for checking."""
    return Q(state__in=OPEN, is_held=False)


def author_waits() -> Q:
    """Of `with_last_word` cases: the author spoke last."""
    return Q(state__in=OPEN, last_word__in=SAID_BY_AUTHOR)


def to_publish() -> Q:
    """Ended, its author agreed to publication, and nobody has decided on it, or one officer waits for another."""
    return TO_DECIDE_ON & Q(published__published_at=None)


def how_pressing(case: Case, *, on: date) -> str:
    """One of late, today, soon; "" for later ones and for those that are closed."""
    found = standing(due_on=case.due_on, on=on)
    if not case.is_open or case.due_on > on + SOON:
        return ""
    if found.state == State.OVERDUE:
        return "late"
    return "soon" if found.days else "today"


def waiting_for(user: User, *, on: date) -> dict[str, Any] | None:
    """An officer's first page: {"counts": {name: number}, "first": cases, "total"}; None for who handles none."""
    if not access.kinds_of(user):
        return None
    mine = access.cases_of(user)
    shown = in_inbox()
    counts = mine.filter(state__in=OPEN).aggregate(
        open=Count("pk", shown),
        overdue=Count("pk", shown & has_passed("due_on", on)),
        week=Count("pk", shown & Q(due_on__gte=on, due_on__lte=on + SOON)),
        nobody=Count("pk", shown & Q(assigned_to=None)),
        mine=Count("pk", shown & access.charged(user)),
        reopened=Count("pk", shown & Q(reopened_count__gt=0)),
        held=Count("pk", Q(is_held=True)),
    )
    opened = mine.filter(shown)
    counts["to_publish"] = mine.filter(to_publish()).count()
    counts["author"] = with_last_word(opened).filter(author_waits()).count()
    first = with_last_word(opened).select_related("category", "assigned_to").order_by("due_on", "pk")[:SHOWN]
    return {"counts": counts, "first": list(first)}


def similar_cases(case: Case, cases: QuerySet[Case]) -> list[Case]:
    """Among `cases` those that may be about the same: the same words first, then near words in the same category."""
    others = cases.filter(kind=case.kind, erased_at=None).exclude(pk=case.pk).exclude(state=CaseState.WITHDRAWN)
    others = others.filter(duplicate_of=None, received_at__gt=case.received_at - ALIKE_WITHIN)
    same = list(others.filter(fingerprint=case.fingerprint).exclude(fingerprint="").order_by("-pk")[:ALIKE])
    near = others.filter(language=case.language, category=case.category).exclude(pk__in=[one.pk for one in same])
    if case.kind != CaseKind.REQUEST and case.district_id:
        near = near.filter(Q(district=case.district) | Q(district=None))
    said = case.subject or case.text[:150]
    newest = holding_any(near, said).order_by("-pk").values("pk")[:COMPARED]
    return [*same, *rank(Case.objects.filter(pk__in=newest), said)[: ALIKE - len(same)]]


def officers_for(case: Case) -> QuerySet[User]:
    """Who may be charged with it: the people of its office."""
    office = "handle_requests" if case.is_request else "handle_submissions"
    backend = "django.contrib.auth.backends.ModelBackend"
    people = User.objects.with_perm(f"participation.{office}", include_superusers=False, backend=backend)
    return (people | User.objects.filter(cases=case)).distinct().order_by("last_name", "username")
