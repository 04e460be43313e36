"""Numbers as people here type them: 1.234,5 · 1 234,5 · 1234.5 · ١٢٣٤٫٥. Exact, never float."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ARABIC_SEPARATORS = str.maketrans({"٫": ",", "٬": ".", "−": "-"})
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def western_digits(text: str) -> str:
    """Every decimal digit of any script as 0-9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def parse_decimal(text: str) -> Decimal:
    """The number meant by `text`. Raises ValueError when it is none, or can be read in two ways.

    With both marks present the last is the decimal one. A single mark followed by exactly
    three digits (1.234, 1,234) is ambiguous and refused, except after a leading zero.
    """
    cleaned = western_digits(SPACES.sub("", INVISIBLE.sub("", text))).translate(ARABIC_SEPARATORS)
    if not re.fullmatch(r"[+-]?\d[\d.,]*", cleaned):
        raise ValueError("not a number")
    sign, digits = (cleaned[0], cleaned[1:]) if cleaned[0] in "+-" else ("", cleaned)
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return Decimal(sign + digits)
    if len(set(marks)) == 2:
        return Decimal(sign + grouped_with_fraction(digits, marks[-1]))
    if len(marks) > 1:
        return Decimal(sign + without_groups(digits, marks[0]))
    whole, fraction = digits.split(marks[0])
    if len(fraction) == 3 and whole != "0" and len(whole) <= 3:
        raise ValueError("ambiguous")
    if not fraction:
        raise ValueError("not a number")
    return Decimal(f"{sign}{whole}.{fraction}")


def grouped_with_fraction(digits: str, decimal_mark: str) -> str:
    group_mark = "," if decimal_mark == "." else "."
    whole, _mark, fraction = digits.rpartition(decimal_mark)
    if decimal_mark in whole or group_mark in fraction or not fraction:
        raise ValueError("not a number")
    return f"{without_groups(whole, group_mark)}.{fraction}"


def without_groups(digits: str, mark: str) -> str:
    first, *groups = digits.split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        raise ValueError("not a number")
    return first + "".join(groups)


class ExactDecimalField(forms.DecimalField):
    """A decimal typed with a comma, a point, grouping spaces or Arabic-Indic digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    default_error_messages = {
        "invalid": _("Write a number, for example 1234,5."),
        "ambiguous": _("“%(value)s” can be read in two ways: leave out the mark between thousands."),
    }

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                value = parse_decimal(value)
            except ValueError as error:
                code = "ambiguous" if str(error) == "ambiguous" else "invalid"
                raise ValidationError(self.error_messages[code], code=code, params={"value": value}) from error
        return super().to_python(value)
