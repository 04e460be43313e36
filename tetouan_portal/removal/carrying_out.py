"""The second of two people carries a removal out: all of it in one transaction, or nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tetouan_portal.journal.becoming import enter_change
from tetouan_portal.journal.forgetting import forget_place, forget_words
from tetouan_portal.journal.models import By, Kind
from tetouan_portal.journal.subjects import Told, values_of
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.removal import history, passages
from tetouan_portal.removal.models import Removal, RemovalState
from tetouan_portal.removal.proposing import (
    NOT_PUBLIC,
    NOT_YOURS,
    NOTHING_THERE,
    may_remove,
    require_something,
    waiting,
)
from tetouan_portal.removal.removable import copies_of, is_file, is_public, model_of, removables, texts_of

SAME_PERSON = _("Somebody else must carry it out: you proposed it.")
NOT_WITHOUT_THEM = _("These are the words of the independent monitor: one of the two must be of its people.")
CHANGED_MEANWHILE = _("This was changed after you opened it: read it again.")


class Going(NamedTuple):
    """What a removal takes, as it stands now. `texts`: {column: (language, text)}, of a file none."""

    row: Any
    texts: dict[str, tuple[str, str]]

    @property
    def words(self) -> passages.Words:
        return {text: language or settings.LANGUAGE_CODE for language, text in self.texts.values()}

    @property
    def change(self) -> passages.Change:
        """What it does to rows that repeat the words, whatever is told in their place. A file's name is nobody's."""
        return passages.words_out(self.words, dict.fromkeys(LANGUAGE_CODES, ""))

    @property
    def fingerprint(self) -> str:
        told = [self.row.pk, sorted(self.texts.items())]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def going_of(removal: Removal, *, lock: bool = False) -> Going | None:
    """None where the row is gone."""
    model: Any = model_of(removal.table)
    rows = model._base_manager.select_for_update(of=("self",)) if lock else model._base_manager.all()
    row = rows.filter(pk=removal.row_pk).first()
    if row is None:
        return None
    return Going(row, {} if is_file(row, removal.part) else texts_of(row, removal.part, removal.language))


@transaction.atomic
def carry_out(removal: Removal, *, by: Any, seen: str) -> Removal:
    """`seen`: the fingerprint of what the second person read (`Going.fingerprint`).

    Raises ValidationError: `over`, `same_person`, `not_yours`, `not_without_them`, `nothing_there`, `not_public`,
    `changed_meanwhile`.
    """
    held = waiting(removal)
    going = going_of(held, lock=True)
    if going is None:
        raise ValidationError(NOTHING_THERE, code="nothing_there")
    row = going.row
    require_two_people(held, going, by)
    if not is_public(row):
        raise ValidationError(NOT_PUBLIC, code="not_public")
    require_something(row, held.part, held.language)
    if going.fingerprint != seen:
        raise ValidationError(CHANGED_MEANWHILE, code="changed_meanwhile")
    about = removables()[type(row)].about(row)
    was = values_of(about)
    decide(held, by)
    words = take(held, row)
    tell(held, row, about, was)
    forget(held, row, about, words)
    return held


def require_two_people(removal: Removal, going: Going, by: Any) -> None:
    if removal.proposed_by == by:
        raise ValidationError(SAME_PERSON, code="same_person")
    if removal.proposed_by is None or not (may_remove(by) and may_remove(removal.proposed_by)):
        raise ValidationError(NOT_YOURS, code="not_yours")
    two = (removal.proposed_by, by)
    if not all(any(map(is_of_them, two)) for is_of_them in whose(going)):
        raise ValidationError(NOT_WITHOUT_THEM, code="not_without_them")


def whose(going: Going) -> Iterator[Callable[[Any], bool]]:
    """Of each side whose words would go, whether a person is of it."""
    asked = [removables()[type(going.row)].spoken_for(going.row)]
    for copies in copies_of(going.row):
        asked += [copies.spoken_for(row) for row in passages.repeating(copies, going.row, going.change)]
    yield from filter(None, asked)


def decide(removal: Removal, by: Any) -> None:
    """From here until the transaction ends the database lets the sentences pass, in the places that are named."""
    removal.state, removal.decided_by, removal.decided_at = RemovalState.DONE, by, timezone.now()
    removal.sentences = passages.sentences_of(removal.ground, timezone.localdate(removal.decided_at))
    removal.save(update_fields=["state", "decided_by", "decided_at", "sentences"])


def take(removal: Removal, row: Any) -> passages.Words:
    """The words that went; of a file its name."""
    if is_file(row, removal.part):
        change = passages.name_out(row)
        words = removables()[type(row)].let_go(row, removal)
    else:
        words = passages.overwrite(removal, row)
        change = passages.words_out(words, removal.sentences)
    for copies in copies_of(row):
        passages.take_out(removal, copies, row, change)
    return words


def tell(removal: Removal, row: Any, about: Model, was: Told) -> None:
    """One line: that it was, on which ground; of the words their digests alone, once `forget` has passed."""
    about.refresh_from_db()
    enter_change(Kind.REMOVED, about, was=was, by=By.MUNICIPALITY, reason=removal.sentences)


def forget(removal: Removal, row: Any, about: Model, words: passages.Words) -> None:
    history.forget(removal)
    row.refresh_from_db()
    history.rename_in_log(row)
    part = "filename" if is_file(row, removal.part) else removal.part
    former = forget_place(row, part, removal.language)
    forget_words(about, {*words, *former}, but=removal.sentences.values())
