"""Reminders of due dates, through a real mail server: at −15, −3 and +1 days, each once, one mail a day."""

import datetime
from email.header import decode_header, make_header

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from budget_docs.calendar import due_dates, reminders
from budget_docs.models import Reminder
from tests.budget_docs import rows
from tests.factories import people
from tests.factories.commitments import StaffFactory
from tetouan_portal.accounts.models import Invitation, Letter, LetterState
from tetouan_portal.accounts.tasks import remind_officers

DUE = datetime.date(2026, 6, 20)


@pytest.fixture
def officer(db):
    return people.budget_officer(username="salma", email="salma@example.org")


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """A function that lets beat wake the task on a day: `remind(date)`; how many mails it queued."""

    def on(day, hour=9):
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(hour), datetime.UTC), tick=False):
            return remind_officers()

    return on


def days(offset):
    return DUE + datetime.timedelta(days=offset)


def parts(mail):
    """(subject, plain text, HTML)"""
    plain, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    return str(make_header(decode_header(mail["Subject"]))), plain, html


def test_a_due_date_is_announced_on_its_three_days_and_on_no_other(officer, remind):
    rows.slot(due_on=DUE)
    told = {offset: remind(days(offset)) for offset in range(-20, 20)}
    assert {offset for offset, mails in told.items() if mails} == {-15, -3, 1}
    assert Letter.objects.count() == 3


def test_the_same_day_twice_is_one_mail(officer, remind):
    rows.slot(due_on=DUE)
    assert [remind(days(-15)), remind(days(-15)), remind(days(-15), hour=15)] == [1, 0, 0]


def test_all_dates_of_a_day_are_one_mail_an_officer(officer, remind):
    people.budget_officer(email="karim@example.org")
    rows.slot(type_slug="soon", due_on=days(12))
    rows.slot(type_slug="sooner", due_on=DUE)
    assert remind(days(-3)) == 2
    assert sorted(len(letter.details["reminders"]) for letter in Letter.objects.all()) == [2, 2]


def test_a_worker_that_was_away_says_it_later_and_once(officer, remind):
    rows.slot(type_slug="a", due_on=DUE)
    rows.slot(type_slug="b", due_on=days(2))
    assert [remind(days(4)), remind(days(5))] == [1, 0]
    assert len(Letter.objects.get().details["reminders"]) == 2
    assert Reminder.objects.count() == 6  # what was missed is not said afterwards


def test_a_calendar_of_years_ago_does_not_make_mails(officer, remind):
    rows.slot(due_on=days(-60))
    assert remind(DUE) == 0


def test_what_is_published_not_expected_or_undated_reminds_nobody(officer, remind):
    rows.document(slot=rows.slot(type_slug="published", due_on=DUE))
    rows.slot(type_slug="none-this-year", due_on=DUE, is_expected=False, note_fr="Rien")
    rows.slot(type_slug="undated", due_on=None)
    assert remind(days(-15)) == 0


def test_a_planned_publication_still_reminds(officer, remind):
    rows.document("planned", rows.IN_A_YEAR, slot=rows.slot(due_on=DUE))
    assert remind(days(1)) == 1


def test_a_date_that_moved_is_announced_again(officer, remind):
    slot = rows.slot(due_on=DUE)
    remind(days(-15))
    due_dates.move(slot, days(5), reason_fr="Session reportée")
    assert [remind(days(-10)), remind(days(2))] == [1, 1]


def test_nobody_but_budget_officers_with_an_address_is_reminded(db, remind):
    people.holding("publisher", "technical_team", email="p@example.org")
    people.superuser(email="boss@example.org")
    people.budget_officer(email="")
    people.budget_officer(email="gone@example.org", is_active=False)
    StaffFactory(email="clerk@example.org")
    rows.slot(due_on=DUE)
    assert remind(days(-15)) == 0
    assert not Reminder.objects.exists()


def test_the_database_refuses_to_remind_twice_of_one_event(officer):
    event = {"user": officer, "slot": rows.slot(due_on=DUE), "due_on": DUE, "days": -3, "reminded_on": DUE}
    Reminder.objects.create(**event)
    with pytest.raises(IntegrityError, match="budget_reminder_once"), transaction.atomic():
        Reminder.objects.create(**event | {"reminded_on": days(1)})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Budget adopté 2026", "20 juin 2026", "15 jours")),
        ("ar", ("الميزانية 2026", "20 يونيو 2026", "15 يوم")),
        ("es", ("Presupuesto 2026", "20 de junio de 2026", "15 días")),
    ],
)
def test_the_mail_is_in_the_language_of_the_officers_invitation(officer, remind, post, language, words):
    later = timezone.now() + datetime.timedelta(days=1)
    Invitation.objects.create(user=officer, language=language, expires_at=later)
    slot = rows.slot(due_on=DUE)
    remind(days(-15))
    with time_machine.travel(datetime.datetime(2026, 6, 5, 9, tzinfo=datetime.UTC)):
        (mail,) = post().mails
    subject, plain, html = parts(mail)
    assert mail["To"] == "salma@example.org"
    assert subject
    for text in (plain, html):
        assert all(word in text for word in words), text
        assert f"/{language}/admin/budget_docs/publicationdate/{slot.pk}/change/" in text
    assert f'lang="{language}"' in html


def test_an_unconfirmed_rule_is_announced_as_one_and_nobody_is_called_late(officer, remind, post):
    rows.kind("doubtful", is_confirmed=False)
    rows.slot(type_slug="doubtful", due_on=DUE)
    later = timezone.now() + datetime.timedelta(days=1)
    Invitation.objects.create(user=officer, language="fr", expires_at=later)
    remind(days(1))
    with time_machine.travel(datetime.datetime(2026, 6, 21, 9, tzinfo=datetime.UTC)):
        (mail,) = post().mails
    for text in parts(mail)[1:]:
        assert "confirmer" in text
        assert "retard" not in text


NOTHING_HERE = {
    "ar": "لم تتوصل هذه البوابة بشيء من وثائق الميزانية التالية، ولا يعني ذلك أنها غير موجودة",
    "fr": "Rien n’a été reçu ici de ces documents budgétaires",
    "es": "De estos documentos presupuestarios no se ha recibido nada aquí",
}
EXPECTED = {
    "ar": "قيد الانتظار منذ 20 يونيو 2026، ولم تتوصل هذه البوابة بشيء",
    "fr": "attente depuis le 20 juin 2026, rien de reçu ici",
    "es": "en espera desde el 20 de junio de 2026, nada recibido aquí",
}
NOT_TAKEN_UP = {
    "ar": ("20 يونيو 2026", "لم يتم بعد الإدراج في هذه البوابة"),
    "fr": ("20 juin 2026", "pas encore dans ce portail"),
    "es": ("20 de junio de 2026", "aún sin recoger en este portal"),
}
NOT_FOUND = {"ar": "2 يونيو 2026", "fr": "recherche du 2 juin 2026", "es": "2 de junio de 2026"}
NOT_PUBLISHED = {"ar": "لم تنشر", "fr": "ne sont pas publiés", "es": "no están publicados"}


@pytest.fixture
def mailed(officer, remind, post):
    """A function: subject, text and HTML of the mail of the day after the date, in a language."""

    def in_language(language):
        later = timezone.now() + datetime.timedelta(days=1)
        Invitation.objects.create(user=officer, language=language, expires_at=later)
        remind(days(1))
        with time_machine.travel(datetime.datetime(2026, 6, 21, 9, tzinfo=datetime.UTC)):
            (mail,) = post().mails
        return [text.replace("\xa0", " ") for text in parts(mail)]

    return in_language


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_after_the_date_the_mail_says_that_it_is_expected_and_not_that_it_does_not_exist(mailed, language):
    rows.slot(due_on=DUE)
    for text in mailed(language)[1:]:
        assert NOTHING_HERE[language] in text
        assert EXPECTED[language] in text
        assert NOT_PUBLISHED[language] not in text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_of_a_date_that_nobody_confirmed_it_says_only_that_nothing_is_here(mailed, language):
    rows.slot(type_slug=rows.kind("doubtful", is_confirmed=False).slug, due_on=DUE)
    for text in mailed(language)[1:]:
        assert all(words in text for words in NOT_TAKEN_UP[language])
        assert EXPECTED[language] not in text


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
def test_who_looked_for_it_in_vain_is_heard(mailed, language):
    slot = rows.slot(type_slug=rows.kind("doubtful", is_confirmed=False).slug, due_on=DUE)
    rows.look(slot, was_found=False, looked_on=datetime.date(2026, 6, 2))
    for text in mailed(language)[1:]:
        assert NOT_FOUND[language] in text


def test_however_many_dates_the_mail_asks_as_often(officer, remind, django_assert_num_queries):
    rows.slot(type_slug="a", due_on=DUE)
    rows.look(rows.slot(type_slug="b", due_on=DUE))
    remind(days(1))
    claimed = list(Reminder.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert len(reminders.lines(claimed, now=datetime.datetime(2026, 6, 21, 9, tzinfo=datetime.UTC))) == 2


def test_a_mail_that_came_late_leaves_out_what_was_published_meanwhile(officer, remind, post):
    published, open_ = rows.slot(type_slug="a", due_on=DUE), rows.slot(2025, "b", due_on=DUE)
    remind(days(-3))
    rows.document(slot=published)
    (mail,) = post().mails
    assert "2025" in parts(mail)[1]
    assert f"/{open_.pk}/" in parts(mail)[1]
    assert f"/{published.pk}/" not in parts(mail)[1]


def test_a_mail_with_nothing_left_to_say_is_not_sent(officer, remind, post):
    slot = rows.slot(due_on=DUE)
    remind(days(-3))
    rows.document(slot=slot)
    assert post().mails == []
    assert not Letter.objects.exists()


def test_a_sent_mail_keeps_no_details(officer, remind, post):
    rows.slot(due_on=DUE)
    remind(days(1))
    post()
    letter = Letter.objects.get()
    assert (letter.state, letter.details) == (LetterState.SENT, {})
