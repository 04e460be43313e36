import pytest

from tetouan_portal.lib.share_card import Words
from tetouan_portal.lib.share_card.words import balance, can_shape, lines, shorten, width

LONG = Words("Observatoire communal de l’environnement, du climat et du développement durable " * 3, "fr")


def test_this_machine_shapes_arabic():
    assert can_shape()


def test_arabic_letters_are_joined_and_so_take_less_room_than_apart():
    joined = width(Words("التزامات", "ar"), 60)
    assert joined < sum(width(Words(letter, "ar"), 60) for letter in "التزامات") * 0.8


def test_a_range_keeps_its_order_among_arabic_words():
    assert Words("برنامج 2023-2028", "ar").shaped == "برنامج \u20662023-2028\u2069"
    assert Words("Programme 2023-2028", "fr").shaped == "Programme 2023-2028"


@pytest.mark.parametrize("at_most", [1, 2, 4])
def test_a_text_fills_at_most_so_many_lines_none_wider_than_the_room_and_says_that_it_was_cut(at_most):
    found = lines(LONG, 50, "Bold", room=900, at_most=at_most)
    assert len(found) == at_most
    assert all(width(line, 50, "Bold") <= 900 for line in found)
    assert found[-1].text.endswith("…")


def test_a_text_that_fits_is_whole():
    found = lines(Words("Publier le budget", "fr"), 50, "Bold", room=300, at_most=3)
    assert " ".join(line.text for line in found) == "Publier le budget"


def test_a_single_word_wider_than_the_room_is_cut():
    found = lines(Words("م" * 400, "ar"), 50, "Bold", room=500, at_most=2)
    assert len(found) == 1
    assert width(found[0], 50, "Bold") <= 500


def test_balanced_lines_hold_the_same_words_in_as_many_lines():
    text = Words("Publication proactive et accès à l’information", "fr")
    plain, even = (wrap(text, 64, "Bold", room=1072, at_most=3) for wrap in (lines, balance))
    assert " ".join(line.text for line in even) == text.text
    assert len(even) == len(plain)
    assert max(width(line, 64, "Bold") for line in even) < max(width(line, 64, "Bold") for line in plain)


def test_what_fits_is_not_shortened():
    assert shorten(Words("budget", "fr"), 34, "Regular", 900).text == "budget"


def test_no_text_takes_no_line():
    assert lines(Words("", "ar"), 50, "Bold", room=500, at_most=2) == []
