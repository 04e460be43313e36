"""What an author does with their own case, found by its secret code."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.case import tracking_code
from participation.case.desk_acts import lock_case, locked_open
from participation.case.erasure import erase
from participation.case.history import record
from participation.case.publication import take_off
from participation.law import due_dates
from participation.models import Case, CaseState, EventKind, Photo, Satisfaction, Teller
from tetouan_portal.journal.models import By
from tetouan_portal.lib.photos import Photo as Picture


def case_of(code: str) -> Case | None:
    """None alike for a wrong code, an erased case and no code at all."""
    found = tracking_code.hash_of(code)
    case = Case.objects.filter(tracking_hash=found).first()
    return case if case and hmac.compare_digest(case.tracking_hash or "", found) else None


def said_just_now(case: Case, kind: EventKind, text: str) -> bool:
    """Whether nothing happened since the author said the same: a form that was sent twice says it once."""
    newest = case.events.order_by("-pk").first()
    return newest is not None and (newest.kind, newest.by, newest.text) == (kind, Teller.AUTHOR, text.strip())


@transaction.atomic
def reply(case: Case, text: str, *, now: datetime, pictures: Sequence[Picture] = ()) -> Case:
    """A message to the desk, with photos; where it had asked, the case goes on. Raises `too_many`."""
    case = locked_open(case)
    if said_just_now(case, EventKind.REPLY, text):
        return case
    details: dict[str, Any] = {"photos": count} if (count := add_photos(case, pictures)) else {}
    if case.state == CaseState.ASKED:
        case.state = CaseState.IN_PROGRESS
        case.save(update_fields=["state"])
    record(case, EventKind.REPLY, at=now, by=Teller.AUTHOR, text=text, **details)
    return case


def add_photos(case: Case, pictures: Sequence[Picture]) -> int:
    """How many were new. A picture that is there already is not kept twice."""
    known = set(case.photos.values_list("sha256", flat=True))
    fresh = {picture.sha256: picture for picture in pictures if picture.sha256 not in known}
    if len(known) + len(fresh) > settings.CASE_PHOTOS_MAX:
        raise ValidationError(
            _("With one case up to %(limit)s photos are kept; there are %(known)s already."),
            code="too_many",
            params={"limit": settings.CASE_PHOTOS_MAX, "known": len(known)},
        )
    for picture in fresh.values():
        Photo.objects.keep(picture, case=case)
    return len(fresh)


@transaction.atomic
def not_solved(case: Case, text: str, *, now: datetime) -> Case:
    """Closed is not solved: open it again, with the reason, within the time for it, with a new due date."""
    case = lock_case(case)
    if case.is_open and said_just_now(case, EventKind.REOPENED, text):
        return case
    today = timezone.localdate(now)
    if case.state != CaseState.CLOSED or not case.reopen_until or today > case.reopen_until:
        raise ValidationError(_("This case can no longer be reopened. You can send a new one."), code="too_late")
    before: dict[str, Any] = {"outcome": str(case.outcome), "before": case.due_on.isoformat()}
    case.state, case.outcome, case.closed_at = CaseState.IN_PROGRESS, "", None
    case.ground = case.other_body = case.duplicate_of = case.reopen_until = None
    case.satisfaction = ""
    case.reopened_count += 1
    case.due_on, case.due_facts = due_dates.first_due(case.kind, today, is_formal=case.is_formal)
    case.save()
    record(case, EventKind.REOPENED, at=now, by=Teller.AUTHOR, text=text, **before, after=case.due_on.isoformat())
    return case


@transaction.atomic
def rate(case: Case, satisfaction: Satisfaction, text: str = "", *, now: datetime) -> Case:
    case = lock_case(case)
    if case.state != CaseState.CLOSED:
        raise ValidationError(_("Say so when the case is closed."), code="not_closed")
    if case.satisfaction == satisfaction and said_just_now(case, EventKind.RATED, text):
        return case
    case.satisfaction = satisfaction
    case.save(update_fields=["satisfaction"])
    record(case, EventKind.RATED, at=now, by=Teller.AUTHOR, text=text, satisfaction=str(satisfaction))
    return case


@transaction.atomic
def agree_to_publication(case: Case, *, agrees: bool, now: datetime) -> Case:
    """Taken back at any time: what was published goes at once."""
    case = lock_case(case)
    if case.may_be_published != agrees:
        case.may_be_published = agrees
        case.save(update_fields=["may_be_published"])
        record(case, EventKind.CONSENT, at=now, by=Teller.AUTHOR, agrees=agrees)
    if not agrees:
        take_off(case, by=By.AUTHOR, now=now)
    return case


@transaction.atomic
def withdraw(case: Case, *, now: datetime) -> Case:
    """The author no longer wants it: the desk stops, everything they wrote goes."""
    case = lock_case(case)
    if case.is_open:
        case.state, case.closed_at = CaseState.WITHDRAWN, now
        case.save(update_fields=["state", "closed_at"])
        record(case, EventKind.WITHDRAWN, at=now, by=Teller.AUTHOR)
    return erase(case, now=now, by=Teller.AUTHOR)
