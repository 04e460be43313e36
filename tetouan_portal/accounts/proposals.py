"""What nobody does alone: one asks, the persons concerned hear of it, another confirms or refuses within some days.

The second person is an administrator, though not one of the last days' making, or somebody of the same independent
institution; never the one who asked, nor the one whose account it is. Two accounts of one person cannot be told apart:
so a new administrator is told of to all others, and confirms nothing for a week.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from commitments.models import INDEPENDENT_KINDS, Admission, Institution
from tetouan_portal.accounts import (
    addresses,
    administrators,
    admitting,
    independent,
    inviting,
    notices,
    people,
    second_factor,
)
from tetouan_portal.accounts.models import Proposal, ProposalKind, ProposalState

NOT_YOURS = _("Somebody else confirms this: another administrator, or somebody of the same institution.")
TOO_NEW = _("One of the two was appointed administrator too lately to be one of two people: wait some days.")
OVER = _("This was decided meanwhile, or its time is over.")
WAITS = _("This was asked for already, and waits for a second person.")


# --- asking ---------------------------------------------------------------------


@transaction.atomic
def ask(
    kind: str, *, by: User, user: User | None = None, institution: Institution | None = None, **details
) -> Proposal:
    """Raises `oneself`, `not_yours`, `waits`."""
    institution = institution or independent.institution_of(user)
    require_asker(by, institution, user)
    now = timezone.now()
    for row in Proposal.objects.run_out(now):
        close(row, ProposalState.EXPIRED, by=None)
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                kind=kind,
                user=user,
                institution=institution,
                details=details,
                proposed_by=by,
                expires_at=now + settings.PROPOSAL_VALID_FOR,
            )
    except IntegrityError:
        raise ValidationError(WAITS, code="waits") from None
    tell(proposal, "asked", by=by)
    return proposal


def require_asker(by: User, institution: Institution | None, user: User | None) -> None:
    if user is not None:
        administrators.require_somebody_else(user, by)
    of_it = institution is not None and independent.members(institution).filter(pk=by.pk).exists()
    if not (of_it or (by.is_superuser and by.is_active)):
        raise ValidationError(NOT_YOURS, code="not_yours")


def ask_for_admission(
    institution: Institution, *, email: str, name: str, language: str, reference: str, letter_on: date, by: User
) -> Proposal:
    """By an administrator. Raises `not_yours`, `has_people`, `in_use`, what is wrong with the letter."""
    if institution.kind not in INDEPENDENT_KINDS or not by.is_superuser:
        raise ValidationError(NOT_YOURS, code="not_yours")
    admitting.require_nobody(institution)
    Admission(institution=institution, letter_reference=reference, letter_on=letter_on).full_clean()
    return ask(
        ProposalKind.ADMISSION,
        by=by,
        institution=institution,
        email=addresses.require_free(email),
        name=name.strip(),
        language=language,
        **notices.letter(reference, letter_on),
    )


def ask_for_address(user: User, *, email: str, by: User) -> Proposal:
    return ask(ProposalKind.ADDRESS, user=user, by=by, email=addresses.require_free(email))


def ask_to_clear_second_factor(user: User, *, by: User) -> Proposal:
    return ask(ProposalKind.SECOND_FACTOR, user=user, by=by)


def ask_to_resend(user: User, *, by: User) -> Proposal:
    return ask(ProposalKind.INVITATION, user=user, by=by)


def ask_to_open(user: User, *, by: User) -> Proposal:
    return ask(ProposalKind.OPENING, user=user, by=by)


# --- deciding -------------------------------------------------------------------


@transaction.atomic
def confirm(proposal: Proposal, *, by: User) -> None:
    """Carry out what was asked for. Raises `over`, `oneself`, `not_yours`, `too_new`, what the act refuses."""
    row = waiting(proposal)
    require_second_person(row, by)
    ACTS[ProposalKind(row.kind)](row, by)
    close(row, ProposalState.CONFIRMED, by=by)
    tell(row, "confirmed", by=row.proposed_by, second=by)


@transaction.atomic
def refuse(proposal: Proposal, *, by: User) -> None:
    """By whoever could confirm it, new or not; taken back by the one who asked, or stopped by whose account it is."""
    row = waiting(proposal)
    if by.pk not in {row.proposed_by_id, row.user_id} and not may_decide(row, by):
        raise ValidationError(NOT_YOURS, code="not_yours")
    close(row, ProposalState.REFUSED, by=by)
    tell(row, "refused", by=row.proposed_by, second=by)


def waiting(proposal: Proposal) -> Proposal:
    row = Proposal.objects.select_for_update(of=("self",)).waiting(timezone.now()).filter(pk=proposal.pk).first()
    if row is None:
        raise ValidationError(OVER, code="over")
    return row


def may_decide(row: Proposal, by: User) -> bool:
    """Whether somebody is of those of whom one decides; whether it is they who asked is another question."""
    if not by.is_active:
        return False
    of_it = row.institution_id is not None and independent.members(row.institution).filter(pk=by.pk).exists()
    return by.is_superuser or (of_it and row.kind != ProposalKind.ADMISSION)


def require_second_person(row: Proposal, by: User) -> None:
    if by.pk in {row.proposed_by_id, row.user_id}:
        raise ValidationError(NOT_YOURS, code="oneself")
    if not may_decide(row, by):
        raise ValidationError(NOT_YOURS, code="not_yours")
    if row.proposed_by is None:
        raise ValidationError(OVER, code="over")
    require_asker(row.proposed_by, row.institution, row.user)
    if any(one.is_superuser and administrators.is_new(one) for one in (by, row.proposed_by)):
        raise ValidationError(TOO_NEW, code="too_new")


def close(row: Proposal, state: str, *, by: User | None) -> None:
    """Names and addresses that it held go."""
    row.state, row.decided_by, row.decided_at, row.details = state, by, timezone.now(), {}
    row.save(update_fields=["state", "decided_by", "decided_at", "details", "user"])


def tell(row: Proposal, what: str, *, by: User, second: User | None = None) -> None:
    """The person, the people of the institution and all administrators."""
    told = [*notices.administrators(), *(independent.members(row.institution) if row.institution else ())]
    if row.user and row.kind != ProposalKind.ADMISSION:
        told.append(row.user)
    lines = notices.about(row.user, by=by, second=second, institution=row.institution)
    notices.tell(told, what, asked=row.kind, **lines)


# --- what is carried out ----------------------------------------------------------


def admit(row: Proposal, by: User) -> None:
    details = dict(row.details)
    day = parse_date(details.pop("letter_on"))
    invitation = admitting.admit_first(row.institution, **details, letter_on=day, by=row.proposed_by, second=by)
    row.user = invitation.user


def change_address(row: Proposal, by: User) -> None:
    addresses.write(row.user, email=row.details["email"], by=row.proposed_by, second=by)


def clear_second_factor(row: Proposal, by: User) -> None:
    second_factor.clear(row.user)


def send_invitation(row: Proposal, by: User) -> None:
    inviting.send_anew(row.user)


def open_account(row: Proposal, by: User) -> None:
    people.open_again(row.user)


ACTS: dict[ProposalKind, Callable[[Proposal, User], None]] = {
    ProposalKind.ADMISSION: admit,
    ProposalKind.ADDRESS: change_address,
    ProposalKind.SECOND_FACTOR: clear_second_factor,
    ProposalKind.INVITATION: send_invitation,
    ProposalKind.OPENING: open_account,
}
