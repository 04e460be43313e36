"""What a file hides, in the words of the three languages; nothing passes before somebody has looked and decided."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from budget_docs.models import DocumentFile
from tetouan_portal.lib.hidden_contents import COUNTED, in_words, require_nothing_hidden, take_up
from tetouan_portal.lib.inspection.hiding.tally import KINDS, Hidden


def file(*hidden):
    found = DocumentFile(filename="budget.xlsx")
    found.note_hidden(hidden)
    return found


def test_every_kind_has_its_words():
    assert set(COUNTED) == set(KINDS)


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [
        ("fr", 1, "1 feuille masquée"),
        ("fr", 3, "3 feuilles masquées"),
        ("es", 2, "2 hojas ocultas"),
        ("ar", 1, "ورقة مخفية واحدة"),
        ("ar", 2, "ورقتان مخفيتان"),
        ("ar", 5, "5 أوراق مخفية"),
        ("ar", 11, "11 ورقة مخفية"),
    ],
)
def test_so_many_hidden_sheets_are_counted_as_the_language_counts(language, n, words):
    with translation.override(language):
        assert in_words({"kind": "sheets", "n": n, "places": []}) == words


@pytest.mark.parametrize(("language", "between"), [("fr", ", "), ("ar", "، ")])
def test_places_are_listed_with_the_marks_of_the_language_and_keep_their_direction(language, between):
    with translation.override(language):
        assert in_words({"kind": "rows", "n": 4, "places": ["a", "b"]}).endswith(f"(\u2068a{between}b\u2069)")


def test_nothing_passes_before_somebody_has_looked_and_nothing_hidden_without_a_reason():
    for rows, code in (([DocumentFile()], "unexamined"), ([file(), file(Hidden("rows", 1, []))], "hides")):
        with pytest.raises(ValidationError) as error:
            require_nothing_hidden(rows)
        assert error.value.code == code
    require_nothing_hidden([file()])


def test_a_reason_for_a_kind_that_the_file_does_not_hide_is_none():
    with pytest.raises(ValidationError) as error:
        take_up(file(Hidden("rows", 1, [])), {"sheets": "Un motif"}, by=None)
    assert error.value.code == "unexplained"


def test_what_came_with_nothing_hidden_is_not_held_back():
    assert not file().held_back
    assert file(Hidden("rows", 1, [])).held_back
