"""The mail that asks to confirm an address comes again as its author wishes: after a day, and three times in all."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.utils import timezone

from participation.case import desk_acts, filing, mail_address
from participation.letters import mail_delivery
from participation.models import CaseLetter, Contact
from tests.at_once import together
from tests.factories import participation as make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
ADDRESS = "salma@example.org"


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def server(settings, mail_server):
    settings.SITE_URL = "https://portail.example.org"
    return mail_server


def post():
    return mail_delivery.send_waiting()


@pytest.fixture
def case():
    case = make.CaseFactory.build(category=None, district=None)
    return filing.file_case(case, contact={"email": ADDRESS}, now=timezone.now()).case


def ask_again(case):
    mail_address.ask_again(case, now=timezone.now())


def asked(case):
    return case.events.filter(kind="mail_asked").count()


def test_between_two_mails_lies_a_whole_day(case, clock):
    clock.shift(timedelta(days=1) - timedelta(seconds=1))
    with refused("too_often"):
        ask_again(case)
    assert asked(case) == 1
    clock.shift(1)
    ask_again(case)
    with refused("too_often"):
        ask_again(case)
    assert asked(case) == 2


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_send_one_mail(case, clock):
    clock.shift(timedelta(days=1))
    outcomes = together(*[lambda: ask_again(case)] * 4)
    assert sorted(map(str, outcomes)) == ["None", "too_often", "too_often", "too_often"]
    assert asked(case) == 2


def test_after_three_mails_there_is_no_more_however_long_one_waits(case, clock):
    for _mail in range(2):
        clock.shift(timedelta(days=1))
        ask_again(case)
    assert mail_address.why_not_again(list(case.events.all()), now=timezone.now()) == mail_address.NO_MORE
    clock.shift(timedelta(days=30))
    with refused("too_often"):
        ask_again(case)
    assert asked(case) == 3


def test_another_address_is_written_to_at_once_and_three_times_of_its_own(case, clock, officer):
    for _mail in range(2):
        clock.shift(timedelta(days=1))
        ask_again(case)
    desk_acts.correct_contact(case, {"email": "new@example.org"}, by=officer, now=timezone.now())
    assert asked(case) == 4
    with refused("too_often"):
        ask_again(case)
    for _mail in range(2):
        clock.shift(timedelta(days=1))
        ask_again(case)
    clock.shift(timedelta(days=1))
    with refused("too_often"):
        ask_again(case)
    assert asked(case) == 6


def test_an_address_that_is_confirmed_is_asked_by_nobody(case, clock):
    mail_address.confirm(case.contact, now=timezone.now())
    clock.shift(timedelta(days=1))
    with refused("nothing"):
        ask_again(case)
    assert not mail_address.ask(case, Contact.objects.get(), now=timezone.now())
    assert asked(case) == 1


@pytest.mark.parametrize("given", [{}, {"phone": "0612345678"}])
def test_where_there_is_no_address_nothing_is_to_be_confirmed(given):
    case = make.CaseFactory.build(category=None, district=None)
    case = filing.file_case(case, contact=given, now=timezone.now()).case
    with refused("nothing"):
        ask_again(case)
    assert not mail_address.ask(case, Contact.objects.filter(case=case).first(), now=timezone.now())
    assert not CaseLetter.objects.filter(event__kind="mail_asked").exists()


def test_an_address_that_no_key_opens_is_asked_by_nobody_and_counts_as_no_mail(case, clock, settings):
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    clock.shift(timedelta(days=1))
    with refused("too_often"):
        ask_again(case)
    assert asked(case) == 1


# --- on the author's own page ------------------------------------------------------------------------


@pytest.fixture
def author(client):
    case = make.CaseFactory.build(category=None, district=None)
    sent = filing.file_case(case, contact={"email": ADDRESS}, now=timezone.now())
    client.post("/fr/track/", {"code": sent.code})
    client.case = sent.case
    return client


def ask(author):
    return author.post("/fr/track/case/address/", follow=True)


def test_the_author_reads_that_nothing_is_mailed_and_not_the_address(author, server):
    page = author.get("/fr/track/case/").text
    assert "Votre adresse électronique n’est pas confirmée" in page
    assert ADDRESS not in page
    assert "/track/case/address/" not in page  # it was sent a moment ago
    assert ask(author).status_code == 400
    assert post() == {"sent": 1}


def test_the_mail_comes_again_after_a_day_and_three_times_in_all(author, server, now):
    code = filing.new_code(author.case, now=timezone.now(), officer=None)
    answers = []
    for day in range(1, 5):
        with time_machine.travel(now + timedelta(days=day, minutes=day)):
            author.post("/fr/track/", {"code": code})
            assert ("/track/case/address/" in author.get("/fr/track/case/").text) == (day < 3)
            answers += [ask(author).status_code, ask(author).status_code]
            post()
    assert answers == [200, 400, 200, 400, 400, 400, 400, 400]
    assert len(server.mails) == 3


def test_once_confirmed_nothing_of_it_is_asked_any_more(author):
    mail_address.confirm(author.case.contact, now=timezone.now())
    page = author.get("/fr/track/case/").text
    assert "n’est pas confirmée" not in page
    assert ask(author).status_code == 400
    assert author.get("/fr/track/case/copy.json").json()["contact"]["confirmed_at"]


def test_who_does_not_confirm_keeps_every_right(author):
    for path, values in {
        "reply": {"text": "Rue Sidi Mandri."},
        "publication": {"agrees": "yes"},
        "contact": {},
        "withdraw": {},
    }.items():
        assert author.post(f"/fr/track/case/{path}/", values).status_code in {200, 302}
    author.case.refresh_from_db()
    assert author.case.erased_at
