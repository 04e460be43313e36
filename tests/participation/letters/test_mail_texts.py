"""Mails to authors through a real mail server: each once, in its language, with nothing of what they wrote."""

from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header

import pytest
from django.db import connection
from django.utils import timezone

from participation.case import author_acts, desk_acts, erasure, silence
from participation.letters import mail_delivery, mail_texts
from participation.letters.mail_delivery import CASE_LETTERS
from participation.models import CaseLetter, Contact
from participation.models.events import TOLD_BY_MAIL
from tests.at_once import together
from tests.factories import participation as make
from tests.factories.people import clerk
from tests.mail_server import AWAY

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "fr", "es"]


@pytest.fixture
def server(settings, mail_server):
    settings.SITE_URL = "https://portail.example.org"
    return mail_server


def reachable(**values):
    case = make.CaseFactory(**{"text": "Mot secret de l’auteur", **values})
    make.ContactFactory(case=case)
    return case


def asked(language="fr", **values):
    case = reachable(language=language, **values)
    desk_acts.ask(case, "Dans quelle rue ?", by=None, now=timezone.now())
    return case


def post():
    return mail_delivery.send_waiting()


def parts(mail):
    return {part.get_content_type(): part.get_payload(decode=True).decode() for part in mail.get_payload()}


def subject(mail):
    return str(make_header(decode_header(mail["Subject"])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_in_the_authors_language_as_text_and_as_a_page(server, language):
    case = asked(language)
    post()
    (mail,) = server.mails
    said = parts(mail)
    assert case.reference in subject(mail)
    assert set(said) == {"text/plain", "text/html"}
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in said["text/html"]
    for text in said.values():
        assert "Dans quelle rue" in text
        assert f"https://portail.example.org/{language}/track/" in text
    assert (mail["To"], mail["Auto-Submitted"]) == ("salma@example.org", "auto-generated")


def test_nothing_of_the_author_and_no_code_stands_in_a_mail(server):
    case = asked(subject="Objet secret")
    post()
    whole = server.mails[0].as_string() + str(parts(server.mails[0])) + subject(server.mails[0])
    assert "secret" not in whole
    assert "Salma" not in whole
    assert case.tracking_hash not in whole


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TOLD_BY_MAIL)
def test_every_kind_of_event_has_its_words(server, language, kind):
    case = reachable(language=language, kind="request", category=None)
    days = {"due": "2026-06-29", "before": "2026-06-29", "after": "2026-06-30", "lapsed": "2026-06-30"}
    details = {**days, "outcome": "provided"}
    event = case.events.create(kind=kind, at=timezone.now(), by="desk", text="Le mot du bureau.", details=details)
    CaseLetter.objects.create(event=event)
    assert post() == {"sent": 1}
    assert all("Le mot du bureau." in text and "%(" not in text for text in parts(server.mails[0]).values())


def test_one_mail_an_event_however_often_the_worker_looks(server):
    asked()
    assert [post(), post()] == [{"sent": 1}, {}]
    assert len(server.mails) == 1


def test_who_left_no_address_erased_it_or_is_invented_gets_nothing(server):
    desk_acts.ask(make.CaseFactory(), "Où ?", by=None, now=timezone.now())
    erased, withdrawn = asked(), asked()
    erasure.erase_contact(erased, now=timezone.now())
    author_acts.withdraw(withdrawn, now=timezone.now())
    asked(is_demo=True)
    assert post() == {"pointless": 2}
    assert server.mails == []
    assert not CaseLetter.objects.exists()


def test_an_address_that_does_not_exist_bounces_at_once_and_the_desk_learns_it(server):
    case = asked()
    server.refuses = 550
    assert post() == {"bounced": 1}
    assert mail_texts.problem_of(case) == "550"
    assert post() == {}


def test_a_server_that_is_busy_is_asked_again_later_and_the_log_names_nobody(server, caplog):
    case = asked()
    server.refuses = 451
    assert post() == {"put back": 1}
    assert post() == {}
    server.refuses = None
    CaseLetter.objects.update(due_at=timezone.now())
    assert post() == {"sent": 1}
    assert mail_texts.problem_of(case) == ""
    ours = [record.getMessage() for record in caplog.records if record.name == "tetouan_portal.lib.queue"]
    assert ours
    assert not [line for line in ours if "salma" in line]


def test_after_the_last_attempt_a_letter_is_given_up(server):
    case = asked()
    server.refuses = 451
    CaseLetter.objects.update(attempts=CASE_LETTERS.most_attempts - 1)
    assert post() == {"given up": 1}
    assert mail_texts.problem_of(case) == "SMTP 451"


def test_a_server_that_is_away_loses_nothing(settings):
    asked()
    settings.MAILERS = AWAY
    assert post() == {"put back": 1}


def test_a_worker_that_died_leaves_its_letter_to_the_next_with_the_same_id(server):
    asked()
    letter = CaseLetter.objects.get()
    late = CASE_LETTERS.claim(letter.pk)
    CaseLetter.objects.update(lease_until=timezone.now())
    assert post() == {"sent": 1}
    assert server.mails[0]["Message-ID"] == f"<{letter.key}@portail.example.org>"
    assert mail_delivery.send(late) == "overtaken"
    assert len(server.mails) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("answer", ["451 busy", "550 nobody", None])
def test_a_letter_that_another_sent_meanwhile_stays_sent_whatever_the_first_is_answered(server, answer):
    asked()
    clerk()
    letter = CaseLetter.objects.get()

    def overtake():
        server.meanwhile = None
        CaseLetter.objects.update(lease_until=timezone.now())
        post()
        connection.close()
        return answer

    server.meanwhile = overtake
    assert post() == {"overtaken": 1}
    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at, letter.failure) == ("sent", None, "")


def test_a_line_break_in_the_words_forges_no_header(server):
    case = reachable()
    desk_acts.ask(case, "Où ?\r\nBcc: all@example.org\n\nVoici", by=None, now=timezone.now())
    post()
    assert "Bcc" not in server.mails[0]


def test_a_date_that_passed_is_told_once(server):
    reachable(due_on=datetime(2026, 6, 1, tzinfo=UTC).date())
    silence.lapse(now=timezone.now())
    silence.lapse(now=timezone.now())
    assert post() == {"sent": 1}


def test_letters_are_forgotten_once_they_have_had_their_time(server):
    asked()
    post()
    asked()
    assert mail_texts.forget(before=timezone.now() + timedelta(days=1)) == 1
    assert CaseLetter.objects.get().state == "queued"


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_one_sends(server):
    asked()
    clerk()
    outcomes = together(*[lambda: sum(post().get(word, 0) for word in ("sent",))] * 4)
    assert sum(outcomes) == 1
    assert len(server.mails) == 1


def test_contact_is_read_when_the_mail_leaves(server):
    case = asked()
    Contact.objects.filter(case=case).update(email="autre@example.org")
    post()
    assert server.mails[0]["To"] == "autre@example.org"
