"""Entries in words: labels, names and texts as the reader of each language has them."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from commitments.models import Milestone
from tests.factories.commitments import (
    CommitmentFactory,
    InstitutionFactory,
    MilestoneFactory,
    ThemeFactory,
    declare_done,
)
from tetouan_portal.audit.difference import changes, compare
from tetouan_portal.audit.naming import Names

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(rf, entries):
    """A function that gives the newest entry of a table as {label: (former, current)} to a superuser."""
    request = rf.get("/")
    request.user = User.objects.create_superuser("chief")

    def words(table, language="fr"):
        with translation.override(language):
            entry = entries(table)[-1]
            listed = changes(entry, Names(request, [entry]))
            return {change.label: (text(change.former), text(change.current)) for change in listed}

    return words


def text(pieces):
    return pieces if pieces is None else "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "Titre (Espagnol)"), ("es", "Título (Español)"), ("ar", "العنوان (الإسبانيّة)")]
)
def test_a_translated_text_is_named_with_its_language(told, language, label):
    milestone = MilestoneFactory(title_es="Guía")
    Milestone.objects.filter(pk=milestone.pk).update(title_es="Guía nueva")
    assert told("commitments_milestone", language) == {label: ("Guía", "Guía nueva")}


def test_numbers_become_names_and_dates_words(told):
    before, after = InstitutionFactory(name_fr="Division du budget"), InstitutionFactory(name_fr="Division de l’eau")
    milestone = MilestoneFactory(institution=before, due_on="2026-05-04")
    Milestone.objects.filter(pk=milestone.pk).update(institution=after, due_on="2026-06-01")
    assert told("commitments_milestone") == {
        "Institution responsable": ("Division du budget", "Division de l’eau"),
        "Échéance": ("4 mai 2026", "1 juin 2026"),
    }


def test_a_value_that_came_or_went_stands_beside_nothing(told):
    declare_done(MilestoneFactory(), date(2026, 6, 1))
    assert list(told("commitments_milestone").values()) == [("", "1 juin 2026")]


def test_a_choice_is_told_by_its_label(told):
    institution = InstitutionFactory(kind="department")
    type(institution).objects.filter(pk=institution.pk).update(kind="monitor")
    ((former, current),) = told("commitments_institution").values()
    kinds = dict(type(institution)._meta.get_field("kind").flatchoices)
    with translation.override("fr"):
        assert (former, current) == (str(kinds["department"]), str(kinds["monitor"]))


def test_a_deleted_row_of_a_join_table_names_the_other_side_alone(told):
    commitment, theme = CommitmentFactory(), ThemeFactory(name_fr="Eau")
    commitment.themes.add(theme)
    commitment.themes.clear()
    assert told("commitments_commitment_themes") == {"Thème": ("Eau", None)}


def test_a_name_that_nobody_has_any_more_is_a_number(told):
    institution = InstitutionFactory()
    milestone = MilestoneFactory(institution=institution)
    Milestone.objects.filter(pk=milestone.pk).update(institution=None)
    pk = institution.pk
    institution.delete()
    assert told("commitments_milestone", "en")["Responsible institution"] == (f"no. {pk}", "")


def marked(pieces):
    return [(piece.text, piece.is_changed) for piece in pieces]


def test_the_words_that_changed_are_marked():
    former, current = compare("نشر الميزانية كل سنة", "نشر الميزانية المبسطة كل سنة")
    assert marked(former) == [("نشر الميزانية ", False), ("كل سنة", False)]
    assert marked(current) == [("نشر الميزانية ", False), ("المبسطة ", True), ("كل سنة", False)]


def test_a_word_keeps_its_vowel_marks_when_it_is_compared():
    former, _current = compare("تَمَّ النشرُ في تطوان", "تَمَّ الإعلانُ في تطوان")
    assert ("النشرُ", True) in marked(former)


def test_another_text_altogether_is_marked_as_a_whole():
    former, current = compare("Publier le budget", "Ouvrir une nouvelle maison de quartier à la plage")
    assert [piece.is_changed for piece in former + current] == [True, True]


def test_very_long_texts_are_not_compared_word_by_word():
    former, current = compare("mot " * 4000, "mot " * 4000 + "fin")
    assert [piece.is_changed for piece in former + current] == [True, True]
