"""What the journal tells of a row: each app says it of its models (`settings.JOURNALLED`), once."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, TypeGuard

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string
from modeltranslation.fields import TranslationField

from tetouan_portal.journal.models import By, Kind
from tetouan_portal.lib.languages import LANGUAGE_CODES, texts

Fact = str | int | bool | None


class Text(str):
    """Words: the line holds their salted digest alone."""

    __slots__ = ()


class Place(NamedTuple):
    """Of a value in a row. `language`: of a translated text, else ""."""

    field: str
    language: str = ""


Told = Mapping[Place, Fact | Text]


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`kind`: of the line with which such a row becomes public.

    `rows(now)`: those that have a place on a public page, withdrawn ones too; `since(row)`: the day on which it became
    public, where that is known.
    """

    kind: Kind | Callable[[Any], Kind]
    page: Callable[[Any], Any]  # the row whose page shows it, or that page's address
    by: Callable[[Any], By]
    rows: Callable[[datetime.datetime], QuerySet]
    facts: tuple[str, ...] = ()
    more: Mapping[str, Callable[[Any], Fact]] = field(default_factory=dict)  # facts that need more than their column
    texts: tuple[str, ...] = ()
    since: Callable[[Any], datetime.date | None] = lambda _row: None
    is_demo: Callable[[Any], bool] = lambda row: bool(getattr(row, "is_demo", False))
    title: Callable[[Any], Mapping[str, str]] | None = None  # of its page, where that has none of its own


@cache
def subjects() -> dict[type[Model], Subject]:
    return {model: subject for path in settings.JOURNALLED for model, subject in import_string(path).items()}


def subject_of(row: Model) -> Subject:
    return subjects()[type(row)]


def kind_of(row: Model) -> Kind:
    kind = subject_of(row).kind
    return kind if isinstance(kind, Kind) else kind(row)


def name_of(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def title_of(row: Model) -> Mapping[str, str]:
    """Of the page that shows it, as it is called now."""
    subject = subject_of(row)
    return subject.title(row) if subject.title else texts(subject.page(row), "title")


def address_of(row: Model) -> str:
    """Of the page that shows it, without the language in front: /commitments/citizen-budget/."""
    page = subject_of(row).page(row)
    return without_language(page if isinstance(page, str) else page.get_absolute_url())


def without_language(address: str) -> str:
    first, _slash, rest = address.removeprefix("/").partition("/")
    return f"/{rest}" if first in LANGUAGE_CODES else address


def values_of(row: Model) -> dict[Place, Fact | Text]:
    """What the journal tells of it now. An empty text is none."""
    subject = subject_of(row)
    told: dict[Place, Fact | Text] = {Place(name): fact_of(row, name) for name in subject.facts}
    told |= {Place(name): tell(row) for name, tell in subject.more.items()}
    for name in subject.texts:
        for place, column in places_of(row, name):
            told[place] = Text(getattr(row, column)) if getattr(row, column) else None
    return told


def places_of(row: Model, name: str) -> list[tuple[Place, str]]:
    original = row._meta.get_field(name)
    columns = [other for other in row._meta.concrete_fields if is_translation(other, original)]
    return [(Place(name, column.language), column.name) for column in columns] or [(Place(name), name)]


def is_translation(other: Any, original: Any) -> TypeGuard[TranslationField]:
    return isinstance(other, TranslationField) and other.translated_field.name == original.name


def fact_of(row: Model, name: str) -> Fact:
    value = getattr(row, name)
    if callable(value):
        value = value()
    return as_fact(value)


def as_fact(value: Any) -> Fact:
    """Dates and decimals as strings; another row by its permanent name, or by its number."""
    if isinstance(value, Model):
        return getattr(value, "slug", "") or name_of(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)
