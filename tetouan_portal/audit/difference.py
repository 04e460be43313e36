"""An entry as a difference per field, in the reader's words."""

import difflib
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.audit.naming import Names, target_of
from tetouan_portal.audit.tables import field_label, field_of, language_of, models_by_table, names_the_row
from tetouan_portal.lib.languages import direction

# A word with its vowel marks, a mark of punctuation, or the space between them.
TOKEN = re.compile(r"""\s+|[^\s.,;:!?()«»"،؛؟]+|.""")
MOST_TOKENS = 3000  # comparing takes time with the square of the length
LEAST_ALIKE = 0.4  # below, single words that happen to stand in both texts only disturb the reader


class Piece(NamedTuple):
    text: str
    is_changed: bool


class Change(NamedTuple):
    """One field: what it was and what it became, in pieces; None where there was no row."""

    label: str
    language: str  # of the texts: "ar"; "" where they are not translated
    direction: str
    is_masked: bool
    former: list[Piece] | None
    current: list[Piece] | None

    @property
    def only(self) -> list[Piece]:
        """The value of a row that was added or deleted."""
        return self.current or self.former or []


def changes(entry: AuditEntry, names: Names) -> list[Change]:
    former, current = entry.old, entry.new
    table, recorded = entry.table_name, {**(former or {}), **(current or {})}
    listed = [change(entry, column, names) for column in in_order(table, recorded) if not names_the_row(table, column)]
    listed += [
        Change(field_label(table, column), "", "", is_masked=True, former=None, current=None) for column in entry.masked
    ]
    return [one for one in listed if one.is_masked or one.former or one.current]


def in_order(table: str, recorded: dict) -> Iterator[str]:
    """Columns as the model has its fields, then those it has no longer."""
    model = models_by_table().get(table)
    known = [field.column for field in model._meta.local_concrete_fields] if model else []
    yield from (column for column in known if column in recorded)
    yield from sorted(set(recorded) - set(known))


def change(entry: AuditEntry, column: str, names: Names) -> Change:
    field = field_of(entry.table_name, column)
    language = language_of(field)
    was = None if entry.old is None else value_in_words(entry.table_name, column, entry.old.get(column), names)
    becomes = None if entry.new is None else value_in_words(entry.table_name, column, entry.new.get(column), names)
    if isinstance(field, models.TextField | models.CharField) and not field.choices and was and becomes:
        former, current = compare(was, becomes)
    else:
        former, current = whole(was), whole(becomes)
    if entry.operation == "update":
        former, current = former or [], current or []
    label = field_label(entry.table_name, column)
    return Change(label, language, direction(language) if language else "", False, former, current)


def whole(text: str | None) -> list[Piece] | None:
    return [Piece(text, is_changed=False)] if text else None


def compare(was: str, becomes: str) -> tuple[list[Piece], list[Piece]]:
    before, after = TOKEN.findall(was), TOKEN.findall(becomes)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > MOST_TOKENS or matcher.ratio() < LEAST_ALIKE:
        return [Piece(was, is_changed=True)], [Piece(becomes, is_changed=True)]
    former, current = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        is_changed = kind != "equal"
        if a < b:
            former.append(Piece("".join(before[a:b]), is_changed))
        if c < d:
            current.append(Piece("".join(after[c:d]), is_changed))
    return former, current


def value_in_words(table: str, column: str, value: object, names: Names) -> str:
    """A stored value as people read it; "" for none."""
    field = field_of(table, column)
    if value in (None, "", [], {}):
        return ""
    if target := target_of(table, column):
        return names.of(target, value)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return structure_of(value) if isinstance(value, list | dict) else localise(field, value)


def structure_of(value: list | dict) -> str:
    if isinstance(value, list) and not any(isinstance(part, list | dict) for part in value):
        return _(", ").join(str(part) for part in value)
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def localise(field: models.Field | None, value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.DateTimeField):
        return formats.date_format(timezone.localtime(field.to_python(value)), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return formats.date_format(field.to_python(value), "DATE_FORMAT")
    if isinstance(field, models.DecimalField | models.FloatField):
        return formats.number_format(value)
    return str(value)
