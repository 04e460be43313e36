"""Sessions end with the account, whoever closes it, and are swept when they are over."""

import datetime

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tests.tetouan_portal.accounts.conftest import sign_in
from tetouan_portal.accounts import people, sessions
from tetouan_portal.accounts.tasks import forget_what_is_over


def by_the_button(user):
    people.deactivate(user, by=User.objects.create_superuser("chief"))


def by_a_query(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def by_saving(user):
    user.is_active = False
    user.save()


def by_hand(user):
    with connection.cursor() as cursor:
        cursor.execute("update auth_user set is_active = false where id = %s", [user.pk])


@pytest.mark.parametrize("close", [by_the_button, by_a_query, by_saving, by_hand])
def test_a_closed_account_has_no_session_left_that_opening_it_could_wake(client, person, another_browser, close):
    user = person("translator")
    sign_in(client, "amina")
    person("translator", name="badr")
    sign_in(another_browser, "badr")
    old = client.cookies["sessionid"].value
    close(user)
    assert not Session.objects.filter(session_key=old).exists()
    assert not UserSession.objects.filter(user=user).exists()
    User.objects.filter(pk=user.pk).update(is_active=True)
    client.cookies["sessionid"] = old
    assert client.get("/fr/admin/").status_code == 302
    assert another_browser.get("/fr/admin/").status_code == 200
    assert sign_in(client, "amina").status_code == 302
    assert client.get("/fr/admin/").status_code == 200


def test_other_changes_of_an_account_end_nothing(client, person):
    user = person("translator")
    sign_in(client, "amina")
    User.objects.filter(pk=user.pk).update(first_name="Amina", is_active=True)
    assert client.get("/fr/admin/").status_code == 200


@pytest.fixture
def session_until():
    def make(key, when):
        return Session.objects.create(session_key=key, session_data="", expire_date=when)

    return make


def test_expired_sessions_are_swept_with_what_shows_them(person, session_until, monkeypatch):
    monkeypatch.setattr(sessions, "AT_ONCE", 3)
    user, now = person("translator"), timezone.now()
    for number in range(8):
        session_until(f"old-{number}", now - datetime.timedelta(minutes=1))
        UserSession.objects.create(user=user, session_key=f"old-{number}", ip="192.0.2.1", user_agent="x")
    session_until("open", now + datetime.timedelta(minutes=1))
    UserSession.objects.create(user=user, session_key="open", ip="192.0.2.1", user_agent="x")
    assert forget_what_is_over()["sessions"] == 8
    assert [row.session_key for row in Session.objects.all()] == ["open"]
    assert [row.session_key for row in UserSession.objects.all()] == ["open"]
    assert forget_what_is_over()["sessions"] == 0


def test_a_night_has_its_bound_and_the_next_goes_on(session_until, monkeypatch):
    monkeypatch.setattr(sessions, "AT_ONCE", 2)
    monkeypatch.setattr(sessions, "MOST", 4)
    for number in range(7):
        session_until(f"old-{number}", timezone.now() - datetime.timedelta(minutes=1))
    assert [sessions.sweep(), sessions.sweep()] == [4, 3]


def test_sessions_are_swept_every_day(settings):
    (entry,) = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if one["task"].endswith("forget_what_is_over")]
    with time_machine.travel("2026-06-15 10:00+01:00", tick=False):
        assert entry["schedule"].remaining_estimate(timezone.now()) <= datetime.timedelta(days=1)
