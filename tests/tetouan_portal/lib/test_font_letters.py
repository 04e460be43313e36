import pytest

from tetouan_portal.lib import pdf
from tetouan_portal.lib.font_letters import letters_of


@pytest.mark.parametrize("path", pdf.FONTS)
def test_a_font_says_what_its_glyphs_stand_for(path):
    letters = set(letters_of(pdf.STATIC / path).values())
    assert {"لا", "لأ", "لإ", "لآ", "إ", "\u064f", "\u064e\u0651", "fi", "A"} <= letters


def test_joined_forms_stand_for_their_letter():
    letters = list(letters_of(pdf.STATIC / pdf.FONTS[0]).values())
    assert letters.count("ب") >= 4
    assert not [text for text in letters if any("\ufe80" <= letter <= "\ufefc" for letter in text)]


def test_nothing_is_known_of_another_font():
    assert pdf.letters_by_name("Amiri") == {}
