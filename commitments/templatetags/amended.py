"""What an amendment changed, for a reader (a builtin library). An amendment: a row, or a dict of a dossier."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext

from commitments.models import AmendedField, Direction, Frequency, IndicatorKind, Role
from commitments.models.promised_fields import AMOUNTS, CODES, DATES
from tetouan_portal.lib.digit_runs import isolate
from tetouan_portal.lib.languages import LANGUAGE_CODES, direction
from tetouan_portal.templatetags.portal import day, month, number, one_of

register = template.Library()
KINDS = {"kind": IndicatorKind, "direction": Direction, "frequency": Frequency}


class Told(NamedTuple):
    was: str
    becomes: str


@register.filter
def amended_name(field: str) -> str:
    """Editions that are frozen name a field that later amendments name more closely."""
    return str(AmendedField(field).label) if field in AmendedField.values else gettext("wording")


@register.filter
def changes(amendment: Any) -> list[Told]:
    """From and to, in the reader's words; of words in each language that was touched, the reader's first."""
    read = amendment.get if isinstance(amendment, dict) else lambda name: getattr(amendment, name)
    field, was, becomes = read("field"), read("was"), read("becomes")
    if field in DATES:
        return [dates_told(read("date_from"), read("date_to"))]
    if field in AMOUNTS:
        return [Told(number(was), number(becomes))]
    if field in CODES:
        return [Told(*(KINDS[field](code).label if code else "—" for code in (was, becomes)))]
    if field == AmendedField.INSTITUTIONS:
        return [Told(institutions_told(was), institutions_told(becomes))]
    if becomes is None:
        return [Told(read("wording_from"), read("wording_to"))]
    return list(words_told(was, becomes))


def dates_told(was: Any, becomes: Any) -> Told:
    """By the month, as they are promised, unless nothing of the change would be seen."""
    if was and month(was) == month(becomes):
        return Told(day(was), day(becomes))
    return Told(month(was), month(becomes))


def institutions_told(institutions: list[dict[str, Any]]) -> str:
    names = ((institution_told(one["name"], one["role"]),) for one in institutions)
    return format_html_join(" · ", "{}", names) or "—"


def institution_told(name: dict[str, str], role: str) -> str:
    named = one_of(name)
    return format_html("{} ({})", named, Role(role).label) if role else named


def words_told(was: dict[str, str], becomes: dict[str, str]) -> Iterator[Told]:
    reader = get_language()
    for code in sorted(becomes, key=lambda code: (code != reader, code)):
        yield Told(in_language(was.get(code), code), in_language(becomes[code], code))


def in_language(text: str | None, code: str) -> str:
    if not text or code not in LANGUAGE_CODES:
        return text or "—"
    if code == get_language():
        return isolate(text)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction(code), isolate(text))
