"""What is promised becomes public, and leaves the public eye, by an act alone; nothing public goes in silence.

There is no way back to a draft, and no undo of a withdrawal: what is taken up again is promised anew.
"""

import datetime
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commitments.models import (
    ActionPlan,
    Axis,
    Commitment,
    DateConfirmation,
    Evidence,
    Indicator,
    Milestone,
    NarrativeSection,
    PlanNote,
    PlanPromise,
    ProgressUpdate,
    Reading,
    Statement,
)
from tetouan_portal.journal.becoming import enter_change, enter_public
from tetouan_portal.journal.models import Kind
from tetouan_portal.journal.subjects import values_of

Promised = ActionPlan | Commitment | Milestone | Indicator
OF_PLANS: tuple[type[Model], ...] = (Axis, NarrativeSection, PlanNote, PlanPromise, Commitment)
# What is public with a commitment, and the ways to it.
OF_COMMITMENTS: Mapping[type[Model], tuple[str, ...]] = {
    Milestone: ("commitment",),
    Indicator: ("commitment",),
    DateConfirmation: ("commitment", "milestone__commitment"),
    Statement: ("commitment", "milestone__commitment"),
    ProgressUpdate: ("commitment",),
    Reading: ("indicator__commitment",),
    Evidence: (
        *("milestone__commitment", "statement__commitment", "statement__milestone__commitment"),
        *("update__commitment", "reading__indicator__commitment"),
    ),
}
FINAL = _(
    "This was withdrawn. A withdrawal is not undone: what is taken up again is promised anew, by a decision of its own."
)


@transaction.atomic
def publish(row: ActionPlan | Commitment) -> ActionPlan | Commitment:
    """Make a plan public, with those of its commitments that are published; or a commitment, with what stands in it.

    Raises `withdrawn`, `published`.
    """
    row = locked(row)
    require_standing(row)
    if row.is_published:
        raise ValidationError(_("This is public already."), code="published")
    row.is_published = True
    row.save(update_fields=["is_published"])
    enter_public(row, *with_it(row))
    return row


def with_it(row: ActionPlan | Commitment) -> Iterator[Model]:
    """What stands under it, drafts too."""
    commitments = row.commitments.all() if isinstance(row, ActionPlan) else [row]
    if isinstance(row, ActionPlan):
        for of_plan in OF_PLANS:
            yield from of_plan._default_manager.filter(plan=row).order_by("pk")
    for model, ways in OF_COMMITMENTS.items():
        under = reduce(or_, (Q(**{f"{way}__in": commitments}) for way in ways))
        yield from model._default_manager.filter(under).order_by("pk")


@transaction.atomic
def make_current(plan: ActionPlan, *, reasons: Mapping[str, str]) -> ActionPlan:
    """Put a public plan in the place of the current one of its kind. `reasons`: {"ar": …}, one language or more.

    Raises `withdrawn`, `not_public`, `current`, `unexplained`.
    """
    of_kind = ActionPlan.objects.select_for_update().filter(kind=plan.kind).order_by("pk")
    plan = next(one for one in list(of_kind) if one.pk == plan.pk)
    require_standing(plan)
    if not plan.is_published:
        raise ValidationError(_("Publish the action plan first."), code="not_public")
    if plan.is_current:
        raise ValidationError(_("This is the current plan already."), code="current")
    if not any((text or "").strip() for text in reasons.values()):
        raise ValidationError(_("Give the reason in at least one language."), code="unexplained")
    for one, is_current in [*((former, False) for former in of_kind.filter(is_current=True)), (plan, True)]:
        before = values_of(one)
        one.is_current = is_current
        one.save(update_fields=["is_current"])
        enter_change(Kind.AMENDED, one, was=before, reason=reasons)
    return plan


@transaction.atomic
def withdraw(
    row: Promised, *, reasons: Mapping[str, str], decision: Mapping[str, str], decided_on: datetime.date | None
) -> Promised:
    """Take back what is public: its page, or its row in a table, says when, why and by which decision.

    `reasons`, `decision`: {"ar": …}, one language or more. Nothing under it is touched: statements, evidence, changes
    and assessments stay readable. Raises `withdrawn`, `not_public`, `unexplained`, `undecided`, `future`.
    """
    row = locked(row)
    require_standing(row)
    if not is_public(row):
        raise ValidationError(_("This is not public: a draft is deleted, not withdrawn."), code="not_public")
    before = values_of(row)
    changed = row.withdraw(reasons, decision, decided_on, now=timezone.now())
    if isinstance(row, ActionPlan):
        row.is_current = False
        changed.append("is_current")
    row.save(update_fields=changed)
    enter_change(Kind.WITHDRAWN, row, was=before, reason=reasons, decision=decision, decided_on=decided_on)
    return row


def locked(row: Promised) -> Any:
    return type(row).objects.select_for_update().get(pk=row.pk)


def require_standing(row: Promised) -> None:
    """Neither it nor what it stands in was withdrawn. Raises `withdrawn`."""
    if not is_standing(row):
        raise ValidationError(FINAL, code="withdrawn")


def is_standing(row: Promised) -> bool:
    above = None if isinstance(row, ActionPlan) else row.plan if isinstance(row, Commitment) else row.commitment
    return not row.withdrawn_at and (above is None or is_standing(above))


def is_public(row: Promised) -> bool:
    """Whether readers have it before their eyes, withdrawn or not."""
    return type(row).objects.public().filter(pk=row.pk).exists()


def may_be_withdrawn(row: Promised) -> bool:
    return is_standing(row) and is_public(row)
