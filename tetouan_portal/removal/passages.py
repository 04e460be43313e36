"""The sentence that stands where something was removed: in the row itself, and in what repeats its words."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import JSONField, Model
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from psycopg import sql
from psycopg.types.json import Jsonb

from tetouan_portal.journal.subjects import places_of
from tetouan_portal.lib.languages import LANGUAGE_CODES
from tetouan_portal.removal.models import Ground, Removal, RemovedPlace
from tetouan_portal.removal.removable import Copies, texts_of

LEAST_INSIDE = 12  # characters: shorter words are found by chance inside of others
Words = Mapping[str, str]  # text: its language
Change = Callable[[Any], Any]  # of a value: what it is without them


def sentences_of(ground: str, day: datetime.date) -> dict[str, str]:
    """{"ar": …}"""
    told = {}
    for code in LANGUAGE_CODES:
        with override(code):
            words = {"date": date_format(day, "DATE_FORMAT"), "ground": Ground(ground).label}
            told[code] = gettext("[Removed on %(date)s by law: %(ground)s]") % words
    return told


def overwrite(removal: Removal, row: Model) -> Words:
    """Past the model: its own column of a translated text repeats one of them, and is written too. The words."""
    went = texts_of(row, removal.part, removal.language)
    words = {text: language or settings.LANGUAGE_CODE for language, text in went.values()}
    if isinstance(row._meta.get_field(removal.part), JSONField):
        write(removal, row, {removal.part: without(getattr(row, removal.part), words, removal.sentences)})
        return words
    # Of a text that goes in every language each one says so, also where there was no translation.
    told = {
        column: removal.sentences[place.language or settings.LANGUAGE_CODE]
        for place, column in places_of(row, removal.part)
        if column in went or not removal.language
    }
    told.setdefault(removal.part, removal.sentences[removal.language or settings.LANGUAGE_CODE])
    write(removal, row, told)
    return words


def write(removal: Removal, row: Model, values: Mapping[str, Any]) -> None:
    """Names the places first: the database lets nothing else pass."""
    table = row._meta.db_table
    for column in values:
        RemovedPlace.objects.get_or_create(removal=removal, table=table, row_pk=str(row.pk), column=column)
    sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(column)) for column in values)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("update {} set {} where id = %s").format(sql.Identifier(table), sets).as_string(),
            [*(as_value(row, *one) for one in values.items()), row.pk],
        )


def as_value(row: Model, column: str, value: Any) -> Any:
    return Jsonb(value) if isinstance(row._meta.get_field(column), JSONField) else value


def take_out(removal: Removal, copies: Copies, row: Model, change: Change) -> None:
    """Of rows that repeat what goes, each locked: two removals may meet in one."""
    for other in repeating(copies, row, change, lock=True):
        values = {name: getattr(other, name) for name in copies.columns}
        new = {name: change(value) for name, value in values.items()}
        write(removal, other, {name: value for name, value in new.items() if value != values[name]})
        other.refresh_from_db()
        copies.after(other)


def repeating(copies: Copies, row: Model, change: Change, *, lock: bool = False) -> Iterator[Any]:
    rows = copies.rows(row).order_by("pk")
    for other in rows.select_for_update(of=("self",)) if lock else rows:
        if any(change(value := getattr(other, name)) != value for name in copies.columns):
            yield other


def words_out(words: Words, sentences: Mapping[str, str]) -> Change:
    return lambda value: without(value, words, sentences)


def removed_name(filename: str) -> str:
    """The name that somebody gave a file may tell of a person too."""
    ending = PurePosixPath(filename).suffix
    return f"removed{ending if re.fullmatch(r'[.][A-Za-z0-9]{1,10}', ending) else ''}"


def name_out(row: Any) -> Change:
    """Of a file that has its name still: the name by itself, and in the address."""
    new = removed_name(row.filename)
    names = {f"{row.key}/{quote(row.filename)}": f"{row.key}/{new}", row.filename: new}

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: renamed(one) for key, one in value.items()}
        if isinstance(value, list):
            return [renamed(one) for one in value]
        if not isinstance(value, str) or value in names:
            return names.get(value, value) if isinstance(value, str) else value
        return value.replace(*next(iter(names.items())))

    return renamed


def without(value: Any, words: Words, sentences: Mapping[str, str], language: str = "") -> Any:
    """JSON, or a text, in which each text that is one of the words, or holds them, tells of the removal."""
    if isinstance(value, dict):
        return {
            key: without(one, words, sentences, key if key in sentences else language) for key, one in value.items()
        }
    if isinstance(value, list):
        return [without(one, words, sentences, language) for one in value]
    if not isinstance(value, str):
        return value
    for text, own in sorted(words.items(), key=lambda pair: -len(pair[0])):
        sentence = sentences.get(language or own, sentences[settings.LANGUAGE_CODE])
        if value == text:
            return sentence
        if len(text) >= LEAST_INSIDE:
            value = value.replace(text, sentence)
    return value
