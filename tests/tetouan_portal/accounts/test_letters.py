"""Mails through a real mail server: each in its reader's language, none lost, none to strangers."""

import datetime
from email.header import decode_header, make_header

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone, translation

from tests.mail_server import AWAY
from tests.tetouan_portal.accounts.conftest import PASSWORD, code_now, sign_in
from tetouan_portal.accounts import inviting, letters, tasks
from tetouan_portal.accounts.letters import LETTERS
from tetouan_portal.accounts.models import Invitation, Letter, LetterKind, LetterState

LANGUAGES = ["ar", "fr", "es"]
TOLD_ELSEWHERE = {LetterKind.DUE_DATES, LetterKind.ATTACK, LetterKind.NOTICE}
RESET = "/fr/accounts/password/reset/"


def subject(mail):
    return str(make_header(decode_header(mail["Subject"])))


def reset_path(box):
    return "/" + box.links()[-1].split("/", 3)[3]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in LetterKind.values if kind not in TOLD_ELSEWHERE])
def test_every_letter_arrives_in_its_language(person, post, kind, language):
    user = person("translator")
    later = timezone.now() + datetime.timedelta(days=1)
    Invitation.objects.create(user=user, language=language, expires_at=later)
    letters.queue(user, kind, what="app", ip="192.0.2.9", browser="Firefox")
    (mail,) = post().mails
    assert (mail["To"], mail["From"]) == ("amina@example.org", "portal@localhost")
    body = mail.get_payload(decode=True).decode()
    with translation.override(language):
        name = translation.gettext("Tétouan, open commune")
    assert name in body
    assert f"/{language}/" in body
    assert subject(mail)
    assert "{" not in body + subject(mail)
    assert not set("<>&") & set(body)


def test_a_forgotten_password_is_replaced_through_the_mail(client, person, post):
    person("translator")
    assert client.post(RESET, {"email": "amina@example.org"})["Location"] == f"{RESET}sent/"
    page = client.get(reset_path(post()))
    assert page.status_code == 302
    new = {"password1": "another long password", "password2": "another long password"}
    assert client.post(page["Location"], new)["Location"] == f"{RESET}done/"
    assert sign_in(client, "amina", PASSWORD).status_code == 200
    assert sign_in(client, "amina", "another long password").status_code == 302
    assert len(post().mails) == 2  # and is told that it was


def test_a_new_password_does_not_replace_the_second_factor(client, person, with_app, post):
    with_app(person("publisher"))
    client.post(RESET, {"email": "amina@example.org"})
    page = client.get(reset_path(post()))
    client.post(page["Location"], {"password1": "another long password", "password2": "another long password"})
    assert sign_in(client, "amina", "another long password")["Location"] == "/fr/accounts/second-factor/enter/"


def test_the_link_to_a_new_password_works_once(client, person, post, another_browser):
    person("translator")
    client.post(RESET, {"email": "amina@example.org"})
    path = reset_path(post())
    page = client.get(path)
    client.post(page["Location"], {"password1": "another long password", "password2": "another long password"})
    assert another_browser.get(path).context["token_fail"]


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, person, post):
    person("translator")
    known = client.post(RESET, {"email": "amina@example.org"})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail["To"] for mail in post().mails] == ["amina@example.org"]


def test_a_closed_account_gets_no_link(client, person, post):
    user = person("translator")
    client.post(RESET, {"email": "amina@example.org"})
    user.is_active = False
    user.save()
    client.post(RESET, {"email": "amina@example.org"})
    assert post().mails == []


def test_the_link_names_the_portals_address_and_not_the_asked_one(client, person, post, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portail.example.org", ["*"]
    person("translator")
    client.post(RESET, {"email": "amina@example.org"}, headers={"host": "evil.example"})
    text = "\n".join(post().texts())
    assert "https://portail.example.org/fr/accounts/password/reset/" in text
    assert "evil" not in text


def test_what_changes_in_an_account_is_told(client, person, post, django_capture_on_commit_callbacks):
    person("translator")
    sign_in(client, "amina")
    secret = client.get("/fr/accounts/second-factor/app/add/").context["form"].secret
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    for path, data in (
        ("second-factor/app/add/", {"code": code_now(secret)}),
        ("second-factor/codes/new/", {}),
        ("second-factor/app/remove/", {}),
        ("password/change/", new),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/fr/accounts/{path}", data).status_code == 302
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["factor_added", "recovery_codes", "factor_removed", "password_changed"]
    assert "127.0.0.1" in post().texts()[0]


# --- the row is the queue -----------------------------------------------------------


def test_a_mail_server_that_is_away_loses_nothing(person, settings, post):
    working = settings.MAILERS
    settings.MAILERS = AWAY
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED)
        assert tasks.send_waiting_letters() == {"put back": 1}
        assert tasks.send_waiting_letters() == {}  # not at once again
        assert Letter.objects.get().failure == "ConnectionRefusedError 111"
        clock.shift(6 * 60)
        settings.MAILERS = working
        assert tasks.send_waiting_letters() == {"sent": 1}
    assert (Letter.objects.get().state, Letter.objects.get().failure) == (LetterState.SENT, "")


def test_after_half_a_day_of_trying_it_is_given_up_and_says_so(person, settings):
    settings.MAILERS = AWAY
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED)
        for _time in range(LETTERS.most_attempts):
            tasks.send_waiting_letters()
            clock.shift(2 * 3600)
        assert tasks.send_waiting_letters() == {}
    assert Letter.objects.get().state == LetterState.FAILED


def test_a_worker_that_comes_late_sends_nothing_that_another_has_sent(person, post):
    late = LETTERS.claim(letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED).pk)
    Letter.objects.update(lease_until=timezone.now())
    assert tasks.send_waiting_letters() == {"sent": 1}
    assert tasks.send(late) == "overtaken"
    assert len(post().mails) == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_another_sent_meanwhile_is_not_put_back(person, mail_server):
    letter = letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED)

    def overtake():
        Letter.objects.update(lease_until=timezone.now())
        LETTERS.finish(LETTERS.claim(letter.pk), state=LetterState.SENT, sent_at=timezone.now())
        connection.close()
        return "451 busy"

    mail_server.meanwhile = overtake
    assert tasks.send_waiting_letters() == {"overtaken": 1}
    letter.refresh_from_db()
    assert (letter.state, letter.due_at) == (LetterState.SENT, None)


def test_what_was_sent_keeps_no_detail_and_is_deleted_in_time(person, post):
    letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED, ip="192.0.2.9", browser="Firefox")
    post()
    assert Letter.objects.get().details == {}
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)):
        assert tasks.forget_expired()["letters"] == 1


def test_somebody_without_an_address_gets_no_letter(boss):
    boss.email = ""
    assert letters.queue(boss, LetterKind.PASSWORD_CHANGED) is None
    assert Letter.objects.count() == 0


def test_mails_become_files_where_no_server_is_named(person, settings, tmp_path):
    from tetouan_portal.lib.mail import mailer  # noqa: PLC0415 -- this test alone is about the folder

    settings.MAILERS = {"default": mailer("", folder=tmp_path / "mail")}
    letters.queue(person("translator"), LetterKind.PASSWORD_CHANGED)
    assert tasks.send_waiting_letters() == {"sent": 1}
    (file,) = (tmp_path / "mail").iterdir()
    assert "amina@example.org" in file.read_text()


# --- how many a day ---------------------------------------------------------------------


def test_a_person_gets_few_links_to_a_new_password_a_day_and_strangers_see_no_difference(client, person):
    user = person("translator")
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False) as clock:
        answers = set()
        for email in ["amina@example.org", "AMINA@example.org", "nobody@example.org"] * 5:
            clock.shift(60)
            response = client.post(RESET, {"email": email})
            answers.add((response.status_code, response["Location"]))
        assert answers == {(302, f"{RESET}sent/")}
        assert user.letters.filter(kind=LetterKind.PASSWORD_RESET).count() == 5
        clock.shift(24 * 3600)
        client.post(RESET, {"email": "amina@example.org"})
        assert user.letters.filter(kind=LetterKind.PASSWORD_RESET).count() == 6


def test_very_many_mails_of_one_kind_keep_back_no_other(person):
    user = person("translator")
    made = [letters.queue(user, LetterKind.FACTOR_ADDED, what="app") for _number in range(12)]
    assert [letter is not None for letter in made] == [True] * 10 + [False] * 2
    assert letters.queue(user, LetterKind.PASSWORD_CHANGED) is not None
    assert letters.queue(person("translator", name="karim"), LetterKind.FACTOR_ADDED, what="app") is not None


def test_an_invitation_that_was_sent_again_very_often_says_so(boss, person):
    invited = User.objects.create_user("new@example.org", "new@example.org")
    later = timezone.now() + datetime.timedelta(days=1)
    Invitation.objects.create(user=invited, language="fr", expires_at=later)
    for _number in range(10):
        inviting.resend(invited)
        Letter.objects.update(state=LetterState.SENT, sent_at=timezone.now(), due_at=None)
    with pytest.raises(ValidationError) as refused:
        inviting.resend(invited)
    assert refused.value.code == "too_many"
    assert Letter.objects.count() == 10
