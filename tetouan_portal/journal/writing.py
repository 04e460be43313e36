"""Writing a line: at the end of the act that makes something public, in its transaction.

At the end, because from then on until the transaction ends every other public act waits: two of one moment stand in one
order.
"""

import datetime
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from tetouan_portal.journal.models import BEFORE_THE_FIRST, By, JournalLine, Kind
from tetouan_portal.journal.subjects import (
    Fact,
    Place,
    Text,
    Told,
    address_of,
    as_fact,
    name_of,
    subject_of,
    title_of,
    values_of,
)

LOCK = 0x6A6F7572  # "jour"
SALT_BYTES = 16
NO_WORDS: Mapping[str, str] = {}


@dataclass
class Sealed:
    """The texts of a line on their way to its side, each under its digest."""

    kept: dict[str, dict[str, str]] = field(default_factory=dict)

    def seal(self, value: Fact | Text) -> Any:
        if not isinstance(value, Text):
            return value
        salt = secrets.token_hex(SALT_BYTES)
        digest = digest_of(salt, value)
        self.kept[digest] = {"salt": salt, "text": str(value)}
        return {"digest": digest}

    def seal_words(self, words: Mapping[str, str]) -> list[dict[str, Any]]:
        given = [(code, (text or "").strip()) for code, text in words.items()]
        return [{"language": code, **self.seal(Text(text))} for code, text in given if text]


def digest_of(salt: str, text: str) -> str:
    return hashlib.sha256((salt + text).encode()).hexdigest()


def enter(
    kind: Kind,
    row: Model,
    *,
    was: Told | None = None,
    becomes: Told | None = None,
    by: By | None = None,
    reason: Mapping[str, str] = NO_WORDS,
    decision: Mapping[str, str] = NO_WORDS,
    decided_on: datetime.date | None = None,
    since: datetime.date | None = None,
    is_opening: bool = False,
) -> JournalLine:
    """The next line of the journal: what happened to `row`, by which side, why, by which decision.

    `was`: `values_of(row)` before the act, None for what was not public; `becomes`: afterwards, if not all that the
    row says now. Without a difference the act itself is the news. Outside a transaction it raises.
    """
    becomes = values_of(row) if becomes is None else becomes
    sealed = Sealed()
    told = {
        "about": address_of(row),
        "at": as_fact(timezone.now()),
        "by": (by or subject_of(row).by(row)).value,
        "changes": differences(was or {}, becomes, sealed),
        "decision": {"on": as_fact(decided_on), "words": sealed.seal_words(decision)} if decided_on else None,
        "demonstration": subject_of(row).is_demo(row),
        "kind": kind.value,
        "opening": is_opening,
        "public_since": as_fact(since),
        "reason": sealed.seal_words(reason),
        "subject": name_of(row),
        "title": sealed.seal_words(title_of(row)),
    }
    return append(told, sealed.kept)


def differences(was: Told, becomes: Told, sealed: Sealed) -> list[dict[str, Any]]:
    places = [*becomes, *(place for place in was if place not in becomes)]
    return [
        {**named(place), "from": sealed.seal(was.get(place)), "to": sealed.seal(becomes.get(place))}
        for place in places
        if was.get(place) != becomes.get(place)
    ]


def named(place: Place) -> dict[str, str]:
    return {"field": place.field} | ({"language": place.language} if place.language else {})


def append(told: dict[str, Any], texts: dict[str, dict[str, str]]) -> JournalLine:
    wait_for_turn()
    last = JournalLine.objects.order_by("-number").values_list("number", "sha256").first() or (0, BEFORE_THE_FIRST)
    told |= {"number": last[0] + 1, "prior": last[1]}
    entry = rfc8785.dumps(told)
    line = JournalLine(
        number=told["number"],
        at=told["at"],
        entry=entry.decode(),
        sha256=hashlib.sha256(entry).hexdigest(),
        texts=texts,
    )
    line.save(force_insert=True)
    return line


def wait_for_turn() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a line of the journal belongs to the transaction of its act")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
