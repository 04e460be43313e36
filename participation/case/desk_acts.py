"""What the desk does with a case: one function an act, each in one transaction, each in the history.

Every function locks the case and answers with it as it now is; what may not be done raises ValidationError with a
sentence.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from participation.case import mail_address
from participation.case.filing import CONTACT_FIELDS
from participation.case.history import record, tell
from participation.case.publication import enter_published, take_off
from participation.law import closings, due_dates
from participation.models import (
    Case,
    CaseKind,
    CaseState,
    Contact,
    EventKind,
    OtherBody,
    Outcome,
    Photo,
    PublishedCase,
    RefusalGround,
    TermUse,
)
from participation.models.cases import ABOUT, OPEN
from tetouan_portal.journal.models import By
from tetouan_portal.journal.subjects import values_of
from tetouan_portal.lib.encryption import is_readable
from tetouan_portal.own_words.writers import holding, needs_another, require_another

NOT_OPEN = _("The case is closed.")
TAKE_OFF_FIRST = _("It is shown: take it off, then hand the corrected version to another officer.")
PREPARE_FIRST = _("Hand this version to another officer first: what they publish is what you hand in.")
HANDLES = ("participation.handle_submissions", "participation.handle_requests")
CONTACT_UNREADABLE = _(
    "The contact data cannot be read with the keys at hand (DATA_KEYS). They stay as they are: tell the administrator."
)
SORTED_FIELDS = ("category", "district", *ABOUT, "national_reference")


def lock_case(case: Case) -> Case:
    """The case as it stands now, until the end of the transaction."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def locked_open(case: Case) -> Case:
    case = lock_case(case)
    if case.state not in OPEN:
        raise ValidationError(NOT_OPEN, code="not_open")
    return case


@transaction.atomic
def note(case: Case, text: str, *, by: User, now: datetime) -> Case:
    """For the desk's eyes alone; none about a case whose words were erased."""
    case = lock_case(case)
    if case.erased_at:
        raise ValidationError(NOT_OPEN, code="erased")
    record(case, EventKind.NOTE, at=now, officer=by, text=text)
    return case


@transaction.atomic
def assign(case: Case, officer: User | None, *, by: User, now: datetime) -> Case:
    case = lock_case(case)
    if case.assigned_to_id != (officer and officer.pk):
        case.assigned_to = officer
        case.save(update_fields=["assigned_to"])
        record(case, EventKind.ASSIGNED, at=now, officer=by, to=officer and officer.pk)
    return take_up(case, by=by, now=now) if officer else case


@transaction.atomic
def take_up(case: Case, *, by: User, now: datetime) -> Case:
    """From received to being handled; nothing when somebody did before."""
    case = lock_case(case)
    if case.state == CaseState.RECEIVED:
        case.state = CaseState.IN_PROGRESS
        case.save(update_fields=["state"])
        record(case, EventKind.TAKEN_UP, at=now, officer=by)
    return case


@transaction.atomic
def sort(case: Case, *, by: User, now: datetime, **values: object) -> Case:
    """Correct the category, the district, what it is about, the national reference."""
    case = lock_case(case)
    changed = [field for field in SORTED_FIELDS if field in values and getattr(case, field) != values[field]]
    if changed:
        for field in changed:
            setattr(case, field, values[field])
        case.save(update_fields=changed)
        record(case, EventKind.SORTED, at=now, officer=by, fields=changed)
    return case


@transaction.atomic
def ask(case: Case, text: str, *, by: User, now: datetime) -> Case:
    """A question to the author. The clock goes on: the law knows no pause."""
    case = locked_open(case)
    case.state = CaseState.ASKED
    case.save(update_fields=["state"])
    record(case, EventKind.QUESTION, at=now, officer=by, text=text, due=case.due_on.isoformat())
    return case


@transaction.atomic
def answer(case: Case, text: str, *, by: User, now: datetime) -> Case:
    """An answer that does not close: what was done so far."""
    case = locked_open(case)
    case.state = CaseState.IN_PROGRESS
    case.first_answered_at = case.first_answered_at or now
    case.save(update_fields=["state", "first_answered_at"])
    record(case, EventKind.ANSWER, at=now, officer=by, text=text, due=case.due_on.isoformat())
    return case


@transaction.atomic
def close(
    case: Case,
    outcome: Outcome,
    text: str,
    *,
    by: User,
    now: datetime,
    ground: RefusalGround | None = None,
    other_body: OtherBody | None = None,
    duplicate_of: Case | None = None,
) -> Case:
    """The end, with the reason that the author reads. The article, body or other case where the outcome needs it."""
    case = locked_open(case)
    if duplicate_of:
        insist_on_a_true_duplicate(case, duplicate_of)
    if outcome == Outcome.REFUSED and ground is None:
        insist_on_grounds()
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, outcome, now
    case.ground = ground if outcome == Outcome.REFUSED else None
    case.other_body = other_body if outcome == Outcome.NOT_OURS else None
    case.duplicate_of = duplicate_of if outcome == Outcome.DUPLICATE else None
    case.first_answered_at = case.first_answered_at or now
    case.reopen_until = due_dates.due(TermUse.REOPENING, timezone.localdate(now)).on
    case.is_held = case.is_held and outcome == Outcome.ABUSE  # whoever's address was given in a flood gets no mail
    case.validate_constraints()
    case.save()
    record(case, EventKind.CLOSED, at=now, officer=by, text=text, **closings.details_of(case))
    if case.duplicate_of:
        record(case.duplicate_of, EventKind.JOINED, at=now, officer=by, joined=case.reference)
    return case


def insist_on_grounds() -> None:
    if not RefusalGround.objects.filter(is_offered=True).exists():
        raise ValidationError(
            _("Nothing can be refused yet: no ground for refusal has been entered, with its article, in the admin."),
            code="no_grounds",
        )


def insist_on_a_true_duplicate(case: Case, other: Case) -> None:
    if other.kind != case.kind or other.duplicate_of_id or other.pk == case.pk:
        raise ValidationError(_("Choose another case of the same kind that is not joined itself."), code="duplicate")


@transaction.atomic
def extend(case: Case, text: str, *, by: User, now: datetime) -> Case:
    """Once, before the date, with the reason. Raises `extension`, `too_late` or `no_words`."""
    case = locked_open(case)
    if not case.is_request or case.extended_on:
        raise ValidationError(_("Only a request can be extended, and only once."), code="extension")
    if case.due_on < timezone.localdate(now):
        raise ValidationError(_("The date has passed: it cannot be extended any more."), code="too_late")
    before = case.due_on
    case.extended_on = timezone.localdate(now)
    case.due_on, case.due_facts = due_dates.extend_due(case.due_on, case.due_facts, is_urgent=case.is_urgent)
    case.save(update_fields=["extended_on", "due_on", "due_facts"])
    record(
        case,
        EventKind.EXTENDED,
        at=now,
        officer=by,
        text=text,
        before=before.isoformat(),
        after=case.due_on.isoformat(),
    )
    return case


@transaction.atomic
def decide_urgency(case: Case, *, is_urgent: bool, by: User, now: datetime) -> Case:
    """Life, safety or freedom are at stake: the short time limit, counted from the request."""
    case = locked_open(case)
    if not case.is_request or case.extended_on:
        raise ValidationError(_("Only a request that was not extended can be urgent."), code="urgency")
    if case.is_urgent == is_urgent:
        return case
    before = case.due_on
    start = timezone.localdate(case.received_at)
    case.is_urgent = is_urgent
    usual = due_dates.first_use(CaseKind(case.kind), is_formal=case.is_formal)
    case.due_on, case.due_facts = due_dates.due(TermUse.URGENT if is_urgent else usual, start)
    case.save(update_fields=["is_urgent", "due_on", "due_facts"])
    moved: dict[str, Any] = {"before": before.isoformat(), "after": case.due_on.isoformat()}
    record(case, EventKind.URGENT, at=now, officer=by, is_urgent=is_urgent, **moved)
    return case


@transaction.atomic
def correct_contact(case: Case, given: dict[str, str], *, by: User, now: datetime) -> Case:
    """As its author says at the counter or by telephone: all of the contact data, empty where there is none."""
    case = lock_case(case)
    if case.erased_at:
        raise ValidationError(NOT_OPEN, code="erased")
    contact = Contact.objects.filter(case=case).first() or Contact(case=case)
    if not is_readable(contact):
        raise ValidationError(CONTACT_UNREADABLE, code="unreadable")
    wanted = {field: given.get(field, "").strip() for field in CONTACT_FIELDS}
    if wanted == {field: getattr(contact, field) for field in CONTACT_FIELDS}:
        return case
    has_another_address = wanted["email"] != contact.email
    for field, text in wanted.items():
        setattr(contact, field, text)
    if has_another_address:
        contact.confirmed_at = None
        mail_address.forget_links(case)
    if any(wanted.values()):
        contact.save()
    elif contact.pk:
        contact.delete()
    record(case, EventKind.CONTACT_EDITED, at=now, officer=by)
    if has_another_address:
        mail_address.ask(case, contact, now=now, officer=by)
    return case


@transaction.atomic
def release(case: Case, *, by: User, now: datetime) -> Case:
    """A case held back in a flood is a message to the Commune after all: its author gets the mail that waited,

    or is asked to confirm the address.
    """
    case = locked_open(case)
    if case.is_held:
        case.is_held = False
        case.save(update_fields=["is_held"])
        record(case, EventKind.RELEASED, at=now, officer=by)
        for event in case.events.filter(kind=EventKind.FILED):
            tell(event)
        mail_address.ask(case, Contact.objects.filter(case=case).first(), now=now, officer=by)
    return case


@transaction.atomic
def prepare(
    case: Case, words: dict[str, str], photos: Sequence[Photo] = (), *, by: User, now: datetime
) -> PublishedCase:
    """Keep the redacted version for another officer, who publishes it as it stands. Raises `consent`, `shown`."""
    case = lock_case(case)
    require_consent(case)
    row = version_of(case)
    if row.published_at and not row.unpublished_at:
        raise ValidationError(TAKE_OFF_FIRST, code="shown")
    PublishedCase.objects.filter(pk=row.pk).delete()
    row = PublishedCase(case=case)  # whoever hands in a version wrote all of it, whoever wrote the former one
    write_version(row, words, photos, prepared_at=now)
    record(
        case, EventKind.NOTE, at=now, officer=by, text=gettext("A version for the public waits for another officer.")
    )
    return row


@transaction.atomic
def publish(
    case: Case, words: dict[str, str], photos: Sequence[Photo] = (), *, by: User, now: datetime
) -> PublishedCase:
    """Put the redacted version on the public pages, or a corrected one in its place.

    `words`: title_ar, text_ar, answer_ar, … of `PublishedCase`. `photos`: those of the case that are shown with it,
    with their `alternative_text`. Raises `consent`; where nobody publishes what they wrote, `shown`, `unprepared` and
    `own_words`.
    """
    case = lock_case(case)
    require_consent(case)
    row = version_of(case)
    if needs_another(By.MUNICIPALITY):
        require_prepared(row, words, photos)
    was = values_of(row)
    write_version(row, words, photos, published_at=row.published_at or now, unpublished_at=None)
    record(case, EventKind.PUBLISHED, at=now, officer=by)
    enter_published(row, was)
    return row


def require_consent(case: Case) -> None:
    if not case.may_be_published or case.erased_at:
        raise ValidationError(_("The author has not agreed to publication."), code="consent")


def version_of(case: Case) -> PublishedCase:
    return PublishedCase.objects.filter(case=case).first() or PublishedCase(case=case)


def require_prepared(row: PublishedCase, words: dict[str, str], photos: Sequence[Photo]) -> None:
    """By another officer, and as it stands there."""
    if row.published_at and not row.unpublished_at:
        raise ValidationError(TAKE_OFF_FIRST, code="shown")
    shown = {photo.pk: photo.alternative_text for photo in photos}
    kept = row.case.photos.filter(is_public=True).values_list("pk", "alternative_text")
    stands = all((getattr(row, column) or "") == (text or "") for column, text in words.items())
    if row.prepared_at is None or not stands or dict(kept) != shown:
        raise ValidationError(PREPARE_FIRST, code="unprepared")
    require_another(By.MUNICIPALITY, row, among=holding(HANDLES[row.case.kind == CaseKind.REQUEST]))


def write_version(row: PublishedCase, words: dict[str, str], photos: Sequence[Photo], **dates: datetime | None) -> None:
    for field, value in (words | dates).items():
        setattr(row, field, value)
    row.full_clean(exclude=["case"])
    row.save()
    row.case.photos.update(is_public=False)
    for photo in photos:
        row.case.photos.filter(pk=photo.pk).update(is_public=True, alternative_text=photo.alternative_text)


@transaction.atomic
def unpublish(case: Case, text: str, *, by: User, now: datetime) -> Case:
    case = lock_case(case)
    if take_off(case, by=By.MUNICIPALITY, now=now):
        record(case, EventKind.UNPUBLISHED, at=now, officer=by, text=text)
    return case
