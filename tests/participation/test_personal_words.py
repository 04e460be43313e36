import pytest

from participation.models import Contact
from participation.personal_words import personal_words

CONTACT = Contact(name="Salma El Bennani", email="salma@example.org", postal_address="12, rue du Rif")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrire à ali.b@example.org.", ["ali.b@example.org"]),
        ("Appeler le 06 12-34.56 78", ["06 12-34.56 78"]),
        ("هاتفي ٠٦١٢٣٤٥٦٧٨", ["0612345678"]),
        ("+212 612 345 678", ["+212 612 345 678"]),
        ("Ma carte est L123456", ["L123456"]),
        ("Selon Mme Alaoui, rien", ["Mme Alaoui"]),
        ("قال السيد العلوي", ["السيد العلوي"]),
        ("la señora Pérez", []),  # a title is written with its capital
        ("Dossier 2026-00042 du 12 juin 2026", []),
        ("Le lampadaire n° 0612 de la rue", []),
    ],
)
def test_what_points_to_a_person_is_found(text, found):
    assert personal_words([text], None) == found


def test_what_the_author_gave_as_contact_is_found_without_case_and_accents():
    assert personal_words(["SALMA habite ici", "Bénnani aussi"], CONTACT) == ["SALMA", "Bénnani"]
    assert personal_words(["au 12, Rue du RIF"], CONTACT) == ["12, rue du Rif"]


def test_a_name_of_two_letters_alone_is_not_looked_for():
    assert personal_words(["el agua"], CONTACT) == []


def test_each_thing_is_named_once():
    assert personal_words(["Salma", "Salma, Salma"], CONTACT) == ["Salma"]
