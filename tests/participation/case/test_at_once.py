"""An author and an officer, or two of either, at one moment: on connections of their own."""

from datetime import UTC, datetime

import pytest

from participation.case import author_acts, desk_acts
from participation.models import CaseLetter, PublishedCase
from tests.at_once import together
from tests.factories import participation as make
from tests.factories.people import clerk

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
WORDS = {"title_fr": "Rue", "text_fr": "Sombre"}


@pytest.mark.django_db(transaction=True)
def test_of_four_who_close_one_case_three_are_told_and_one_mail_is_queued():
    case, officer = make.CaseFactory(), clerk()
    make.ContactFactory(case=case)
    outcomes = together(*[lambda: desk_acts.close(case, "solved", "Fait", by=officer, now=NOW).state] * 4)
    assert sorted(outcomes) == ["closed"] + ["not_open"] * 3
    assert CaseLetter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_agreement_that_is_taken_back_is_never_outrun_by_publication():
    officer = clerk()
    for _each in range(5):
        case = make.CaseFactory(closed=True, may_be_published=True)
        together(
            lambda case=case: author_acts.agree_to_publication(case, agrees=False, now=NOW).may_be_published,
            lambda case=case: desk_acts.publish(case, WORDS, by=officer, now=NOW).pk,
        )
        assert not PublishedCase.objects.live().filter(case=case).exists()


@pytest.mark.django_db(transaction=True)
def test_a_case_erased_while_it_is_answered_keeps_no_words():
    officer = clerk()
    for _each in range(5):
        case = make.CaseFactory()
        together(
            lambda case=case: author_acts.withdraw(case, now=NOW).state,
            lambda case=case: desk_acts.answer(case, "Voici", by=officer, now=NOW).state,
        )
        case.refresh_from_db()
        assert (case.state, case.text) == ("withdrawn", "")
        assert not case.events.exclude(text="").exists()


@pytest.mark.django_db(transaction=True)
def test_a_reply_that_is_sent_four_times_at_once_is_one_reply():
    case = make.CaseFactory()
    together(*[lambda: author_acts.reply(case, "Rue Sidi Mandri", now=NOW).state] * 4)
    assert case.events.count() == 1
