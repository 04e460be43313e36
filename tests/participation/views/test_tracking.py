"""The author's own pages: what a code opens, to whom and for how long."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from altcha import Challenge, Payload, solve_challenge
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.case import author_acts, filing, tracking_code
from participation.models import EventKind
from participation.views import tracking as views
from tests.factories import participation as make
from tetouan_portal.lib.challenge import demand, question

pytestmark = pytest.mark.django_db
PAGE = "/fr/track/case/"


@pytest.fixture(autouse=True)
def _morning(now):
    with time_machine.travel(now, tick=False):
        yield


def test_a_code_opens_its_case_however_it_is_typed(client, filed):
    for typed in (filed.code, filed.code.lower(), filed.code.replace("-", " "), f"  {filed.code.replace('-', '')} "):
        answer = client.post("/fr/track/", {"code": typed}, follow=True)
        assert answer.redirect_chain == [(PAGE, 302)]
        assert "Lampadaire éteint" in answer.text


def test_the_code_stands_in_no_address_no_cookie_and_no_page(author, filed):
    answer = author.get(PAGE)
    assert tracking_code.normalise(filed.code) not in tracking_code.normalise(answer.text)
    assert filed.code not in answer.text
    for cookie in author.cookies.values():
        assert filed.code not in cookie.value
        assert filed.case.tracking_hash not in cookie.value


def test_the_cookie_is_of_these_pages_alone_and_ends_soon(author):
    cookies = [cookie for name, cookie in author.cookies.items() if name.startswith("case-")]
    assert {cookie["path"] for cookie in cookies} == {"/ar/track/", "/fr/track/", "/es/track/"}
    for cookie in cookies:
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 1800)
        assert "salma" not in cookie.value.lower()


def test_the_case_stays_open_when_the_reader_changes_language(author):
    for language in ("ar", "es"):
        assert author.get(f"/{language}/track/case/").status_code == 200


def told_to_a_stranger(code):
    answer = Client().post("/fr/track/", {"code": code})
    return answer.status_code, answer.text.replace(code, "THE CODE"), dict(answer.headers)


def test_wrong_erased_replaced_and_nonexistent_codes_are_answered_alike(filed, officer, now):
    erased = filing.file_case(make.CaseFactory.build(category=None, district=None), now=now)
    author_acts.withdraw(erased.case, now=now)
    replaced = filing.file_case(make.CaseFactory.build(category=None, district=None), now=now)
    filing.new_code(replaced.case, now=now, officer=officer)
    answers = [
        told_to_a_stranger(code) for code in (erased.code, replaced.code, tracking_code.new_code(), "no code at all")
    ]
    shown = [(status, without_tokens(text), headers.keys()) for status, text, headers in answers]
    assert shown[0][0] == 400
    assert all(one == shown[0] for one in shown)


def without_tokens(text):
    return "".join(part.partition('"')[2] for part in text.split('name="csrfmiddlewaretoken" value="'))


def test_every_code_costs_the_same_queries(filed, now):
    erased = filing.file_case(make.CaseFactory.build(category=None, district=None), now=now)
    author_acts.withdraw(erased.case, now=now)
    asked = []
    for code in (erased.code, tracking_code.new_code(), "no code at all"):
        with CaptureQueriesContext(connection) as queries:
            told_to_a_stranger(code)
        asked.append([query["sql"].partition("WHERE")[0] for query in queries])
    assert asked[0] == asked[1] == asked[2]
    assert sum("participation_case" in sql for sql in asked[0]) == 1


# --- where very many wrong codes come from one address --------------------------------------


@pytest.fixture
def tried(client, monkeypatch):
    """A browser behind an address that has tried codes all day."""
    monkeypatch.setattr(demand, "NUMBERS", 50)  # solved in Python, which is slow
    monkeypatch.setattr(views.WRONG_CODES, "limit", 3)
    for _time in range(3):
        assert client.post("/fr/track/", {"code": tracking_code.new_code()}).status_code == 400
    return client


def checked(page):
    """What a browser sends from the page, its challenge solved."""
    challenge = Challenge.from_dict(json.loads(unescape(re.search(r'data-challenge="([^"]+)"', page.text)[1])))
    return {"check-proof": Payload(challenge, solve_challenge(challenge)).to_base64()}


def answered(page):
    """What a reader without scripts sends."""
    token = re.search(r'name="check-question" value="([^"]+)"', page.text)[1]
    nonce, _age = question.open_token(token, "tracking")
    return {"check-question": token, "check-answer": question.question_of(nonce).answer}


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "رموز خاطئة كثيرة"), ("fr", "nombreux codes erronés"), ("es", "muchos códigos")]
)
def test_behind_an_address_of_many_wrong_codes_a_right_one_is_asked_for_a_check_and_nothing_is_lost(
    tried, filed, language, said
):
    stopped = tried.post(f"/{language}/track/", {"code": filed.code})
    assert stopped.status_code == 429
    assert stopped["Cache-Control"] == "no-store, private"
    assert said in stopped.text
    assert f'value="{filed.code}"' in stopped.text
    assert tried.post(f"/{language}/track/", {"code": filed.code, **checked(stopped)}).status_code == 302


def test_who_has_no_scripts_answers_in_words(tried, filed, now):
    asked = tried.get("/fr/track/")
    with time_machine.travel(now + timedelta(seconds=demand.LONGEST_WAIT), tick=False):
        assert tried.post("/fr/track/", {"code": filed.code, **answered(asked)}).status_code == 302


def test_nobody_learns_without_the_check_whether_a_code_is_right(tried, filed):
    told = []
    for code in (filed.code, tracking_code.new_code()):
        for check in ({}, {"check-proof": "nonsense"}, {"check-website": "spam"}):
            answer = tried.post("/fr/track/", {"code": code, **check})
            told.append((answer.status_code, re.sub(r'value="[^"]*"|data-challenge="[^"]*"', "", answer.text)))
    assert {status for status, _text in told} == {429}
    assert not any("Ce code n’ouvre" in text for _status, text in told)


def test_each_check_is_good_for_one_code_and_they_grow_dearer(tried, filed):
    page = tried.get("/fr/track/")
    solved = checked(page)
    assert tried.post("/fr/track/", {"code": tracking_code.new_code(), **solved}).status_code == 400
    assert tried.post("/fr/track/", {"code": filed.code, **solved}).status_code == 429
    for _time in range(5):
        page = tried.post("/fr/track/", {"code": tracking_code.new_code(), **checked(tried.get("/fr/track/"))})
    assert page.status_code == 400
    assert demand.demand("tracking", "127.0.0.1").numbers > demand.NUMBERS


def test_however_many_try_behind_the_address_a_right_code_with_its_check_gets_through(tried, filed, monkeypatch):
    for throttle in (demand.POSTS, demand.ATTEMPTS, demand.ANSWERS):
        monkeypatch.setattr(throttle, "limit", 0)
    monkeypatch.setattr(demand, "FLOOD", 0)
    page = tried.get("/fr/track/")
    assert tried.post("/fr/track/", {"code": filed.code, **checked(page)}).status_code == 302


def test_the_neighbour_needs_no_check(tried, filed):
    assert Client(REMOTE_ADDR="192.0.2.2").post("/fr/track/", {"code": filed.code}).status_code == 302


def test_right_codes_behind_one_address_are_never_too_many(client, filed, monkeypatch):
    monkeypatch.setattr(views.WRONG_CODES, "limit", 3)
    for _time in range(5):
        assert Client().post("/fr/track/", {"code": filed.code}).status_code == 302


@pytest.mark.parametrize("path", ["/fr/track/", PAGE, f"{PAGE}withdraw/", f"{PAGE}copy.json", f"{PAGE}due.ics"])
def test_nothing_of_these_pages_is_kept_listed_or_told_to_other_sites(author, path):
    answer = author.get(path)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_without_the_cookie_there_is_no_case(filed):
    for path in ("", "withdraw/", "copy.json", "copy.txt", "due.ics"):
        assert Client().get(f"{PAGE}{path}")["Location"] == "/fr/track/"


def test_after_half_an_hour_the_case_is_closed_and_no_typed_word_is_lost(author, filed, now):
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert author.get(PAGE)["Location"] == "/fr/track/"
        answer = author.post(f"{PAGE}reply/", {"text": "Le numéro du poteau est 17."})
    assert answer.status_code == 403
    assert "Le numéro du poteau est 17." in answer.text
    assert not filed.case.events.filter(kind=EventKind.REPLY).exists()


def test_a_copied_cookie_opens_nothing_after_a_new_code_or_an_erasure(author, filed, officer, now):
    filing.new_code(filed.case, now=now, officer=officer)
    assert author.get(PAGE).status_code == 302


def test_a_cookie_of_one_case_does_not_open_another(author, filed):
    other = make.CaseFactory(subject="Autre affaire")
    cookie = author.cookies["case-fr"]
    author.cookies["case-fr"] = cookie.value.replace(str(filed.case.pk), str(other.pk), 1)
    assert author.get(PAGE).status_code == 302


def test_another_persons_code_opens_only_their_case(author, filed, now):
    other = filing.file_case(make.CaseFactory.build(category=None, district=None, subject="Autre affaire"), now=now)
    stranger = Client()
    page = stranger.post("/fr/track/", {"code": other.code}, follow=True).text
    assert "Autre affaire" in page
    assert filed.case.reference not in page
    stranger.post(f"{PAGE}reply/", {"text": "Bonjour"})
    assert not filed.case.events.filter(kind=EventKind.REPLY).exists()


def test_closing_makes_the_browser_forget(author):
    author.post("/fr/track/close/")
    assert author.get(PAGE)["Location"] == "/fr/track/"


def test_forged_forms_are_refused(filed):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/fr/track/", {"code": filed.code}).status_code == 403


@pytest.mark.parametrize("name", ["reply", "not-solved", "satisfaction", "publication", "contact"])
def test_a_link_changes_nothing(author, name):
    assert author.get(f"{PAGE}{name}/").status_code == 405
