import pytest

from tetouan_portal.lib.excerpts import AROUND, excerpt
from tetouan_portal.lib.search import understood
from tetouan_portal.synonyms.models import Synonym

pytestmark = pytest.mark.django_db


def marked(text, words):
    return [piece.text for piece in excerpt(text, understood(words).stems) if piece.is_found]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Entretien des Jardins publics", "jardin", ["Jardins"]),
        ("L’éclairage de la ville", "eclairage", ["éclairage"]),
        ("صيانةُ الحدائقِ العمومية", "حدائق", ["الحدائقِ"]),
        ("وبالميزانية وثائق", "ميزانيه", ["وبالميزانية"]),
        ("إشراك المجتمع", "اشراك", ["إشراك"]),
        ("Las participaciones y la participación", "participacion", ["participaciones", "participación"]),
        ("376 participants, 3761 autres", "376", ["376", "3761"]),
        ("Rien de tel", "jardin", []),
    ],
)
def test_words_are_marked_however_they_are_written(text, words, found):
    assert marked(text, words) == found


def test_what_a_word_means_is_marked_too():
    Synonym.objects.create(word="ordures", means="propreté, النظافة")
    assert marked("La propreté والنظافة", "ordures") == ["propreté", "والنظافة"]


def test_the_first_place_is_shown_with_what_stands_around_it_and_no_word_is_cut():
    text = " ".join(["avant"] * 100 + ["jardin"] + ["après"] * 100)
    pieces = excerpt(text, {"jardin"})
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) < 2 * AROUND + 60
    assert set(shown.split()) == {"…", "avant", "jardin", "après"}


def test_nothing_is_lost_or_doubled_of_a_short_text():
    text = "<b>Les jardins</b> & les Jardins"
    assert "".join(piece.text for piece in excerpt(text, {"jardin"})) == text


@pytest.mark.parametrize("text", ["", "a", "é" * 5000, "\u0640\u064b", "jardin" * 1000])
def test_any_text_can_be_shown(text):
    assert isinstance(excerpt(text, {"jardin"}), list)
