"""A promise changes in the open: the change and its amendment are one act."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commitments.models import Amendment, Commitment, Indicator, Institution, Milestone, Responsibility
from commitments.models.promised_fields import (
    AMOUNTS,
    DATES,
    OF_COMMITMENTS,
    OF_INDICATORS,
    OF_MILESTONES,
    WORDS,
)
from commitments.models.promised_values import Promise, amount, institution_data, value_of
from commitments.plan.publishing import require_standing
from tetouan_portal.journal.becoming import enter_change
from tetouan_portal.journal.models import Kind
from tetouan_portal.journal.subjects import values_of
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.lib.line_ends import unified

FIELDS: Mapping[type[Promise], tuple[str, ...]] = {
    Commitment: OF_COMMITMENTS,
    Milestone: OF_MILESTONES,
    Indicator: OF_INDICATORS,
}


class Change(NamedTuple):
    """`to`: as the caller gave it; `was` and `becomes`: as the amendment keeps them."""

    field: str
    to: Any
    was: Any
    becomes: Any


def is_public(subject: Promise) -> bool:
    """Whether what it promises has become public, so that it changes by an amendment alone."""
    commitment = subject if isinstance(subject, Commitment) else subject.commitment
    return commitment.is_published and commitment.plan.is_published


@transaction.atomic
def amend(subject: Promise, changes: Mapping[str, Any], *, decided_on: datetime.date, **why: str) -> list[Amendment]:
    """Change facts of a promise and record why: an amendment for each fact that becomes another.

    `changes`: {field: to}. To of words: {"fr": …}, in the languages that change; of a commitment's institutions:
    [(Institution, role), …]; of a milestone's: an Institution, or None. `why`: reason_ar, decision_fr, … (one language
    each is enough). Raises ValidationError: `withdrawn`, `unknown_field`, `unchanged`, `emptied`, or what the
    constraints say.
    """
    row = type(subject).objects.select_for_update().get(pk=subject.pk)
    require_standing(row)
    before = values_of(row)
    found = [change_of(row, field, to) for field, to in changes.items()]
    real = [one for one in found if one.was != one.becomes]
    if not real:
        raise ValidationError(_("It is already so: nothing would change."), code="unchanged")
    columns = [column for one in real for column in write(row, one)]
    row.full_clean()
    row.save(update_fields=columns)
    amendments = [record(row, one, decided_on=decided_on, **why) for one in real]
    told = {
        field: {code: why.get(f"{field}_{code}", "") for code in LANGUAGE_CODES} for field in ("reason", "decision")
    }
    enter_change(Kind.AMENDED, row, was=before, decided_on=decided_on, **told)
    return amendments


def move_date(subject: Promise, field: str, to: datetime.date, *, decided_on: datetime.date, **why: str) -> Amendment:
    """Move a promised date; as `amend`."""
    if field not in DATES:
        raise ValidationError(_("This does not belong to it."), code="unknown_field")
    return amend(subject, {field: to}, decided_on=decided_on, **why)[0]


def reword(subject: Promise, field: str, new: Mapping[str, str], *, decided_on: datetime.date, **why: str) -> Amendment:
    """Change a text in the languages of `new` ({"ar": …}) and keep the former wording; as `amend`."""
    if field not in WORDS:
        raise ValidationError(_("This does not belong to it."), code="unknown_field")
    return amend(subject, {field: new}, decided_on=decided_on, **why)[0]


def change_of(row: Promise, field: str, to: Any) -> Change:
    if field not in FIELDS[type(row)]:
        raise ValidationError(_("This does not belong to it."), code="unknown_field")
    was, becomes = value_of(row, field), kept(row, field, to)
    if field in WORDS:
        changed = [code for code in becomes if becomes[code] != clean(was[code])]
        was, becomes = {code: was[code] for code in changed}, {code: becomes[code] for code in changed}
        emptied = not all(becomes.values())
    else:
        is_optional = field == "institutions" and isinstance(row, Milestone)  # then it is the commitment's
        emptied = bool(was) and not becomes and not is_optional
    if emptied:
        raise ValidationError(_("What was promised is changed, not emptied."), code="emptied")
    return Change(field, to, was, becomes)


def kept(row: Promise, field: str, to: Any) -> Any:
    if field in AMOUNTS:
        return amount(to)
    if field in WORDS:
        return {code: clean(text) for code, text in to.items()}
    if field != "institutions":
        return to
    if isinstance(row, Milestone):
        return [institution_data(to, "")] if to else []
    return [institution_data(*pair) for pair in in_order(to)]


def clean(text: str) -> str:
    """Blanks at its ends and the line ends of browsers are no other wording."""
    return unified(text).strip()


def in_order(pairs: Iterable[tuple[Institution, str]]) -> list[tuple[Institution, str]]:
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].slug))


def write(row: Promise, change: Change) -> list[str]:
    """Sets the fact, and returns the columns to be saved; of institutions the rows are saved."""
    if change.field in WORDS:
        for code, text in change.becomes.items():
            setattr(row, f"{change.field}_{code}", text)
        return [f"{change.field}_{code}" for code in change.becomes]
    if change.field == "institutions" and isinstance(row, Commitment):
        write_responsibilities(row, change.to)
        return []
    name = "institution" if change.field == "institutions" else change.field
    setattr(row, name, change.to)
    return [name]


def write_responsibilities(commitment: Commitment, pairs: Iterable[tuple[Institution, str]]) -> None:
    wanted = dict(pairs)
    for one in commitment.responsibilities.select_for_update(of=["self"]).select_related("institution"):
        role = wanted.pop(one.institution, None)
        if role is None:
            one.delete()
        elif role != one.role:
            one.role = role
            one.full_clean()
            one.save(update_fields=["role"])
    for institution, role in wanted.items():
        new = Responsibility(commitment=commitment, institution=institution, role=role)
        new.full_clean()
        new.save()


def record(row: Promise, change: Change, **values: Any) -> Amendment:
    names = ("date_from", "date_to") if change.field in DATES else ("was", "becomes")
    told = dict(zip(names, (change.was, change.becomes), strict=True))
    about = {str(row._meta.model_name): row}
    is_demo = getattr(row, "is_demo", False)
    amendment = Amendment(**about, field=change.field, is_demo=is_demo, **told, **values)
    amendment.full_clean(exclude=["reason", "decision"])
    amendment.save()
    return amendment
