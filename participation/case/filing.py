"""A case comes in: from the portal's form or entered by an officer for somebody at the counter."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.case import mail_address, tracking_code
from participation.case.history import record
from participation.law import due_dates
from participation.models import Case, Channel, Contact, EventKind, Photo, Teller
from participation.models.cases import ABOUT

RELATIONS = ("category", "district", *ABOUT, "entered_by", "due_facts")
CONTACT_FIELDS = ("name", "email", "phone", "postal_address")


class Filed(NamedTuple):
    case: Case
    code: str  # shown once, on the receipt; only its hash is stored


@transaction.atomic
def file_case(
    case: Case,
    *,
    contact: dict[str, str] | None = None,
    photos: Sequence[Photo] = (),
    now: datetime,
    officer: User | None = None,
    entered_at: datetime | None = None,
    is_mailed: bool = True,
) -> Filed:
    """Complete and save an unsaved `case` that holds what the author said.

    Raises ValidationError: `no_words`, or what the fields say.

    `now`: when it arrived, from which its time counts; `entered_at`: when an officer entered it, if that is later.
    `is_mailed`: whether an address that was left is written to.
    `contact`: any of CONTACT_FIELDS, empty ones are not kept. `photos`: of the author's draft, which become the case's.
    """
    code = tracking_code.new_code()
    found = due_dates.first_due(case.kind, timezone.localdate(now), is_formal=case.is_formal)
    case.received_at = now
    case.due_on, case.due_facts = found
    case.entered_by = officer
    case.channel = case.channel or Channel.WEB
    case.tracking_hash = tracking_code.hash_of(code)
    case.fingerprint = fingerprint(case)
    if not case.text.strip():
        raise ValidationError({"text": ValidationError(_("Write the message."), code="no_words")})
    case.clean_fields(exclude=RELATIONS)  # forms choose them, and the constraints are the database's to check
    case.save(force_insert=True)
    given = {field: (contact or {}).get(field, "").strip() for field in CONTACT_FIELDS}
    kept = Contact.objects.create(case=case, **given) if any(given.values()) else None
    for photo in photos:
        photo.case, photo.draft = case, None
        photo.save(update_fields=["case", "draft"])
    at = entered_at or now
    teller = None if officer else Teller.AUTHOR
    record(case, EventKind.FILED, at=at, officer=officer, by=teller, tells=is_mailed, **entry_details(case, at))
    if is_mailed:
        mail_address.ask(case, kept, now=at, officer=officer)
    return Filed(case, code)


def entry_details(case: Case, entered_at: datetime) -> dict[str, Any]:
    """{"channel", "due", "facts"}: the date that the author is told, and how it was found.

    Of a letter that was entered after its day also "stamped", and "passed": the date gone by then.
    """
    stamped, entered = timezone.localdate(case.received_at), timezone.localdate(entered_at)
    details: dict[str, Any] = {"channel": str(case.channel), "due": case.due_on.isoformat(), "facts": case.due_facts}
    if stamped < entered:
        details["stamped"] = stamped.isoformat()
        details |= {"passed": case.due_on.isoformat()} if case.due_on < entered else {}
    return details


@transaction.atomic
def new_code(case: Case, *, now: datetime, officer: User) -> str:
    """For an author who lost theirs and stands at the counter: the former code opens nothing any more."""
    code = tracking_code.new_code()
    case.tracking_hash = tracking_code.hash_of(code)
    case.save(update_fields=["tracking_hash"])
    record(case, EventKind.NEW_CODE, at=now, officer=officer)
    return code


def fingerprint(case: Case) -> str:
    """Equal for messages of one kind that differ in case, accents, spacing or punctuation alone."""
    words = unicodedata.normalize("NFKD", f"{case.subject} {case.text}".casefold())
    words = " ".join(re.findall(r"\w+", "".join(sign for sign in words if not unicodedata.combining(sign))))
    return hashlib.sha256(f"{case.kind}\n{words}".encode()).hexdigest()
