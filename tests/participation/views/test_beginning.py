"""How much may be begun: never so little that a crowd of people meets it, never so much that the disk fills."""

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from participation.models import Case, Draft, Photo
from participation.sending import beginning, drafts
from tests.factories.participation import CategoryFactory, DistrictFactory
from tests.factories.pictures import picture
from tests.participation.views.writer import COMPLAINT, Writer
from tetouan_portal.lib.challenge import demand, question
from tetouan_portal.lib.challenge.form import PROOF

pytestmark = pytest.mark.django_db
HERE, NEXT_DOOR = "192.0.2.1", "192.0.2.2"
CROWD = {"ar": "عدد كبير", "fr": "De très nombreuses personnes", "es": "Muchísimas personas"}
FULL = {"ar": "لا يمكن حفظ", "fr": "plus rien ne peut être gardé", "es": "no se puede guardar nada más"}


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """The challenge is solved in Python, which is slow."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def crowd(monkeypatch):
    """Two messages were begun behind the address HERE, where no third may be without more ado."""
    monkeypatch.setattr(beginning.BEGUN, "limit", 2)
    writers = [newcomer(), newcomer()]
    assert [writer.message().status_code for writer in writers] == [302, 302]
    return writers


def newcomer(address=HERE, kind="complaint", language="fr"):
    return Writer(Client(REMOTE_ADDR=address), kind, language)


def photo():
    return SimpleUploadedFile("IMG.jpg", picture(), content_type="image/jpeg")


def kept(writer):
    """What the database holds of this browser's message."""
    return drafts.content_of(Draft.objects.order_by("pk").last(), "message")


# --- where very many begin ---------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_behind_a_crowded_address_the_form_comes_back_whole_with_a_check_and_nothing_is_kept(crowd, language):
    page = newcomer(language=language).message(text="Une phrase que personne n’a envie d’écrire deux fois.")
    assert page.status_code == 429
    assert CROWD[language] in page.text
    assert "Une phrase que personne n’a envie d’écrire deux fois." in page.text
    assert COMPLAINT["subject"] in page.text
    assert "data-challenge=" in page.text
    assert Draft.objects.count() == 2


def test_who_does_the_check_begins_behind_any_crowd(crowd):
    writer = newcomer()
    page = writer.message()
    assert writer.message(**solved(page)).headers["Location"] == f"{writer.address}you/"
    writer.author()
    writer.send()
    assert Case.objects.count() == 1


def test_who_has_no_scripts_answers_the_question(crowd, monkeypatch):
    monkeypatch.setattr(demand, "WAIT", 0)
    writer = newcomer()
    page = writer.message()
    token = re.search(r'name="question" value="([^"]+)"', page.text)[1]
    nonce, _age = question.open_token(token, "beginning")
    answer = question.question_of(nonce).answer
    assert writer.message(question=token, answer=answer + 1).status_code == 429
    token = re.search(r'name="question" value="([^"]+)"', writer.message().text)[1]
    nonce, _age = question.open_token(token, "beginning")
    assert writer.message(question=token, answer=question.question_of(nonce).answer).status_code == 302


def test_one_check_begins_one_message(crowd):
    proof = solved(newcomer().message())
    assert [newcomer().message(**proof).status_code for _time in range(2)] == [302, 429]


def solved(page):
    from altcha import Challenge, Payload, solve_challenge  # noqa: PLC0415

    challenge = Challenge.from_dict(json.loads(unescape(re.search(r'data-challenge="([^"]+)"', page.text)[1])))
    return {PROOF: Payload(challenge, solve_challenge(challenge)).to_base64()}


def test_a_program_that_fills_the_trap_begins_nothing(crowd):
    assert newcomer().message(website="https://spam.example.org").status_code == 429
    assert Draft.objects.count() == 2


def test_the_neighbour_begins_at_once(crowd):
    assert newcomer(NEXT_DOOR).message().status_code == 302


def test_who_has_begun_goes_on_unhindered_to_the_end(crowd):
    writer, _other = crowd
    assert newcomer().message().status_code == 429
    assert writer.message(text="").status_code == 400
    assert writer.message(text="Autrement dit.", photos=[photo()]).status_code == 302
    assert writer.author().status_code == 302
    assert writer.send().headers["Location"] == writer.receipt


def test_two_windows_on_one_message_are_counted_once_and_each_kind_for_itself(monkeypatch):
    monkeypatch.setattr(beginning.BEGUN, "limit", 2)
    client = Client(REMOTE_ADDR=HERE)
    one, other = Writer(client), Writer(client)
    assert [one.message().status_code, other.message().status_code, one.message().status_code] == [302] * 3
    assert [Writer(client, kind).message().status_code for kind in ("suggestion", "request")] == [302, 429]


def test_reading_the_form_begins_nothing(monkeypatch):
    monkeypatch.setattr(beginning.BEGUN, "limit", 1)
    for _time in range(3):
        writer = newcomer()
        assert writer.client.get(writer.address).status_code == 200
    assert newcomer().message().status_code == 302


def test_the_whole_site_counts_too(monkeypatch):
    monkeypatch.setattr(beginning.SITE_BEGUN, "limit", 2)
    answers = [newcomer(f"192.0.2.{number}").message().status_code for number in range(3)]
    assert answers == [302, 302, 429]
    writer = newcomer()
    assert writer.message(**solved(writer.message())).status_code == 302


def test_while_redis_is_away_each_process_counts(settings, monkeypatch):
    settings.REDIS_URL = "redis+socket:///nowhere/beginning.sock"
    monkeypatch.setattr(beginning.BEGUN, "limit", 2)
    assert [newcomer().message().status_code for _time in range(3)] == [302, 302, 429]
    assert newcomer(NEXT_DOOR).message().status_code == 302


def test_photos_are_not_taken_without_a_message_and_it_is_said(crowd):
    for action in ("on", "photos"):
        page = newcomer().message(action=action, photos=[photo()])
        assert page.status_code == 429
        assert re.search(r'<ul class="errorlist" id="photos-error"><li>.*IMG\.jpg', page.text)
    assert not Photo.objects.exists()


# --- where there is no room at all ------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_a_full_table_takes_no_newcomer_and_loses_nothing_typed(settings, language):
    newcomer().message()
    settings.DRAFTS_MAX = 1
    page = newcomer(NEXT_DOOR, language=language).message(text="Devant la mosquée.")
    assert page.status_code == 429
    assert FULL[language] in page.text
    assert "Devant la mosquée." in page.text
    assert "data-challenge=" not in page.text  # a check would not make room
    assert Draft.objects.count() == 1


def test_whoever_has_begun_sends_although_the_table_is_full(settings):
    writer, other = newcomer(), newcomer(NEXT_DOOR)
    writer.message()
    settings.DRAFTS_MAX = 1
    assert other.message().status_code == 429
    assert writer.message(text="Autrement dit.").status_code == 302
    writer.author()
    assert writer.send().headers["Location"] == writer.receipt
    case = Case.objects.get()
    assert case.reference in writer.client.get(writer.receipt).text


# --- how much of a message -----------------------------------------------------------------------


def test_what_is_too_long_is_shown_again_and_only_the_rest_is_kept():
    writer = newcomer()
    page = writer.message(text="x" * 5001, place="Près du marché")
    assert page.status_code == 400
    assert "x" * 5001 in page.text
    assert kept(writer) == {"subject": COMPLAINT["subject"], "place": "Près du marché"}


def test_what_was_kept_before_is_not_taken_for_what_was_too_long():
    writer = newcomer()
    writer.message(text="Une première fois.")
    writer.message(text="x" * 5001)
    assert "text" not in kept(writer)
    assert writer.client.get(f"{writer.address}you/").headers["Location"] == writer.address


def test_line_ends_count_once_as_in_the_form():
    writer = newcomer()
    text = "a\n" * 2499 + "bb"
    assert writer.message(text=text.replace("\n", "\r\n")).status_code == 302
    assert kept(writer)["text"] == text
    assert len(text) == 5000


@pytest.mark.parametrize("nothing", ["\x01", " ", "\ufeff", "\u202e"])
def test_signs_that_do_not_count_are_not_kept_either(nothing):
    writer = newcomer()
    assert writer.message(text="Lampe" + nothing * 60_000).status_code == 302
    assert kept(writer)["text"] == "Lampe"


@pytest.mark.parametrize("name", ["category", "district", "commitment", "no_identity", "csrfmiddlewaretoken", "more"])
def test_what_is_no_words_is_kept_short_or_not_at_all(name):
    CategoryFactory()
    DistrictFactory()
    writer = newcomer()
    writer.message(**{name: "x" * 101})
    assert name not in kept(writer)


@pytest.mark.parametrize("kind", ["complaint", "request"])
def test_the_longest_message_takes_no_more_than_what_the_settings_say(kind):
    CategoryFactory()
    DistrictFactory()
    writer = newcomer(kind=kind)
    longest = {"subject": 150, "text": 5000, "place": 200, "national_reference": 40, "urgency_reason": 500}
    writer.message(**{name: "🙂" * length for name, length in longest.items()})
    writer.author(name="🙂" * 200, email="a@" + "b" * 50 + ".example.org")
    with connection.cursor() as cursor:
        cursor.execute("select max(octet_length(content::text)) from participation_draft")
        (size,) = cursor.fetchone()
    assert 20_000 < size < 35_000
