"""What may be removed by law, and what else tells of it: each app says it once of its models (`settings.REMOVABLE`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import JSONField, Model, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from tetouan_portal.journal.subjects import places_of, subjects
from tetouan_portal.removal.models import Removal


@dataclass(frozen=True, kw_only=True)
class Copies:
    """Rows that repeat texts of others as JSON. `after(row)`: what of a changed one is made anew.

    `spoken_for`: as of `Removable`, of these rows: else a side could have the other's words removed by saying them.
    """

    rows: Callable[[Any], QuerySet]  # of the row whose text goes
    columns: tuple[str, ...]
    after: Callable[[Any], None] = lambda _row: None
    spoken_for: Callable[[Any], Callable[[Any], bool] | None] = lambda _row: None


@dataclass(frozen=True, kw_only=True)
class Removable:
    """`about`: the row of the journal that tells of it, where it has no lines of its own.

    `let_go(row, removal)`: destroys the file and all that was made from it, leaves on the row what readers find, and
    tells the words that went, {text: language}.
    `spoken_for(row)`: where one of the two must be of the side whose words these are, whether a person is.
    """

    texts: tuple[str, ...] = ()
    file: str = ""
    let_go: Callable[[Any, Removal], Mapping[str, str]] = lambda _row, _removal: {}
    about: Callable[[Any], Model] = lambda row: row
    copies: tuple[Copies, ...] = ()  # besides those of `settings.REPEATING`
    is_settled: Callable[[Any], bool] = lambda _row: True  # false: somebody is writing anew in it
    has_file: Callable[[Any], bool] = lambda _row: True
    spoken_for: Callable[[Any], Callable[[Any], bool] | None] = lambda _row: None


@cache
def removables() -> dict[type[Model], Removable]:
    return {model: one for path in settings.REMOVABLE for model, one in import_string(path).items()}


def copies_of(row: Model) -> tuple[Copies, ...]:
    return (*removables()[type(row)].copies, *map(import_string, settings.REPEATING))


def model_of(table: str) -> type[Model] | None:
    return next((model for model in removables() if model._meta.db_table == table), None)


def model_named(label: str) -> type[Model] | None:
    """commitments.statement; None where nothing of it is removed."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if model in removables() else None


def is_public(row: Model) -> bool:
    """Whether readers see it, or could: what nobody could is deleted, or changed, where it is written."""
    one = removables()[type(row)]
    about = one.about(row)
    return one.is_settled(row) and subjects()[type(about)].rows(timezone.now()).filter(pk=about.pk).exists()


def texts_of(row: Model, part: str, language: str = "") -> dict[str, tuple[str, str]]:
    """{column: (language, text)} of what stands in a part, in one language or in every one."""
    if isinstance(row._meta.get_field(part), JSONField):
        found = {f"{part}.{code}": (code, text) for code, text in languages_in(getattr(row, part)).items()}
    else:
        found = {column: (place.language, str(getattr(row, column) or "")) for place, column in places_of(row, part)}
    return {column: one for column, one in found.items() if one[1] and language in ("", one[0])}


def languages_in(value: Any) -> dict[str, str]:
    """Of words kept as {"fr": …}; of another value none."""
    return {code: text for code, text in value.items() if isinstance(text, str)} if isinstance(value, dict) else {}


def parts_of(row: Model) -> list[str]:
    """Those in which there is something: texts, then the file."""
    one = removables()[type(row)]
    held = [part for part in one.texts if texts_of(row, part)]
    return held + ([one.file] if one.file and getattr(row, one.file) and one.has_file(row) else [])


def is_file(row: Model, part: str) -> bool:
    return part == removables()[type(row)].file
