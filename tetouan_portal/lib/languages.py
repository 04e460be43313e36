"""The portal's languages: columns of a translated field, direction, which text is missing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext, override

LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)
RIGHT_TO_LEFT = frozenset({"ar"})
# A character that is seen; read alike by Python and PostgreSQL.
LEGIBLE = r"[^\s\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def columns(field: str) -> list[str]:
    """The concrete columns of a translated field: title → title_ar, title_fr, title_es."""
    return [f"{field}_{code}" for code in LANGUAGE_CODES]


def in_some_language(field: str) -> Q:
    """The condition that a translated field is filled in at least one language."""
    condition = Q()
    for column in columns(field):
        condition |= Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})
    return condition


def legible_in_some_language(field: str) -> Q:
    """As `in_some_language`, and blanks or invisible marks alone do not count."""
    condition = Q()
    for column in columns(field):
        condition |= Q(**{f"{column}__isnull": False, f"{column}__regex": LEGIBLE})
    return condition


def is_legible(text: str | None) -> bool:
    return bool(re.search(LEGIBLE, text or ""))


def in_no_language(field: str) -> Q:
    condition = Q()
    for column in columns(field):
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{column: ""})
    return condition


def texts(instance: object, field: str) -> dict[str, str]:
    """Every language of a translated field, for a snapshot: {"ar": …, "fr": …, "es": …}."""
    return {code: getattr(instance, f"{field}_{code}") or "" for code in LANGUAGE_CODES}


def best_text(by_language: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text to show a reader of `language`, and the language it is in ("" when there is none)."""
    for code in (language, *LANGUAGE_CODES):
        if text := by_language.get(code):
            return text, code
    return "", language


def list_names(names: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Several names as one text of every language, each borrowed where it is missing."""
    return {code: " · ".join(best_text(name, code)[0] for name in names) for code in LANGUAGE_CODES}


def verbose_name(model: type[Model], field: str) -> Any:
    """The lazy name of one of a model's own columns."""
    column: Any = model._meta.get_field(field)
    return column.verbose_name


def missing_languages(instance: object, fields: list[str]) -> list[str]:
    """The languages in which a text is missing that another language has."""
    return [
        code
        for code in LANGUAGE_CODES
        if any(not getattr(instance, f"{field}_{code}") and any(texts(instance, field).values()) for field in fields)
    ]


def in_every_language(words: str | Promise, **params: object) -> dict[str, str]:
    """A message id of the catalogues, or a lazy translation, as a text like those of the rows: {"ar": …, …}."""
    by_language = {}
    for code in LANGUAGE_CODES:
        with override(code):
            text = gettext(words) if isinstance(words, str) else str(words)
            by_language[code] = text % params if params else text
    return by_language
