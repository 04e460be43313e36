"""Texts that no key opens any more: one of them stops nobody else, is told where it would stand, and is not lost."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.utils import timezone

from participation.case import desk_acts, erasure, tracking_code
from participation.case.filing import Filed
from participation.letters.mail_delivery import CASE_LETTERS, send_waiting
from participation.models import Case, CaseLetter, Contact, Draft
from participation.privacy import own_copy
from participation.sending import drafts, receipts
from participation.sending.submission import got_the_same
from participation.tasks import forget_what_has_had_its_time
from tests.factories import participation as make
from tests.factories.people import clerk, desk_officer
from tests.participation.admin.desk import INBOX, Desk, errors
from tetouan_portal.lib.encryption import UNREADABLE, encrypted_fields, stored_tokens
from tetouan_portal.lib.queue import GIVEN_UP

pytestmark = pytest.mark.django_db
SAID = {
    "fr": "Les coordonnées sont illisibles avec les clés disponibles (DATA_KEYS).",
    "ar": "تتعذر قراءة بيانات الاتصال بالمفاتيح المتوفرة (DATA_KEYS).",
    "es": "Los datos de contacto no se pueden leer con las claves disponibles (DATA_KEYS).",
}


@pytest.fixture
def under_another_key(settings):
    """A function that writes what is given it under a key that is gone afterwards; returns what it returns."""
    ours = settings.DATA_KEYS

    def write(make_rows):
        settings.DATA_KEYS = [Fernet.generate_key().decode()]
        made = make_rows()
        settings.DATA_KEYS = ours
        return made

    return write


@pytest.fixture
def case(under_another_key):
    return under_another_key(lambda: make.ContactFactory(case__may_be_published=True)).case


def tokens():
    return list(stored_tokens(Contact, "name").values_list("token", flat=True))


def asked():
    case = make.ContactFactory().case
    desk_acts.ask(case, "Où ?", by=clerk(), now=timezone.now())


def test_one_letter_that_cannot_be_addressed_stops_none_of_the_others(under_another_key, mail_server):
    for _each in range(6):
        asked()
    under_another_key(asked)
    for _each in range(7):
        asked()
    assert send_waiting() == {"sent": 13, "put back": 1}
    assert len(mail_server.mails) == 13
    (left,) = CaseLetter.objects.exclude(state="sent")
    assert (left.failure, left.owner, left.attempts) == ("UnreadableError", None, 1)


def test_it_is_given_up_after_its_attempts_and_told(under_another_key):
    under_another_key(asked)
    CaseLetter.objects.update(attempts=CASE_LETTERS.most_attempts - 1)
    assert send_waiting() == {"given up": 1}
    assert CaseLetter.objects.get(GIVEN_UP).failure == "UnreadableError"
    assert CASE_LETTERS.standing().given_up == 1


def test_it_goes_out_once_the_key_is_there_again(settings, mail_server):
    asked()
    ours = settings.DATA_KEYS
    settings.DATA_KEYS = [Fernet.generate_key().decode()]
    assert send_waiting() == {"put back": 1}
    settings.DATA_KEYS = [*settings.DATA_KEYS, *ours]
    CaseLetter.objects.update(due_at=timezone.now())
    assert send_waiting() == {"sent": 1}
    assert len(mail_server.mails) == 1


def test_a_mail_about_what_happens_meanwhile_waits_too(case):
    desk_acts.ask(Case.objects.get(), "Où ?", by=clerk(), now=timezone.now())
    assert CaseLetter.objects.get().state == "queued"


@pytest.mark.parametrize("language", SAID)
def test_the_desk_reads_a_sentence_where_the_contact_would_stand(case, language):
    client = Client()
    client.force_login(desk_officer())
    for address in (f"{INBOX}{case.pk}/change/", f"{INBOX}{case.pk}/contact/"):
        page = client.get(address.replace("/fr/", f"/{language}/"))
        assert page.status_code == 200
        assert SAID[language] in page.text
    assert client.get(INBOX.replace("/fr/", f"/{language}/")).status_code == 200


def test_an_officer_answers_the_case_all_the_same(case):
    Desk().done(case, act="answer", text="Nous venons demain.")
    assert case.events.filter(kind="answer").exists()


def test_nobody_overwrites_what_a_key_may_open_again(case):
    before = tokens()
    answer = Desk().client.post(f"{INBOX}{case.pk}/contact/", {"name": "Autre", "email": "", "phone": ""})
    assert answer.status_code == 400
    assert SAID["fr"] in answer.text
    Contact.objects.get().save()
    assert tokens() == before


def test_words_that_could_not_be_compared_with_the_author_are_published_knowingly_alone(case):
    desk = Desk()
    words = {"public__publication": "publish", "public__title_fr": "Un lampadaire", "public__text_fr": "Il est éteint."}
    answer = desk.save(case, public__is_read="on", **words)
    assert "comparés au nom" in errors(answer)["names_nobody"][0]
    case.refresh_from_db()
    desk.done(case, public__is_read="on", public__names_nobody="on", **words)


def test_the_authors_copy_says_that_it_is_there_and_cannot_be_read(case):
    held = own_copy.data_held(case)
    unreadable = dict.fromkeys(("name", "email", "phone"), str(UNREADABLE))
    assert held["contact"].pop("confirmed_at")
    assert held["contact"] == {**unreadable, "postal_address": ""}
    assert own_copy.in_words(held).count(str(UNREADABLE)) == 3


def test_another_citizen_with_the_same_words_sends_undisturbed(case):
    Case.objects.update(channel="web")
    same = make.CaseFactory.build(kind=case.kind, text=case.text, subject=case.subject)
    assert not got_the_same("salma@example.org", same, now=timezone.now())


def test_whoever_typed_it_begins_anew(under_another_key):
    now = timezone.now()
    begun = []
    under_another_key(lambda: begun.extend(drafts.begin("complaint", "message", {"subject": "Lampe"})))
    assert drafts.find(begun[1], "complaint", now=now) is None
    _draft, secret = drafts.begin("complaint", "author", {"name": "Salma"})
    assert drafts.content_of(drafts.find(secret, "complaint", now=now), "author") == {"name": "Salma"}


def test_the_counter_files_all_the_same_in_the_place_of_a_draft_that_cannot_be_read(under_another_key):
    now, case = timezone.now(), make.CaseFactory(tracking_hash=tracking_code.hash_of(make.CODE))
    under_another_key(lambda: drafts.open_draft("secret", "counter", now=now))
    draft = drafts.open_draft("secret", "counter", now=now)
    assert drafts.content_of(draft, "message") is None
    assert drafts.version(draft)
    draft.save()
    assert drafts.content_of(drafts.find("secret", "counter", now=now), "message") is None
    receipts.keep(draft, Filed(case, make.CODE), secret="secret", version="")
    assert receipts.find("secret", now=now) == (case, make.CODE)


def test_a_receipt_that_cannot_be_read_is_none(under_another_key):
    key = drafts.key_hash("secret", receipts.RECEIPT)
    under_another_key(lambda: Draft.objects.create(key_hash=key, content="{}"))
    assert receipts.find("secret", now=timezone.now()) is None
    assert not receipts.is_of("secret", "v1")


def test_it_is_erased_like_any_other(case, under_another_key):
    now = timezone.now()
    assert erasure.erase_contact(case, now=now)
    under_another_key(lambda: drafts.begin("complaint", "message", {"subject": "Lampe"}))
    Draft.objects.update(updated_at=now - timedelta(days=90))
    assert forget_what_has_had_its_time()["drafts"] == 1


def test_these_are_all_the_models_whose_readers_are_asked_here():
    from django.apps import apps  # noqa: PLC0415

    assert {model for model in apps.get_models() if encrypted_fields(model)} == {Contact, Draft}
