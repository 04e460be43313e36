from datetime import UTC, datetime

import pytest

from participation.published.similar import similar_cases
from tests.factories.participation import CaseFactory, CategoryFactory, PublishedCaseFactory

pytestmark = pytest.mark.django_db
SUBJECT = "Un lampadaire qui ne s'allume plus"
TEXT = "Devant ma maison, depuis un mois, près de l’école."


def published(title="Un lampadaire éteint", **options):
    case = CaseFactory(closed=True, may_be_published=True, **options.pop("of", {}))
    return PublishedCaseFactory(case=case, title_fr=title, **options)


def test_a_published_case_that_shares_words_is_offered():
    lamp = published()
    published("Des ordures devant une maison", text_fr="Depuis un mois.", answer_fr="")  # not in the subject
    assert similar_cases(SUBJECT, TEXT, None) == [lamp]


def test_arabic_words_find_arabic_cases():
    found = published("", title_ar="مصباح منطفئ أمام مدرسة", text_fr="", text_ar="منذ أسبوعين", answer_fr="")
    assert similar_cases("المصباح لا يعمل", "أمام منزلي", None) == [found]


def test_the_nearest_come_first_and_only_a_few():
    best = published("Un lampadaire devant une maison, près de l’école")
    for _each in range(4):
        published(of={"category": CategoryFactory()})
    offered = similar_cases(SUBJECT, TEXT, None)
    assert len(offered) == 3
    assert offered[0] == best


def test_a_case_of_another_category_is_not_offered_one_of_none_is():
    roads = CategoryFactory(slug="roads")
    published(of={"category": roads})
    none = published(of={"category": None})
    assert similar_cases(SUBJECT, TEXT, CategoryFactory()) == [none]


def test_what_was_taken_off_is_not_offered():
    published(unpublished_at=datetime(2026, 6, 12, tzinfo=UTC))
    assert similar_cases(SUBJECT, TEXT, None) == []


@pytest.mark.parametrize("text", ["", "   ", "\x00", "de la et le", "' & | ! ( ) :*", "x" * 6000, "🙂 % _ \\"])
def test_whatever_is_typed_finds_nothing_rather_than_failing(text):
    published()
    assert similar_cases(text, text, None) == []
