import pytest

from participation import list_loading
from participation.desk.answer_texts import fill, unknown_placeholders
from participation.models import AnswerTemplate
from tests.factories import participation as make

pytestmark = pytest.mark.django_db


def template(**texts):
    return AnswerTemplate.objects.create(slug="first", use="answer", title_fr="Titre", **texts)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("", []),
        ("Votre dossier {reference}, {due_on}, {category}, {district}.", []),
        ("{subject} puis {name}, puis {subject}", ["{subject}", "{name}"]),
        ("{ reference } {Reference} {}", ["{ reference }", "{Reference}", "{}"]),
        ("avant { et après }", ["{ et après }"]),
        ("un } puis un {", ["}", "{"]),
        ("{{reference}}", ["{", "}"]),
        ("{reference", ["{"]),
        ("{plus\nbas}", ["{", "}"]),
        ("{" + "a" * 41 + "}", ["{", "}"]),
        ("%(reference)s", []),
    ],
)
def test_only_what_can_be_filled_in_may_stand_in_braces(text, unknown):
    assert unknown_placeholders(text) == unknown


def test_the_templates_that_the_desk_begins_with_can_all_be_filled_in():
    list_loading.load()
    texts = [getattr(row, f"text_{code}") for row in AnswerTemplate.objects.all() for code in ("ar", "fr", "es")]
    assert any("{due_on}" in text for text in texts)
    assert [unknown for text in texts for unknown in unknown_placeholders(text)] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "Dossier {number}, avant le 31 juillet 2026 : Éclairage public, Médina."),
        ("es", "Caso {number}, antes del 31 de julio de 2026: Alumbrado público, Medina."),
        ("ar", "الملف \u2068{number}\u2069 قبل 31 يوليوز 2026: الإنارة العمومية، المدينة العتيقة."),
    ],
)
def test_a_text_is_filled_in_in_the_language_of_the_case(language, expected):
    row = template(
        text_ar="الملف {reference} قبل {due_on}: {category}، {district}.",
        text_fr="Dossier {reference}, avant le {due_on} : {category}, {district}.",
        text_es="Caso {reference}, antes del {due_on}: {category}, {district}.",
    )
    case = make.CaseFactory(language=language)
    assert fill(row, case) == expected.format(number=case.reference)


def test_a_text_that_another_language_has_is_filled_in_in_that_language():
    case = make.CaseFactory(language="ar")
    row = template(text_fr="Avant le {due_on} : {category}.")
    assert fill(row, case) == "Avant le 31 juillet 2026 : Éclairage public."


def test_a_name_in_another_language_keeps_its_own_direction():
    case = make.CaseFactory(language="ar", district=make.DistrictFactory(slug="new", name_ar="", name_es=""))
    assert fill(template(text_ar="الحي: {district}."), case) == "الحي: \u2068Médina\u2069."


def test_what_the_case_does_not_have_is_empty():
    case = make.CaseFactory(request=True, district=None)
    assert fill(template(text_fr="[{category}][{district}]"), case) == "[][]"


def test_what_is_filled_in_is_not_filled_in_again_and_the_rest_stays():
    case = make.CaseFactory(category=make.CategoryFactory(slug="braces", name_fr="{reference}"))
    assert fill(template(text_fr="{category} {subject} {"), case) == "{reference} {subject} {"


def test_nothing_the_author_wrote_comes_in():
    case = make.CaseFactory(subject="mot-secret", text="mot-secret", place="mot-secret")
    row = template(text_fr="{subject} {text} {place} {reference} {category} {district} {due_on}")
    assert "mot-secret" not in fill(row, case)
