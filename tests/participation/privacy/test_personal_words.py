import pytest

from participation.models import Contact
from participation.privacy.personal_words import personal_words

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
        ("Joindre le +212 (0)6 12 34 56 78", ["+212 (0)6 12 34 56 78"]),
        ("ou le 212612345678", ["212612345678"]),
        ("en España: +34 612 345 678", ["+34 612 345 678"]),
        ("CIN: L 123456", ["L 123456"]),
        ("RIB 007 640 0001234567890123 45", ["007 640 0001234567890123 45"]),
        ("IBAN MA64 007 640 0001234567890123 45", ["MA64 007 640 0001234567890123 45"]),
        ("la voiture 12345-أ-40", ["12345-أ-40"]),
        ("السيارة 12345 | ب | 6", ["12345 | ب | 6"]),
        ("nom.prenom [at] gmail.com", ["nom.prenom [at] gmail.com"]),
        ("nom (arobase) gmail (point) com", ["nom (arobase) gmail (point) com"]),
        ("voir facebook.com/salma.el.b", ["facebook.com/salma.el.b"]),
        ("sur Instagram, @salma_b", ["@salma_b"]),
        ("Le gardien Rachid Benali refuse", ["Rachid Benali"]),
        ("رفض الحارس رشيد بن علي ذلك", ["رشيد بن علي"]),
        ("ابن الجيران عبد القادر العلمي", ["عبد القادر العلمي"]),
        ("la señora Pérez", []),  # a title is written with its capital
        ("Dossier 2026-00042 du 12 juin 2026", []),
        ("Le lampadaire n° 0612 de la rue", []),
        ("Avenue Mohammed V, rue Youssef Ibn Tachfine", []),
        ("شارع محمد الخامس", []),
        ("BP 12345, 93000 Tétouan", []),
        ("1 225 000 000 dirhams, 477.662.600,00", []),
        ("de 2022-2026, chapitre 10.20.30", []),
        ("Karim ne répond pas", []),  # a given name alone could be anybody's
    ],
)
def test_what_points_to_a_person_is_found(text, found):
    assert personal_words([text], None) == found


def test_what_the_author_gave_as_contact_is_found_without_case_and_accents():
    assert personal_words(["SALMA habite ici", "Bénnani aussi"], CONTACT) == ["SALMA", "Bénnani"]
    assert personal_words(["au 12, Rue du RIF"], CONTACT) == ["12, Rue du RIF"]


@pytest.mark.parametrize(
    ("given", "text", "found"),
    [
        ("Zaynab Qadiri", "شكاية زينب القادري", ["زينب", "القادري"]),
        ("Zaynab Qadiri", "Zineb habite ici", ["Zineb"]),
        ("زينب القادري", "Zaynab Kadiri", ["Zaynab", "Kadiri"]),
        ("Mohammed Bennani", "السيدُ محمّد بناني", ["محمّد", "بناني"]),
        ("Mohammed Bennani", "Mohamed", ["Mohamed"]),
        ("Abdelkader Idrissi", "قال عبد القادر", ["عبد القادر"]),
        ("عبد الرحمن الإدريسي", "Abderrahmane est venu avec Idrissi", ["Idrissi", "Abderrahmane"]),
        ("فاطمة الزهراء", "ولفاطمه بيت", ["ولفاطمه"]),
        ("Aïcha Khaldi", "عائشة وخالدي", ["عائشة", "وخالدي"]),
        ("Salma El Bennani", "Les lampes de la rue sont cassées, rien ne change", []),
        ("سلمى بناني", "المصابيح مكسرة في الزنقة ولا أحد يجيب", []),
    ],
)
def test_a_name_is_found_in_other_spellings_and_in_the_other_script(given, text, found):
    told = personal_words([text], Contact(name=given))

    assert all(any(word in one for one in told) for word in found)
    assert bool(told) == bool(found)


@pytest.mark.parametrize(
    "text", ["12 rue du Rif\n93000 Tétouan", "12, rue du Rif, 93000 Tétouan", "au 12 du Rif (Tétouan 93000)"]
)
def test_the_authors_address_is_found_however_it_is_laid_out(text):
    contact = Contact(postal_address="12 rue du Rif\n93000 Tétouan")

    assert personal_words([f"Bonjour, {text}. Merci"], contact)


def test_the_name_of_the_town_alone_is_no_address():
    contact = Contact(postal_address="12 rue du Rif\n93000 Tétouan")

    assert personal_words(["La commune de Tétouan, rue Mohammed V"], contact) == []


def test_a_name_of_two_letters_alone_is_not_looked_for():
    assert personal_words(["el agua"], CONTACT) == []


def test_each_thing_is_named_once():
    assert personal_words(["Salma", "Salma, Salma"], CONTACT) == ["Salma"]
