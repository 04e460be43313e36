import io

import pytest
from django.utils import translation
from PIL import Image

from tetouan_portal.lib.share_card import SIZE, Column, Row, Words, png, version
from tetouan_portal.lib.share_card.card import Card
from tetouan_portal.lib.share_card.drawing import MARGIN, SMALL, TITLES, title_lines

SIDES = (Column("Déclaré", "substantial", "substantiel"), Column("Évalué", "limited", "limité"))
COMMITMENT = Card("fr", "Tétouan", Words("Publier le budget", "fr"), kicker="Engagement 1", columns=SIDES)
STANDING = Card(
    *("fr", "Tétouan", Words("Où en sont les engagements", "fr")),
    columns=(Column("Commune"), Column("Organe de suivi")),
    rows=(Row("complete", "achevé", (3, 2)), Row("no_evidence", "aucune preuve", (None, 1))),
)
PORTAL = Card("fr", "Tétouan", Words("Qu’a promis la Commune ?", "fr"), facts=("Déclaré", "Évalué"))
EVERY_LEVEL = ("complete", "substantial", "limited", "not_started", "no_evidence", "")


def picture(card):
    return Image.open(io.BytesIO(png(card))).convert("RGB")


def ink(card, box):
    """How many points of a part of the picture are dark: text, stars and lines, not the pattern behind."""
    return sum(picture(card).crop(box).convert("L").point(lambda light: light < 140 and 1).get_flattened_data())


@pytest.mark.parametrize("card", [COMMITMENT, STANDING, PORTAL])
def test_a_card_has_the_size_that_networks_ask_for_and_is_light(card):
    assert Image.open(io.BytesIO(png(card))).format == "PNG"
    assert picture(card).size == SIZE == (1200, 630)
    assert len(png(card)) < 100_000


def test_the_same_card_is_the_same_picture_and_another_word_another():
    assert png(COMMITMENT) == png.__wrapped__(COMMITMENT)
    assert png(COMMITMENT) != png(COMMITMENT._replace(warning="31 mois de retard"))


def test_a_version_tells_cards_apart():
    cards = [COMMITMENT, STANDING, PORTAL, COMMITMENT._replace(demonstration="Démonstration")]
    assert len({version(card) for card in cards}) == 4
    assert version(COMMITMENT) == version(COMMITMENT._replace())


def test_an_arabic_card_begins_at_the_right():
    start, end = (MARGIN, 10, 600, 80), (600, 10, 1200 - MARGIN, 80)
    arabic = PORTAL._replace(language="ar", site="تطوان جماعة منفتحة", title=Words("ما الذي وُعد به؟", "ar"))
    assert ink(PORTAL, start) > ink(PORTAL, end) == 0
    assert ink(arabic, end) > ink(arabic, start) == 0


def test_levels_differ_by_shape_and_not_by_colour_alone():
    shapes = set()
    for level in EVERY_LEVEL[:5]:
        card = COMMITMENT._replace(columns=(Column("Déclaré", level, ""), SIDES[1]))
        box = picture(card).crop((88, 454, 132, 498)).convert("L").point(lambda light: 255 * (light < 190))
        shapes.add(box.tobytes())
    assert len(shapes) == 5


def test_a_demonstration_is_marked():
    mark = (640, 10, 1200 - MARGIN, 80)
    assert ink(STANDING, mark) == 0
    assert ink(STANDING._replace(demonstration="Données de démonstration"), mark) > 0


@pytest.mark.parametrize("words", [3, 12, 200])
@pytest.mark.parametrize(("language", "word"), [("ar", "الالتزامات"), ("fr", "engagements")])
def test_a_title_of_any_length_fits_and_stays_legible(words, language, word):
    found, size = title_lines(Words(" ".join([word] * words), language), 206, room=1072)
    assert 1 <= len(found) <= 4
    assert size >= min(TITLES) >= SMALL
    assert found[-1].text.endswith("…") is (words == 200)


@pytest.mark.parametrize("count", [1, 30, 4000])
def test_any_number_of_commitments_stays_within_the_card(count):
    row = Row("complete", "aucune déclaration à ce jour", (count, count))
    card = STANDING._replace(rows=(row,) * 6)
    margins = [(0, 120, 40, 520), (1160, 120, 1200, 520)]
    assert [ink(card, box) for box in margins] == [0, 0]


def test_every_level_at_once_ends_above_the_roofs():
    card = STANDING._replace(rows=tuple(Row(level, level or "silent", (2, 2)) for level in EVERY_LEVEL))
    assert ink(card, (MARGIN, 515, 100, 520)) == 0


def test_the_host_gives_way_to_what_the_card_is_as_of():
    end = (900, 570, 1200 - MARGIN, 620)
    short, long = COMMITMENT._replace(address="example.org"), "Situation des 12 engagements au 31 décembre"
    light = Card._replace(short, foot="Mai 2026"), Card._replace(short, foot=long * 2)
    assert sum(picture(light[0]).crop(end).convert("L").point(lambda value: value > 140).get_flattened_data()) > 0
    assert png(light[1]) == png(light[1]._replace(address=""))


def test_the_description_says_in_words_what_the_card_shows():
    assert COMMITMENT.description == "Publier le budget · Engagement 1 · Déclaré – substantiel · Évalué – limité"
    with translation.override("fr"):
        description = STANDING.description
    assert description == (
        "Où en sont les engagements · achevé (Commune 3, Organe de suivi 2) · aucune preuve (Organe de suivi 1)"
    )
