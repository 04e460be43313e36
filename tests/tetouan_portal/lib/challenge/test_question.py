import random

import pytest
from django.utils import translation

from tests.tetouan_portal.lib.challenge.posting import form, sent, with_answer
from tetouan_portal.lib.challenge import demand, question
from tetouan_portal.lib.challenge.proof import VALID_FOR

LANGUAGES = ["ar", "fr", "es"]


def test_a_right_answer_passes_once(clock, anywhere):
    data = with_answer(form())
    clock.shift(demand.WAIT)
    assert [sent(data), sent(data)] == [set(), {"used"}]


def test_a_wrong_answer_uses_the_question_up(clock, anywhere):
    data = with_answer(form())
    clock.shift(demand.WAIT)
    assert sent({**data, "answer": "99"}) == {"wrong"}
    assert sent(data) == {"used"}


def test_who_is_too_quick_gets_the_same_question_with_the_answer_and_may_send_again(clock):
    data = with_answer(form())
    clock.shift(demand.WAIT - 1)
    quick = form(data)
    assert not quick.is_valid()
    assert quick.question_token == data["question"]
    assert quick.answer_so_far == data["answer"]
    clock.shift(1)
    assert sent(data) == set()


def test_after_a_wrong_answer_the_question_is_another(clock):
    data = with_answer(form(), answer="99")
    clock.shift(demand.WAIT)
    wrong = form(data)
    assert not wrong.is_valid()
    assert wrong.question_token != data["question"]
    assert wrong.answer_so_far == ""


def test_it_expires_and_is_of_one_form(clock):
    data = with_answer(form())
    clock.shift(VALID_FOR + 1)
    assert sent(data) == {"expired"}
    data = with_answer(form(purpose="tracking"))
    clock.shift(60)
    assert sent(data) == {"invalid"}


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "W10:1x:y", "a" * 100_000])
def test_a_forged_question_is_refused(clock, token):
    assert sent(with_answer(form(), question=token)) == {"invalid"}


@pytest.mark.parametrize("answer", ["", "  "])
def test_no_answer_asks_for_one(clock, answer):
    assert sent(with_answer(form(), answer=answer)) == {"missing"}


def test_no_answer_stands_in_the_page():
    page = form()
    nonce, _age = question.open_token(page.question_token, "submission")
    told = question.signing.loads(page.question_token, salt=question.SALT)
    assert told[:2] == [nonce, "submission"]
    assert len(told) == 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", question.KINDS)
def test_every_kind_of_question_is_asked_in_words_and_has_an_answer_in_words(kind, language):
    with translation.override(language):
        for seed in range(40):
            asked = kind(random.Random(seed))
            assert not [sign for sign in asked.sentence if sign.isdigit() or sign == "%"]
            assert 0 <= asked.answer <= question.LAST
            assert question.number_in(question.words()[asked.answer]) == asked.answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_have_twenty_one_names(language):
    with translation.override(language):
        assert len({question.simplify(word) for word in question.words()}) == 21


def test_questions_differ():
    sentences = {question.question_of(str(number)).sentence for number in range(200)}
    assert len(sentences) > 120


def test_without_the_secret_key_nobody_knows_what_a_question_asks(settings):
    before = [question.question_of(str(number)) for number in range(20)]
    settings.SECRET_KEY = "another" * 10
    assert [question.question_of(str(number)) for number in range(20)] != before


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("7", 7),
        (" 07. ", 7),
        ("٧", 7),
        ("۷", 7),
        ("12", 12),
        ("Sept", 7),
        ("dix-sept", 17),
        ("dix sept", 17),
        ("SIETE", 7),
        ("dieciséis", 16),
        ("dieciseis", 16),
        ("سبعة", 7),
        ("سبعه", 7),
        ("سَبْعَة", 7),
        ("\u200fسبعة\u200f", 7),
        ("9" * 40, None),
        ("7.5", None),
        ("many", None),
        ("7 7", None),
    ],
)
def test_an_answer_is_read_as_people_write_it(answer, number):
    assert question.number_in(answer) == number
