"""An address that a stranger may have typed: one mail, in our words alone, and nothing more until it is confirmed."""

import re
from datetime import timedelta
from email.header import decode_header, make_header
from importlib import import_module

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from participation.case import desk_acts, erasure, filing, mail_address, silence
from participation.letters import bounces, mail_delivery, mail_texts
from participation.models import CaseEvent, CaseLetter, Contact
from tests.at_once import together
from tests.factories import participation as make

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "fr", "es"]
ADDRESS = "salma@example.org"
STRANGERS_WORDS = {"subject": "ACHETEZ ICI spam.example.net", "text": "Offre spéciale", "place": "Cliquez"}


@pytest.fixture(autouse=True)
def _in_june(now):
    with time_machine.travel(now):
        yield


@pytest.fixture
def server(settings, mail_server):
    settings.SITE_URL = "https://portail.example.org"
    return mail_server


def filed(email=ADDRESS, **values):
    case = make.CaseFactory.build(**{"category": None, "district": None, **values})
    contact = {"name": "Nom d’un étranger", "email": email}
    return filing.file_case(case, contact=contact, now=timezone.now()).case


def post():
    return mail_delivery.send_waiting()


def text(mail):
    return mail.get_payload(decode=True).decode()


def link_in(mail):
    return re.search(r"https://portail\.example\.org(/\S+)", text(mail))[1]


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def confirm(case):
    mail_address.confirm(case.contact, now=timezone.now())


# --- the one mail -------------------------------------------------------------------------


def test_an_address_gets_one_mail_and_nothing_of_what_happens_until_it_is_confirmed(server):
    case = filed()
    desk_acts.ask(case, "Dans quelle rue ?", by=None, now=timezone.now())
    desk_acts.answer(case, "C’est en cours.", by=None, now=timezone.now())
    silence.lapse(now=timezone.now() + timedelta(days=100))
    assert post() == {"sent": 1}
    confirm(case)
    assert post() == {"sent": 1}
    desk_acts.close(case, "solved", "C’est fait.", by=None, now=timezone.now())
    assert post() == {"sent": 1}
    assert [mail["To"] for mail in server.mails] == [ADDRESS] * 3
    arrived, closed = (mail.get_payload()[0].get_payload(decode=True).decode() for mail in server.mails[1:])
    assert "Votre message est bien arrivé à la Commune" in arrived
    assert "C’est fait." in closed
    assert "C’est en cours." not in arrived + closed


def test_who_confirms_when_all_is_over_is_told_of_no_date_that_has_passed(server):
    case = filed()
    desk_acts.close(case, "solved", "C’est fait.", by=None, now=timezone.now())
    assert post() == {"sent": 1}
    confirm(case)
    assert post() == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_what_happened_and_not_a_word_or_number_of_a_stranger(server, language):
    case = filed(language=language, **STRANGERS_WORDS)
    post()
    (mail,) = server.mails
    whole = f"{make_header(decode_header(mail['Subject']))}\n{text(mail)}"
    said = [*STRANGERS_WORDS.values(), "Nom d’un étranger", ADDRESS, case.reference, case.tracking_hash]
    link = link_in(mail)
    assert [word for word in said if word in whole.replace(link, "")] == []
    assert [word for word in said if len(word) > 6 and word in link] == []
    assert mail.get_content_type() == "text/plain"
    assert link.startswith(f"/{language}/track/address/")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert {"ar": "إذا لم تكونوا أنتم", "fr": "ne faites rien", "es": "no haga nada"}[language] in whole


def test_one_address_typed_by_many_strangers_gets_three_mails_a_day_and_the_cases_all_go_on(server):
    cases = [filed(email=email, text=f"Texte {email}") for email in (ADDRESS, "Salma@example.org", ADDRESS, ADDRESS)]
    assert post() == {"sent": 3}
    assert filed(email="other@example.org").contact.waits_for_confirmation
    assert post() == {"sent": 1}
    with later(days=2):
        mail_address.ask_again(cases[3], now=timezone.now())
        assert post() == {"sent": 1}
    assert all(case.state == "received" for case in cases)


def test_what_is_counted_names_no_address(server, monkeypatch):
    places, place_of = [], mail_address.ASKED_TODAY.place_of
    monkeypatch.setattr(mail_address.ASKED_TODAY, "place_of", lambda *key: places.append(place_of(*key)) or places[-1])
    filed()
    assert places
    assert not [place for place in places if "salma" in place]


def test_a_bounce_of_that_mail_is_seen_by_the_desk(server):
    case = filed()
    server.refuses = 550
    assert post() == {"bounced": 1}
    assert mail_texts.problem_of(case) == "550"
    assert bounces.record(b"") == "ignored"


def test_held_invented_and_unaddressed_cases_ask_nobody_and_a_released_one_does(server):
    filed(email="")
    filed(is_demo=True)
    held = filed(is_held=True)
    assert post() == {}
    desk_acts.release(held, by=None, now=timezone.now())
    assert post() == {"sent": 1}


def test_who_is_entered_at_the_counter_is_asked_like_anybody(officer, server):
    case = make.CaseFactory.build(category=None, district=None, channel="phone")
    filing.file_case(case, contact={"email": ADDRESS}, now=timezone.now(), officer=officer)
    assert post() == {"sent": 1}
    assert "/track/address/" in text(server.mails[0])


# --- another address ----------------------------------------------------------------------------


def test_another_address_is_confirmed_anew_and_the_former_link_opens_nothing(officer, server, client):
    case = filed()
    post()
    former = link_in(server.mails[0])
    confirm(case)
    given = {"name": "Salma", "email": "new@example.org"}
    desk_acts.correct_contact(case, given, by=officer, now=timezone.now())
    desk_acts.ask(case, "Où ?", by=None, now=timezone.now())
    assert post() == {"pointless": 1, "sent": 1}  # that the message arrived waited for the former address
    assert server.mails[1]["To"] == "new@example.org"
    assert client.post(former).status_code == 404
    assert Contact.objects.get().waits_for_confirmation
    assert client.post(link_in(server.mails[1])).status_code == 302
    assert Contact.objects.get().gets_mail


def test_another_name_or_number_leaves_the_address_confirmed(officer):
    case = filed()
    confirm(case)
    desk_acts.correct_contact(case, {"name": "Amine", "email": ADDRESS}, by=officer, now=timezone.now())
    assert Contact.objects.get().gets_mail
    assert case.events.filter(kind="mail_asked").count() == 1


def test_a_mail_that_waited_while_the_address_was_changed_goes_to_neither(officer, server):
    case = filed()
    confirm(case)
    CaseLetter.objects.all().delete()
    desk_acts.ask(case, "Où ?", by=None, now=timezone.now())
    desk_acts.correct_contact(case, {"email": "new@example.org"}, by=officer, now=timezone.now())
    assert post() == {"pointless": 1, "sent": 1}
    assert ["/track/address/" in text(mail) for mail in server.mails] == [True]


def test_no_address_no_confirmation():
    contact = make.ContactFactory(email="", confirmed_at=None)
    with pytest.raises(IntegrityError, match="contact_confirmed_has_an_address"), transaction.atomic():
        Contact.objects.filter(pk=contact.pk).update(confirmed_at=timezone.now())
    contact.confirmed_at = timezone.now()
    with translation.override("en"), pytest.raises(ValidationError, match="Only an e-mail address"):
        contact.validate_constraints()


# --- the link ----------------------------------------------------------------------------------


def path_of(case, language="fr"):
    letter = CaseLetter.objects.get(event__case=case, event__kind="mail_asked")
    return f"/{language}/track/address/{mail_address.token_of(letter)}/"


def test_a_program_that_follows_the_link_confirms_nothing_and_a_person_does_by_the_button(client):
    case = filed()
    for ask in (client.get, client.head, client.options):
        ask(path_of(case))
    assert Contact.objects.get().waits_for_confirmation
    answer = client.post(path_of(case), follow=True)
    assert "Votre adresse électronique est confirmée" in answer.text
    assert Contact.objects.get().confirmed_at == case.events.get(kind="mail_confirmed").at
    assert "était déjà confirmée" in client.get(path_of(case)).text
    client.post(path_of(case))
    assert case.events.filter(kind="mail_confirmed", by="author").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_nothing_of_the_case_and_is_kept_and_listed_nowhere(client, language):
    case = filed(language=language, **STRANGERS_WORDS)
    for ask in (client.get, client.post, client.get):
        answer = ask(path_of(case, language), follow=True)
        said = [*STRANGERS_WORDS.values(), "Nom d’un étranger", ADDRESS, case.reference]
        assert [word for word in said if word in answer.text] == []
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert not [cookie for cookie in answer.cookies if cookie != "csrftoken"]


def test_every_wrong_link_is_answered_alike_and_confirms_nothing(client):
    late, erased, forged, gone = (filed(email=f"{number}@example.org", text=f"Texte {number}") for number in range(4))
    paths = [path_of(case) for case in (late, erased, forged, gone)]
    erasure.erase_contact(erased, now=timezone.now())
    CaseLetter.objects.filter(event__case=gone).delete()
    paths[2] = paths[2][:-5] + "AAAA/"
    paths += ["/fr/track/address/outdated/", f"/fr/track/address/{'0' * 32}:1:x/", "/fr/track/address/%00/"]
    answers = [client.post(path) for path in paths[1:6]]
    with later(days=7, minutes=1):
        answers += [client.post(paths[0]), client.get(paths[0])]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_address_and_day(answer.text) for answer in answers}) == 1
    assert not Contact.objects.exclude(confirmed_at=None).exists()


def without_address_and_day(page):
    return re.sub(r'/track/address/[^"<]*|<time .*?</time>', "", page)


def test_a_link_is_good_for_a_week(client):
    path = path_of(filed())
    with later(days=6, hours=23):
        assert client.post(path).status_code == 302


def test_the_link_of_one_purpose_serves_no_other(client):
    case = filed()
    letter = CaseLetter.objects.get()
    other = mail_address.signing.TimestampSigner(salt="another").sign(letter.key.hex)
    assert client.post(f"/fr/track/address/{other}/").status_code == 404
    event = CaseEvent.objects.create(case=case, kind="question", at=timezone.now(), by="desk", text="Où ?")
    told = CaseLetter.objects.create(event=event)
    assert client.post(f"/fr/track/address/{mail_address.token_of(told)}/").status_code == 404


@pytest.mark.parametrize("signed", ["", "outdated", "0" * 31, "0" * 33, "é" * 32, "x" * 5000, "{}"])
def test_a_signature_of_ours_over_what_is_no_key_opens_nothing(client, signed):
    filed()
    token = mail_address.signing.TimestampSigner(salt=mail_address.SALT).sign(signed)
    assert mail_address.contact_of(token) is None
    assert client.post(f"/fr/track/address/{token}/").status_code == 404
    assert Contact.objects.get().waits_for_confirmation


def test_an_address_that_takes_the_place_of_another_while_the_button_is_pressed_stays_unconfirmed(officer):
    case = filed()
    clicked = mail_address.contact_of(path_of(case).split("/")[-2])
    desk_acts.correct_contact(case, {"email": "new@example.org"}, by=officer, now=timezone.now())
    mail_address.confirm(clicked, now=timezone.now())
    assert Contact.objects.get().waits_for_confirmation
    assert not case.events.filter(kind="mail_confirmed").exists()


@pytest.mark.django_db(transaction=True)
def test_four_clicks_at_once_are_one_confirmation():
    case = filed()
    path = path_of(case)
    assert together(*[lambda: Client().post(path).status_code] * 4) == [302] * 4
    assert case.events.filter(kind="mail_confirmed").count() == 1


# --- those that were there before -----------------------------------------------------------------------


def written_to(state, *, days=1, **values):
    with connection.cursor() as cursor:
        cursor.execute("select now()")  # the database's day, whatever day it is in the test
        (now,) = cursor.fetchone()
    case = make.CaseFactory(received_at=now - timedelta(days=days), **values)
    make.ContactFactory(case=case, confirmed_at=None)
    if state:
        event = case.events.create(kind="filed", at=timezone.now(), by="author")
        bounced = {"bounced_at": timezone.now()} if state == "bounced" else {}
        failed = {"failure": "550", "failed_at": timezone.now()} if state in {"bounced", "failed"} else {}
        done = {"due_at": None} if state != "queued" else {}
        CaseLetter.objects.create(event=event, state=state, **bounced, **failed, **done)
    return case.contact


def test_addresses_of_the_time_before_count_as_confirmed_where_mails_went_and_none_came_back():
    old = {"days": 31}
    kept = [written_to("sent"), written_to("", **old), written_to("sent", **old)]
    asked = [written_to(""), written_to("queued"), written_to("bounced"), written_to("failed", **old)]
    asked += [written_to("", is_held=True, **old)]
    make.ContactFactory(email="", confirmed_at=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("participation.migrations.0015_addresses_written_to").CONFIRM)
    assert set(Contact.objects.exclude(confirmed_at=None)) == set(kept)
    assert not set(asked) & set(Contact.objects.exclude(confirmed_at=None))
