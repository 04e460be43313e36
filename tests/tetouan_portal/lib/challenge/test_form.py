import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.tetouan_portal.lib.challenge.posting import codes, form, sent, with_answer, with_proof
from tetouan_portal.lib.challenge import demand
from tetouan_portal.lib.challenge.refusal import SENTENCES


def drawn(page):
    return render_to_string("components/challenge.html", {"form": page})


# --- traps -----------------------------------------------------------------------------


def test_a_filled_trap_is_told_apart_whatever_else_is_wrong():
    trapped = form({"website": "http://pills.example", "message": ""})
    assert trapped.is_trap
    assert not form({"message": "bonjour", "website": " "}).is_trap
    assert not form().is_trap


def test_a_trap_complains_of_nothing_and_counts_nothing():
    trapped = form({"website": "http://pills.example", "message": "bonjour"})
    assert trapped.is_valid()
    assert demand.demand("submission", trapped.address) == (0, 0)


# --- what grows ------------------------------------------------------------------------


def post(count, *, address, purpose="submission"):
    for _post in range(count):
        demand.taken(purpose, address, by_answer=False)


def test_the_challenge_grows_with_what_came_from_the_address(anywhere):
    sizes = []
    for _round in range(8):
        sizes.append(form().demand.numbers)
        post(5, address="192.0.2.7")
    assert sizes[:7] == [50, 100, 200, 400, 800, 1600, 1600]
    assert form(address="198.51.100.9").demand.numbers == 100 * 1  # the site's forty posts count a little


def test_the_challenge_grows_with_what_came_to_the_whole_site():
    for number in range(90):
        post(1, address=f"198.51.100.{number}")
    assert form().demand.numbers == 50 * 2**3
    assert form(purpose="tracking").demand.numbers == 50


def test_only_what_was_taken_counts():
    for _post in range(30):
        sent({"message": "bonjour", "proof": "x"})
    assert form().demand == (0, 0)
    assert sent(with_proof(form())) == set()
    assert form().demand == (1, 1)


def test_people_behind_one_address_get_through_after_hundreds_of_posts(clock):
    post(300, address="192.0.2.7")
    assert sent(with_proof(form())) == set()
    data = with_answer(form())
    clock.shift(demand.LONGEST_WAIT)
    assert sent(data) == set()


def test_only_what_no_crowd_sends_is_refused(monkeypatch):
    monkeypatch.setattr(demand.POSTS, "limit", 3)
    assert [sent(with_proof(form())) for _post in range(4)] == [set(), set(), set(), {"busy"}]
    assert sent(with_proof(form(address="198.51.100.9"), message="salut"), address="198.51.100.9") == set()


def test_who_sends_without_any_proof_shuts_nobody_behind_the_same_address_out(monkeypatch):
    monkeypatch.setattr(demand.ATTEMPTS, "limit", 3)
    proofs = [with_proof(form(), proof="nonsense")] * 9
    answers = [with_answer(form(), answer="7000")] * 9
    assert [sent(one) for one in [*proofs, *answers]].count(
        {"busy"}
    ) == 6  # of those who answer, not of those who prove
    assert sent(with_proof(form())) == set()


def test_a_challenge_hoarded_before_a_flood_counts_no_more():
    hoarded = [with_proof(form()) for _page in range(2)]
    post(5 * demand.LENIENCY, address="192.0.2.7")
    assert sent(hoarded[0]) == set()
    post(5, address="192.0.2.7")
    assert sent(hoarded[1]) == {"stale"}


def test_questions_wait_longer_when_much_comes(clock):
    data = with_answer(form())
    post(10, address="192.0.2.7")
    clock.shift(demand.WAIT)
    assert sent(data) == {"early"}
    clock.shift(demand.WAIT * 3)
    assert sent(data) == set()


def test_in_a_flood_one_address_does_not_answer_question_upon_question(clock):
    for _post in range(demand.ANSWERS.limit):
        demand.taken("submission", "192.0.2.7", by_answer=True)
    tokens = [with_answer(form()) for _page in range(2)]
    clock.shift(demand.LONGEST_WAIT)
    assert sent(tokens[0]) == set()
    post(demand.FLOOD, address="198.51.100.9")
    assert form().in_flood
    assert sent(tokens[1]) == {"busy"}
    elsewhere = with_answer(form(address="203.0.113.5"))
    clock.shift(demand.LONGEST_WAIT)
    assert sent(elsewhere, address="203.0.113.5") == set()


def test_a_thousand_posts_without_proof_change_nothing_for_others():
    refused = [sent({"message": "spam", "proof": "", "answer": ""}) for _post in range(200)]
    assert all(refused)
    assert not form().in_flood
    assert form(address="198.51.100.9").demand.numbers == 50


# --- what stands in the page -----------------------------------------------------------


def test_the_fields_of_the_challenge_are_drawn_by_its_component_alone():
    assert [field.name for field in form()] == ["message"]
    assert form().hidden_fields() == []


@pytest.mark.parametrize("prefix", [None, "step"])
def test_the_page_holds_all_that_a_post_needs(clock, prefix):
    page = form(prefix=prefix)
    html = drawn(page)
    start = f"{prefix}-" if prefix else ""
    names = re.findall(r'<input[^>]*name="([^"]+)"', html.replace("\n", " "))
    assert names == [f"{start}{name}" for name in ("proof", "question", "website", "answer")]
    assert unescape(re.search(r'data-challenge="([^"]+)"', html)[1]) == page.new_challenge
    clock.shift(demand.WAIT)
    data = {f"{start}{name}": value for name, value in with_answer(page).items()}
    assert sent(data, prefix=prefix) == set()


def test_what_was_sent_does_not_come_back_as_proof():
    refused = form(with_proof(form(), proof="PROOF-SENT"))
    assert not refused.is_valid()
    assert "PROOF-SENT" not in drawn(refused)


def test_hostile_values_are_escaped(clock):
    refused = form(with_answer(form(), answer='"><script>alert(1)</script>'))
    assert not refused.is_valid()
    assert "<script>alert" not in drawn(refused)


def test_an_error_stands_beside_the_question(clock):
    refused = form(with_answer(form(), answer=""))
    assert codes(refused) == {"missing"}
    html = drawn(refused)
    assert 'aria-invalid="true"' in html
    assert "id_answer_error" in html


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_every_refusal_is_said_in_the_readers_language(language):
    with translation.override(None):
        english = {code: str(sentence) for code, sentence in SENTENCES.items()}
    with translation.override(language):
        assert not [code for code, sentence in SENTENCES.items() if str(sentence) == english[code]]


def test_the_page_and_a_post_cost_few_queries(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        data = with_proof(form())
        assert sent(data) == set()
        drawn(form())
