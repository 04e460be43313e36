from decimal import Decimal

import pytest
from django.forms import Form
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.refusals import refused
from tetouan_portal.lib.numbers import ExactDecimalField, parse_decimal, unpad, western_digits

ARABIC_INDIC, PERSIAN = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
SPACES = (" ", "\u00a0", "\u202f", "\u2009", "'", "’")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"),
        ("  7 ", "7"),
        ("+7", "7"),
        ("-7", "-7"),
        ("−7,5", "-7.5"),
        ("1234", "1234"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1’234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,891", "1234567.891"),
        ("1 234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("1,2345", "1.2345"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("-0,125", "-0.125"),
        ("12,34", "12.34"),
        ("٧", "7"),
        ("١٢٣٤٫٥", "1234.5"),
        ("١٬٢٣٤٫٥", "1234.5"),
        ("١٬٢٣٤", "1234"),
        ("١٫٢٣٤", "1.234"),
        ("١٬٢٣٤٬٥٦٧", "1234567"),
        ("١٢,٥", "12.5"),
        ("۱۲٫۵", "12.5"),
        ("\u200f١٢٫٥\u200e", "12.5"),
        ("007", "7"),
    ],
)
def test_numbers_as_people_type_them(text, value):
    assert parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "123,456", "-1.234", "٣,٢٥٠", "00,125"])
def test_what_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValueError, match="ambiguous"):
        parse_decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "seven", "7 documents", "7%", "1e5", "0x10", "NaN", "Infinity", "½", "²", "Ⅶ", "七"),
        *("1.", ",5", ".5", "1,,5", "1..5", "1.2.3", "1,23,456", "12 34", "1 2", "1 234 56", "1234.567.890"),
        *("1.234,5.6", "1,234.5,6", "1.234 567,8", "1 234.567.890", "1٫2٫3", "1٫234,5", "1٬23", "1٬234 567"),
        *("--7", "7-", "7\x00", "1\u0660\u202e7x"),
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        parse_decimal(text)


def grouped(whole, mark):
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return mark.join(groups)


@given(
    value=st.decimals(-(10**13), 10**13, places=4),
    places=st.integers(0, 4),
    marks=st.tuples(st.sampled_from(["", ".", ",", "٬", *SPACES]), st.sampled_from([".", ",", "٫"])),
    digits=st.sampled_from(["0123456789", ARABIC_INDIC, PERSIAN]),
    around=st.sampled_from(["", "\u200f", "\u202b", " "]),
)
def test_every_accepted_form_is_read_as_what_was_written(value, places, marks, digits, around):
    group, mark = marks
    assume(group != mark)
    value = round(value, places)
    whole, _point, fraction = f"{abs(value):f}".partition(".")
    written = (grouped(whole, group) if group else whole) + (mark + fraction if fraction else "")
    western_marks = [char for char in written if char in ".,"]
    all_marks = [char for char in written if not char.isdigit()]
    if len(all_marks) == 1 and western_marks and len(written.split(western_marks[0])[1]) == 3:
        assume(written.startswith("0") or len(written.split(western_marks[0])[0]) > 3)
    written = written.translate({ord(str(n)): digit for n, digit in enumerate(digits)})
    assert parse_decimal(around + ("-" if value < 0 else "") + written + around) == value


@given(st.text())
def test_any_text_is_a_number_or_refused_and_never_an_accident(text):
    try:
        answer = "number" if parse_decimal(text).is_finite() else "infinite"
    except ValueError as refusal:
        answer = str(refusal)
    assert answer in {"number", "not a number", "ambiguous"}


def test_only_decimal_digits_become_western_digits():
    assert western_digits("٣ and ۴ and ² and Ⅶ") == "3 and 4 and ² and Ⅶ"


# --- the field -----------------------------------------------------------------------


def field():
    return ExactDecimalField(max_digits=18, decimal_places=4)


def test_the_field_keeps_the_exact_value():
    assert field().clean("١٢٫٣٤٥٦") == Decimal("12.3456")
    assert field().clean("99999999999999,9999") == Decimal("99999999999999.9999")
    assert field().clean(Decimal("7.5")) == Decimal("7.5")


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize(
    ("text", "code"), [("1.234", "ambiguous"), ("seven", "invalid"), ("1,23456", "max_decimal_places")]
)
def test_the_field_says_what_is_wrong(language, text, code):
    with translation.override(language):
        with refused(code) as refusal:
            field().clean(text)
        if code == "ambiguous":
            assert "1.234" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("9" * 15, "max_whole_digits"), ("9" * 5000, "max_digits"), ("1" + "0" * 14, "max_whole_digits")],
)
def test_a_number_too_long_for_its_column_is_refused(text, code):
    with refused(code):
        field().clean(text)


def test_nothing_typed_is_no_value():
    assert ExactDecimalField(required=False).clean("  ") is None


def test_what_was_stored_is_shown_and_read_back_alike():
    class ValueForm(Form):
        value = field()

    stored = {"value": Decimal("1234.5000")}
    shown = str(ValueForm(initial=stored)["value"])
    assert 'value="1234.5"' in shown
    assert 'dir="ltr"' in shown
    assert not ValueForm({"value": "1234.5"}, initial=stored).has_changed()


@given(st.decimals(-(10**13), 10**13, places=4))
def test_what_is_shown_without_padding_is_the_same_number(value):
    assert parse_decimal(unpad(value)) == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [("7.0000", "7"), ("100.0000", "100"), ("0.0000", "0"), ("1.2340", "1.2340"), ("0.05", "0.05"), ("-2.50", "-2.5")],
)
def test_padding_zeros_are_left_out_and_three_decimals_avoided(value, shown):
    assert unpad(Decimal(value)) == shown
