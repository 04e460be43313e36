"""Numbers as people here type them: 1.234,5 · 1 234,5 · 1234.5 · ١٢٣٤٫٥. Exact, never float."""

import re
import unicodedata
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

INVISIBLE = re.compile(r"[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
SPACES = re.compile(r"[\s'’]")
ARABIC_DECIMAL, ARABIC_GROUP = "٫", "٬"
NUMBER = re.compile(rf"[+-]?\d[\d.,{ARABIC_DECIMAL}{ARABIC_GROUP} ]*")


def western_digits(text: str) -> str:
    """Every decimal digit of any script as 0-9."""
    return text if text.isascii() else OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)


def parse_decimal(text: str, mark_if_ambiguous: str = "") -> Decimal:
    """The number meant by `text`. Raises ValueError when it is none, or can be read in two ways.

    Spaces and ٬ stand between thousands, ٫ before decimals; of a point and a comma the last is the
    decimal one. Alone and followed by exactly three digits (1.234, 1,234) either is ambiguous and
    refused, except after a leading zero or where it is known which mark is meant.
    """
    visible = SPACES.sub(" ", INVISIBLE.sub("", text).strip()).replace("−", "-")
    cleaned = western_digits(visible)
    if not NUMBER.fullmatch(cleaned):
        raise ValueError("not a number")
    sign, digits = (cleaned[0], cleaned[1:]) if cleaned[0] in "+-" else ("", cleaned)
    mark = decimal_mark(digits, mark_if_ambiguous)
    whole, _mark, fraction = digits.rpartition(mark) if mark else (digits, "", "0")
    if not re.fullmatch(r"\d+", fraction):
        raise ValueError("not a number")
    return Decimal(f"{sign}{without_groups(whole)}.{fraction}")


def told_mark(text: str) -> str:
    """The mark that this number shows to stand before decimals, "." or ","; "" when it shows none."""
    digits = western_digits(INVISIBLE.sub("", text)).strip().lstrip("+-−")
    marks = [char for char in digits if char in ".,"]
    if len(marks) > 1 and len(set(marks)) == 1:
        return "," if marks[0] == "." else "."
    try:
        mark = decimal_mark(digits)
    except ValueError:
        return ""
    return mark if mark in {".", ","} else ""


def decimal_mark(digits: str, if_ambiguous: str = "") -> str:
    """Which mark stands before the decimals; "" for none. Raises ValueError when it cannot be told."""
    marks = [char for char in digits if not char.isdigit()]
    if ARABIC_DECIMAL in marks:
        return ARABIC_DECIMAL
    if not marks or set(marks) <= {" ", ARABIC_GROUP}:
        return ""
    if len(set(marks)) > 1:
        return marks[-1]
    if len(marks) > 1:
        return ""
    whole, fraction = digits.split(marks[0])
    if len(fraction) == 3 and whole != "0" and len(whole) <= 3:
        if not if_ambiguous:
            raise ValueError("ambiguous")
        return marks[0] if marks[0] == if_ambiguous else ""
    return marks[0]


def without_groups(whole: str) -> str:
    """The digits of a whole number whose thousands one and the same mark may separate."""
    if not re.fullmatch(r"\d+|\d{1,3}([., ٬])\d{3}(?:\1\d{3})*", whole):
        raise ValueError("not a number")
    return re.sub(r"\D", "", whole)


def unpad(value: Decimal) -> str:
    """As a person would type it: no padding zeros, but never exactly three decimals, which `parse_decimal` refuses."""
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


class ExactDecimalField(forms.DecimalField):
    """A decimal typed with a comma, a point, grouping spaces or Arabic-Indic digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
    default_error_messages = {
        "invalid": _("Write a number, for example 1234,5."),
        "ambiguous": _("“%(value)s” can be read in two ways: leave out the mark between thousands."),
    }

    def prepare_value(self, value):
        return unpad(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        if isinstance(value, str) and (value := value.strip()):
            try:
                value = parse_decimal(value)
            except ValueError as error:
                code = "ambiguous" if str(error) == "ambiguous" else "invalid"
                raise ValidationError(self.error_messages[code], code=code, params={"value": value}) from error
        return super().to_python(value)
