import base64
import json
import threading

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from tests.refusals import refused
from tests.tetouan_portal.lib.challenge.posting import form, sent, solved, with_proof
from tetouan_portal.lib.challenge import proof
from tetouan_portal.lib.challenge.once import spend

NAMES = (
    *("challenge", "parameters", "solution", "signature", "data", "nonce", "salt", "cost", "algorithm"),
    *("derivedKey", "counter", "expiresAt", "keySignature", "keyPrefix"),
)


def changed(answer, change):
    payload = json.loads(base64.b64decode(answer))
    change(payload)
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_a_solved_challenge_passes(anywhere):
    assert sent(with_proof(form())) == set()


def test_a_solved_challenge_passes_once(anywhere):
    data = with_proof(form())
    assert [sent(data), sent(data), sent(data)] == [set(), {"used"}, {"used"}]


def test_another_address_does_not_make_it_fresh(anywhere):
    data = with_proof(form())
    assert sent(data) == set()
    assert sent(data, address="198.51.100.9") == {"used"}


def test_it_is_not_used_up_by_a_mistake_elsewhere(clock):
    data = with_proof(form())
    assert sent({**data, "message": ""}) == {"required"}
    assert sent(data) == set()


def test_it_expires(clock):
    data = with_proof(form())
    clock.shift(proof.VALID_FOR + 1)
    assert sent(data) == {"expired"}


def test_it_is_good_until_the_end_and_remembered_that_long(clock, db, redis_away):
    data = with_proof(form())
    clock.shift(proof.VALID_FOR - 2)
    assert sent(data) == set()
    clock.shift(1)
    assert sent(data) == {"used"}


def test_another_purpose_is_another_form():
    data = with_proof(form(purpose="tracking"))
    assert sent(data, purpose="submission") == {"invalid"}


def parameters(**values):
    return lambda payload: payload["challenge"]["parameters"].update(values)


def solution(**values):
    return lambda payload: payload["solution"].update(values)


def unsigned(payload):
    del payload["challenge"]["signature"]


FORGERIES = {
    "a later expiry": parameters(expiresAt=4_000_000_000),
    "no expiry": lambda payload: payload["challenge"]["parameters"].pop("expiresAt"),
    "an easier prefix": parameters(keyPrefix=""),
    "another nonce": parameters(nonce="00" * 16),
    "another case of the nonce": lambda p: parameters(nonce=p["challenge"]["parameters"]["nonce"].upper() + "AA")(p),
    "another algorithm": parameters(algorithm="PBKDF2/SHA-512", cost=10**9),
    "a huge cost": parameters(cost=10**12),
    "another purpose": parameters(data={"purpose": "tracking", "numbers": 10**9}),
    "more numbers": parameters(data={"purpose": "submission", "numbers": 10**9}),
    "no data": parameters(data=None),
    "no key to compare": parameters(keySignature=None),
    "data without end": parameters(data=[[[[]]]]),
    "no signature": unsigned,
    "an empty signature": lambda payload: payload["challenge"].update(signature=""),
    "a number as signature": lambda payload: payload["challenge"].update(signature=1),
    "a wrong key": solution(derivedKey="00" * 32),
    "no key": solution(derivedKey=""),
    "a list as key": solution(derivedKey=[]),
    "a string for the challenge": lambda payload: payload.update(challenge="x"),
    "no solution": lambda payload: payload.pop("solution"),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_one_is_refused(forgery):
    assert sent(with_proof(form(), proof=changed(solved(form()), forgery))) == {"invalid"}


@pytest.mark.parametrize("counter", [10**400, -1, 2**32, 1.5, "1", None, True, [1]])
def test_what_stands_as_counter_changes_nothing_and_breaks_nothing(counter):
    answer = changed(solved(form()), solution(counter=counter))
    assert sent(with_proof(form(), proof=answer)) <= {"invalid"}
    wrong = changed(solved(form()), solution(counter=counter, derivedKey="ab" * 32))
    assert sent(with_proof(form(), proof=wrong)) == {"invalid"}


@pytest.mark.parametrize(
    "answer",
    [
        "x",
        "é",
        "\x00",
        "A" * 10_000_000,
        base64.b64encode(b"[" * 2000).decode(),
        base64.b64encode(b"null").decode(),
        base64.b64encode(b'{"challenge": {"parameters": {"expiresAt": 1e999}}}').decode(),
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_rubbish_is_refused_quickly(answer):
    assert sent(with_proof(form(), proof=answer)) == {"invalid"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
    )
)
def test_no_shape_of_answer_breaks_it(shape):
    answer = base64.b64encode(json.dumps(shape).encode()).decode()
    with refused("invalid"):
        proof.check(answer, "submission", 0)


def test_another_secret_key_makes_another_challenge(settings):
    data = with_proof(form())
    settings.SECRET_KEY = "another" * 10
    assert sent(data) == {"invalid"}


def test_what_is_spent_while_redis_is_away_is_in_the_database(db, redis_away):
    assert spend("token", seconds=60)
    assert not spend("token", seconds=60)
    assert spend("another", seconds=60)


def test_the_page_does_not_hold_the_number_to_find():
    told = json.loads(form().new_challenge)
    assert set(told) == {"parameters", "signature"}
    assert "counter" not in json.dumps(told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["Redis", "database"])
def test_of_many_posts_at_once_one_passes(request, place):
    if place == "database":
        request.getfixturevalue("redis_away")
    data = with_proof(form())
    answers = []

    def post():
        answers.append(sent(data))
        connections.close_all()

    threads = [threading.Thread(target=post) for _post in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers, key=len) == [set(), *[{"used"}] * 11]
