import pytest

from participation.forms.message import form_of
from participation.models import Category, District
from tests.factories.commitments import CommitmentFactory
from tests.factories.participation import CategoryFactory, DistrictFactory

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Lampadaire", "text": "Il est éteint.", "category": "lighting"}


@pytest.fixture(autouse=True)
def _lists():
    CategoryFactory()
    DistrictFactory()


def message(kind="complaint", **changes):
    return form_of(kind)({**WORDS, **changes}, kind=kind)


def codes(form):
    return {name: [error.code for error in errors] for name, errors in form.errors.as_data().items()}


def test_subject_text_and_category_are_enough():
    form = message(district="medina", place="Devant l’école")
    assert codes(form) == {}
    assert (form.cleaned_data["category"].slug, form.cleaned_data["district"].slug) == ("lighting", "medina")


def test_what_is_missing_is_told_beside_its_field():
    assert codes(message(subject=" ", text="", category="")) == {
        "subject": ["required"],
        "text": ["required"],
        "category": ["required"],
    }


@pytest.mark.parametrize("value", ["nowhere", "1", "lighting'--", "<b>"])
def test_a_value_that_is_not_offered_is_refused_with_a_sentence(value):
    assert codes(message(category=value, district=value, about=value)) == {
        key: ["invalid_choice"] for key in ("category", "district", "about")
    }


def test_signs_that_no_list_has_are_refused():
    assert codes(message(category="\x00", about="commitment:\x00")) == {
        "category": ["null_characters_not_allowed"],
        "about": ["invalid_choice"],
    }


def test_a_category_that_is_no_longer_offered_is_refused():
    CategoryFactory(slug="parks", is_offered=False)
    assert codes(message(category="parks")) == {"category": ["invalid_choice"]}


def test_without_lists_of_the_desk_the_words_are_enough():
    Category.objects.all().delete()
    District.objects.all().delete()
    assert codes(form_of("complaint")({"subject": "a", "text": "b"}, kind="complaint")) == {}


def test_line_ends_count_once_and_signs_that_nobody_sees_are_left_out():
    form = message(text="a\r\n" * 2500, subject="Lam\x00pa\u202edaire")
    assert codes(form) == {}
    assert form.cleaned_data["subject"] == "Lampadaire"
    assert codes(message(text="a" * 5001)) == {"text": ["max_length"]}


def test_nothing_is_cut_off_by_the_browser():
    assert "maxlength" not in str(message()["text"])


def test_only_a_published_commitment_can_be_meant():
    published = CommitmentFactory(slug="budget")
    CommitmentFactory(slug="draft", is_published=False, axis=published.axis, number=9)
    assert message(about="commitment:budget").is_valid()
    assert codes(message(about="commitment:draft")) == {"about": ["invalid_choice"]}


def test_an_identity_number_is_told_of_and_passes_when_it_is_none():
    form = message(text="Ma carte : AB123456")
    assert codes(form) == {"text": ["identity"]}
    assert form.asks_about_identity
    assert codes(message(text="La lampe AB123456", no_identity="on")) == {}
    assert not message().asks_about_identity


def test_a_formal_request_states_where_it_was_filed():
    formal = {"form": "formal", "category": ""}
    assert codes(message("request", **formal)) == {"national_reference": [None]}
    assert codes(message("request", **formal, national_reference="CH-2026-17")) == {}
    assert codes(message("request", form="informal", category="")) == {}
    assert codes(message("request", form="oral")) == {"form": ["invalid_choice"]}


def test_urgency_says_why():
    urgent = {"form": "informal", "is_urgent": "on"}
    assert codes(message("request", **urgent)) == {"urgency_reason": [None]}
    assert codes(message("request", **urgent, urgency_reason="Une toiture menace.")) == {}
