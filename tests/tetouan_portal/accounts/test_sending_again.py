"""A mail to staff that was given up is sent again by an administrator, as long as what it leads to still counts."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone, translation

from budget_docs.models import Reminder
from tests.budget_docs import rows
from tests.refusals import refused
from tests.tetouan_portal.accounts.conftest import sign_in
from tetouan_portal import roles
from tetouan_portal.accounts import inviting, letters
from tetouan_portal.accounts.letters import LETTERS, LINK_IS_OVER
from tetouan_portal.accounts.models import Invitation, Letter, LetterKind, LetterState

LIST = "/fr/admin/tetouan_portal/letter/"
HOURS, DAYS = timedelta(hours=7), timedelta(days=4)


def given_up(user, kind=LetterKind.PASSWORD_CHANGED, *, ago=HOURS, **details):
    """As after hours without a mail server."""
    letter = letters.queue(user, kind, language="fr", **details)
    Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - ago)
    LETTERS.give_up(LETTERS.claim(letter.pk), "ConnectionRefusedError 111")
    letter.refresh_from_db()
    return letter


@pytest.fixture
def invitation(boss):
    """Whose mail was given up."""
    found = inviting.invite(
        email="salma@example.org", name="Salma", language="fr", roles=["translator"], institutions=[], by=boss
    )
    Letter.objects.all().delete()
    given_up(found.user, LetterKind.INVITATION)
    return found


def send_again(client, *chosen):
    chosen = {"action": "send_again", "_selected_action": [letter.pk for letter in chosen]}
    return client.post(LIST, chosen, follow=True)


def send(letter):
    return letters.send_again(letter, now=timezone.now())


def in_french(sentence):
    with translation.override("fr"):
        return str(sentence)


def test_what_was_given_up_is_sent_and_stands_in_its_history(signed_in, person, post):
    letter = given_up(person("translator"), ip="192.0.2.9")
    assert send_again(signed_in, letter).status_code == 200
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.failure) == (LetterState.QUEUED, 0, "")
    assert "192.0.2.9" in post().texts()[0]
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    entry = LogEntry.objects.get(object_id=str(letter.pk))
    assert (entry.user.username, entry.change_message) == ("boss", "send_again")
    assert signed_in.get(f"{LIST}{letter.pk}/history/").status_code == 200


def test_asked_for_twice_it_is_sent_once(signed_in, person, post):
    letter = given_up(person("translator"))
    send_again(signed_in, letter)
    send_again(signed_in, letter)
    assert len(post().mails) == 1
    send_again(signed_in, letter)
    assert len(post().mails) == 1
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("state", [LetterState.QUEUED, LetterState.SENDING, LetterState.SENT])
def test_what_was_not_given_up_is_left_alone(signed_in, person, state):
    letter = letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED)
    if state != LetterState.QUEUED:
        held = LETTERS.claim(letter.pk)
    if state == LetterState.SENT:
        LETTERS.finish(held, state=state, sent_at=timezone.now())
    before = Letter.objects.values().get()
    with refused("not_given_up"):
        send(letter)
    send_again(signed_in, letter)
    assert Letter.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_one_that_is_refused_keeps_no_other_from_going(signed_in, person, post):
    user = person("translator")
    over, stands = given_up(user, LetterKind.PASSWORD_RESET, ago=DAYS), given_up(user)
    page = send_again(signed_in, over, stands)
    assert in_french(LINK_IS_OVER) in page.text
    assert Letter.objects.get(pk=over.pk).state == LetterState.FAILED
    assert Letter.objects.get(pk=stands.pk).state == LetterState.QUEUED
    assert post().links() == []
    assert len(post().mails) == 1


# --- mails with a link -----------------------------------------------------------------------


def test_an_invitation_that_stands_is_sent_with_a_link_that_opens_the_account(invitation, another_browser, post):
    send(Letter.objects.get())
    (link,) = post().links()
    page = another_browser.get("/" + link.split("/", 3)[3], follow=True)
    assert page.status_code == 200
    assert 'type="password"' in page.text


@pytest.mark.parametrize("end", [{"expires_at": timezone.now()}, {"accepted_at": timezone.now()}])
def test_an_invitation_that_expired_or_was_accepted_is_not_sent_again(invitation, end):
    Invitation.objects.update(**end)
    with refused("link_is_over"):
        send(Letter.objects.get())
    assert Letter.objects.get().state == LetterState.FAILED


def test_an_invitation_that_was_sent_anew_keeps_its_newer_link(invitation, post):
    letter = Letter.objects.get()
    inviting.resend(invitation.user)
    assert len(post().links()) == 1
    secret = Invitation.objects.get().secret_hash
    with refused("link_is_over"):
        send(letter)
    post()
    assert Invitation.objects.get().secret_hash == secret


def test_whoever_asked_for_a_new_password_just_now_gets_a_link(person, post):
    send(given_up(person("translator"), LetterKind.PASSWORD_RESET))
    assert len(post().links()) == 1


def test_nobody_gets_a_link_to_a_new_password_days_after_asking(person, post):
    letter = given_up(person("translator"), LetterKind.PASSWORD_RESET, ago=DAYS)
    with refused("link_is_over"):
        send(letter)
    assert post().mails == []


def test_nobody_gets_one_who_came_in_meanwhile(client, person):
    letter = given_up(person(), LetterKind.PASSWORD_RESET)
    assert sign_in(client, "amina").status_code == 302
    with refused("link_is_over"):
        send(letter)


def test_nobody_gets_one_whose_account_was_closed(person):
    user = person("translator")
    letter = given_up(user, LetterKind.PASSWORD_RESET)
    user.is_active = False
    user.save()
    with refused("link_is_over"):
        send(letter)


def test_a_reminder_tells_what_is_still_due(person, post):
    officer, slot = person("budget_officer"), rows.slot(due_on=timezone.localdate() + timedelta(days=3))
    told = {"user": officer, "slot": slot, "due_on": slot.due_on, "days": -3, "reminded_on": timezone.localdate()}
    letter = given_up(officer, LetterKind.DUE_DATES, reminders=[Reminder.objects.create(**told).pk])
    send(letter)
    assert len(post().mails) == 1


# --- who ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role.slug for role in roles.ROLES])
def test_nobody_else_sees_or_sends_them(client, person, with_app, role):
    letter = given_up(person("translator"))
    client.force_login(with_app(person(role, name="other")))
    assert client.get(LIST).status_code == 403
    assert send_again(client, letter).status_code == 403
    letter.refresh_from_db()
    assert letter.state == LetterState.FAILED


def test_the_list_says_what_became_of_each_and_nothing_of_what_it_told(signed_in, person):
    given_up(person("translator"), ip="192.0.2.9")
    page = signed_in.get(LIST)
    assert "ConnectionRefusedError 111" in page.text
    assert "amina" in page.text
    assert "192.0.2.9" not in page.text + signed_in.get(f"{LIST}{Letter.objects.get().pk}/change/").text


def test_the_list_costs_the_same_however_long(signed_in, person, django_assert_max_num_queries):
    user = person("translator")
    given_up(user)
    with django_assert_max_num_queries(40) as few:
        signed_in.get(LIST)
    for _each in range(3):
        given_up(user)
    with django_assert_max_num_queries(len(few)):
        signed_in.get(LIST)


def test_the_overview_of_work_leads_there(signed_in):
    assert LIST in signed_in.get("/fr/admin/work/").text
