from types import SimpleNamespace

import pytest

from commitments.models import Institution
from tests.factories.commitments import InstitutionFactory
from tetouan_portal.lib import languages


def row(**texts):
    return SimpleNamespace(**{f"title_{code}": texts.get(code) for code in ("ar", "fr", "es")})


def test_arabic_alone_runs_from_right_to_left():
    assert [languages.direction(code) for code in languages.LANGUAGE_CODES] == ["rtl", "ltr", "ltr"]


def test_a_field_has_a_column_a_language():
    assert languages.columns("title") == ["title_ar", "title_fr", "title_es"]


def test_texts_are_all_there_and_never_none():
    assert languages.texts(row(fr="Un"), "title") == {"ar": "", "fr": "Un", "es": ""}


@pytest.mark.parametrize(
    ("by_language", "language", "shown"),
    [
        ({"ar": "ا", "fr": "f", "es": "e"}, "es", ("e", "es")),
        ({"ar": "", "fr": "f", "es": "e"}, "ar", ("f", "fr")),
        ({"ar": "ا", "fr": "", "es": ""}, "fr", ("ا", "ar")),
        ({"es": "e"}, "ar", ("e", "es")),
        ({"ar": None}, "ar", ("", "ar")),
        ({}, "fr", ("", "fr")),
    ],
)
def test_the_readers_language_comes_first_then_the_others_in_order(by_language, language, shown):
    assert languages.best_text(by_language, language) == shown


def test_missing_is_what_another_language_has():
    assert languages.missing_languages(row(fr="Un"), ["title"]) == ["ar", "es"]
    assert languages.missing_languages(row(), ["title"]) == []
    assert languages.missing_languages(row(ar="ا", fr="f", es="e"), ["title"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("empty", ["", None])
def test_the_conditions_on_columns_see_empty_and_null_alike(empty):
    nothing = {f"name_{code}": empty for code in ("ar", "fr", "es")}
    one = InstitutionFactory(**nothing | {"name_es": "Archivo"})
    assert list(Institution.objects.filter(languages.in_some_language("name"))) == [one]
    assert list(Institution.objects.filter(languages.in_no_language("name"))) == []
