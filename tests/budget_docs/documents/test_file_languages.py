import pytest

from budget_docs.documents.file_languages import of_name, of_text

ARABIC = "صودق على ميزانية الجماعة برسم سنة 2026 خلال الدورة العادية لشهر أكتوبر"
FRENCH = "Le budget de la commune est voté par le conseil pour les dépenses des services et du personnel"
SPANISH = "El presupuesto del municipio y los gastos de personal se aprueban por el pleno para las obras"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("budget-2026_fr.pdf", "fr"),
        ("Budget 2026 (Français).pdf", "fr"),
        ("budget_ar-fr.pdf", "ar-fr"),
        ("ميزانية 2026 - العربية.pdf", "ar"),
        ("presupuesto-es.pdf", "es"),
        ("ميزانية.pdf", ""),
        ("affaires.pdf", ""),
        ("ar-fr-es.pdf", ""),
    ],
)
def test_a_name_tells_the_language_only_by_a_word_of_its_own(name, language):
    assert of_name(name) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        (FRENCH, "fr"),
        (SPANISH, "es"),
        (f"{ARABIC} {FRENCH}", "ar-fr"),
        (f"{ARABIC} Budget", "ar"),
        ("477 662 600 MAD", ""),
        ("Xyz " * 30, ""),
    ],
)
def test_the_words_tell_the_language_or_say_that_they_cannot(text, language):
    assert of_text(text) == language
