"""Administrators are told of what is beyond the usual, once an hour of each kind, in their language."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import RequestFactory
from django.utils import timezone

from tetouan_portal.accounts import letters
from tetouan_portal.accounts.models import Invitation, Letter, LetterKind
from tetouan_portal.accounts.tasks import tell_of_attacks
from tetouan_portal.security import alarms, events
from tetouan_portal.security.models import Kind

LANGUAGES = ["ar", "fr", "es"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-06-15 10:20+01:00", tick=False) as clock:
        yield clock


def happened(times, kind=Kind.CODE_FAILED):
    for _time in range(times):
        with events.remembering(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")):
            events.record(kind)


def test_from_the_threshold_on_administrators_are_told_and_nobody_else(boss, person):
    person("publisher")
    User.objects.create_superuser("closed", "closed@example.org", is_active=False)
    happened(alarms.THRESHOLDS[Kind.CODE_FAILED] - 1)
    assert tell_of_attacks() == []
    happened(1)
    assert tell_of_attacks() == ["code_failed"]
    assert [letter.user for letter in Letter.objects.all()] == [boss]


def test_of_one_kind_they_hear_once_an_hour(boss, clock):
    happened(50)
    assert tell_of_attacks() == ["code_failed"]
    for _minutes in range(11):
        clock.shift(5 * 60)
        happened(20)
        assert tell_of_attacks() == []
    happened(3, Kind.RECOVERY_USED)
    assert tell_of_attacks() == ["recovery_used"]
    clock.shift(5 * 60)
    assert tell_of_attacks() == ["code_failed"]
    assert Letter.objects.count() == 3


def test_an_alarm_whose_mails_could_not_be_queued_is_told_at_the_next_look(boss, monkeypatch):
    happened(50)
    with monkeypatch.context() as patch:
        patch.setattr(letters, "queue", lambda *_letter, **_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell_of_attacks()
    assert tell_of_attacks() == ["code_failed"]


def test_what_is_long_over_is_not_told(boss, clock):
    happened(50)
    clock.shift(61 * 60)
    assert tell_of_attacks() == []


def test_few_in_each_hour_are_not_added_up(boss, clock):
    for _hour in range(20):
        happened(4)
        assert tell_of_attacks() == []
        clock.shift(2 * 3600)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_what_how_often_since_when_and_where_to_look(boss, post, language):
    later = timezone.now() + datetime.timedelta(days=1)
    Invitation.objects.create(user=boss, language=language, expires_at=later)
    happened(12)
    tell_of_attacks()
    (text,) = post().texts()
    assert "12" in text
    assert "10:20" in text
    assert f"/{language}/admin/tetouan_portal/securityevent/?kind__exact=code_failed" in text
    assert "{" not in text
    assert "192.0.2" not in text


def test_who_is_no_administrator_any_more_gets_no_mail(boss, post):
    happened(12)
    tell_of_attacks()
    User.objects.filter(pk=boss.pk).update(is_superuser=False)
    assert post().mails == []
    assert not Letter.objects.filter(kind=LetterKind.ATTACK).exists()


def test_every_kind_of_failure_has_a_threshold():
    told = {kind for kind in Kind if "failed" in kind or "locked" in kind or "refused" in kind or kind == Kind.FLOOD}
    assert told <= set(alarms.THRESHOLDS)
