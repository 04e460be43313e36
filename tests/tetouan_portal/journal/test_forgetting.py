import pytest
from django.core.management import call_command

from participation.case import author_acts, desk_acts
from participation.models import PublishedCase
from tests.factories.commitments import StaffFactory, StatementFactory
from tests.factories.participation import CaseFactory, PublishedCaseFactory
from tetouan_portal.journal.becoming import enter_public
from tetouan_portal.journal.chain import first_break
from tetouan_portal.journal.models import JournalLine

pytestmark = pytest.mark.django_db
WORDS = {
    "title_fr": "Lampadaire éteint devant chez Amina",
    "text_fr": "Rue sombre",
    "answer_fr": "Ce sera réparé",
}


@pytest.fixture
def case():
    return CaseFactory(closed=True, may_be_published=True)


@pytest.fixture
def publish(case, now):
    officer = StaffFactory()
    return lambda **words: desk_acts.publish(case, WORDS | words, by=officer, now=now)


@pytest.fixture
def now():
    from django.utils import timezone  # noqa: PLC0415

    return timezone.now()


def said():
    """Everything that the journal still says in words."""
    return [words["text"] for line in JournalLine.objects.all() for words in line.texts.values() if words]


def happened():
    return list(JournalLine.objects.order_by("number").values_list("kind", "by"))


def test_what_a_correction_took_out_goes_from_the_journal_and_the_rest_stays(publish):
    publish()
    publish(title_fr="Lampadaire éteint")

    assert happened() == [("published", "municipality"), ("corrected", "municipality")]
    assert not [text for text in said() if "Amina" in text]
    assert {"Lampadaire éteint", "Rue sombre", "Ce sera réparé"} <= set(said())
    assert first_break() is None


def test_an_author_who_takes_the_consent_back_takes_the_words_out_of_the_journal(case, publish, now):
    publish()

    author_acts.agree_to_publication(case, agrees=False, now=now)

    assert happened() == [("published", "municipality"), ("withdrawn", "author")]
    assert said() == []
    assert first_break() is None


def test_an_author_who_withdraws_the_message_leaves_no_word_in_the_journal(case, publish, now):
    publish()

    author_acts.withdraw(case, now=now)

    assert happened()[-1] == ("withdrawn", "author")
    assert said() == []
    assert not PublishedCase.objects.exists()
    assert first_break() is None


def test_the_desk_that_takes_a_case_off_takes_its_words_out_of_the_journal(case, publish, now):
    publish()

    desk_acts.unpublish(case, "Un nom y figurait", by=StaffFactory(), now=now)

    assert happened()[-1] == ("withdrawn", "municipality")
    assert said() == []


def test_an_invented_text_goes_with_the_demonstration_and_a_real_one_stays():
    invented, real = StatementFactory(summary_fr="Inventé", is_demo=True), StatementFactory(summary_fr="Vrai")
    published = PublishedCaseFactory(case__is_demo=True, title_fr="Inventé aussi")
    enter_public(invented, real, published)

    call_command("remove_demo")

    assert "Vrai" in said()
    assert not [text for text in said() if "Inventé" in text]
    assert first_break() is None


def test_what_was_taken_off_and_published_anew_is_told_again(case, publish, now):
    publish()
    desk_acts.unpublish(case, "Un nom y figurait", by=StaffFactory(), now=now)

    publish(title_fr="Lampadaire éteint")

    assert "Lampadaire éteint" in said()
    assert not [text for text in said() if "Amina" in text]
