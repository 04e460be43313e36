"""What a town hall does by mistake alarms nobody; what an attack does alarms, with the moment it began."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from tests.tetouan_portal.security.conftest import asked, during
from tetouan_portal.security import alarms
from tetouan_portal.security.models import KEPT_FOR, Kind, SecurityEvent

pytestmark = pytest.mark.django_db
MISTAKES_AND_ATTACK = {  # in an hour
    Kind.SIGN_IN_FAILED: (30, 100),
    Kind.SIGN_IN_LOCKED: (10, 40),
    Kind.CODE_FAILED: (6, 20),
    Kind.PASSKEY_FAILED: (10, 40),
    Kind.RECOVERY_USED: (2, 6),
    Kind.FACTOR_REMOVED: (2, 10),
    Kind.RESET_ASKED: (10, 40),
    Kind.ROLE_CHANGED: (10, 40),
    Kind.ACCOUNT_CLOSED: (4, 20),
    Kind.FILE_REFUSED: (50, 200),
    Kind.FLOOD: (250, 1000),
    Kind.REQUEST_REFUSED: (500, 2000),
}


def happened(kind, times):
    """From two addresses, each as often as the other."""
    now = timezone.now()
    for address in ("a", "b"):
        SecurityEvent.objects.create(kind=kind, hour=now, address=address, first_at=now, last_at=now, count=times // 2)


@pytest.mark.parametrize("kind", alarms.THRESHOLDS)
def test_mistakes_alarm_nobody_and_an_attack_does(kind):
    mistakes, attack = MISTAKES_AND_ATTACK[kind]
    happened(kind, mistakes)
    assert alarms.crossed(now=timezone.now()) == []
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=3)):
        happened(kind, attack)
        assert [(one.kind, one.times) for one in alarms.crossed(now=timezone.now())] == [(kind, attack)]


def test_what_happens_every_day_alarms_nobody_however_often():
    happened(Kind.SIGN_IN, 100_000)
    assert alarms.crossed(now=timezone.now()) == []


def test_an_alarm_says_since_when(clock):
    began = timezone.now()
    for _time in range(alarms.THRESHOLDS[Kind.CODE_FAILED]):
        during(asked(), Kind.CODE_FAILED)
        clock.shift(60)
    during(asked("192.0.2.2"), Kind.CODE_FAILED)
    (alarm,) = alarms.crossed(now=timezone.now())
    assert (alarm.since, alarm.times) == (began, 11)


def test_one_kind_that_is_told_keeps_no_other_from_being_told():
    now = timezone.now()
    later = now + alarms.PERIOD
    assert alarms.claim(Kind.CODE_FAILED, now=now)
    assert [alarms.claim(kind, now=later) for kind in (Kind.RECOVERY_USED, Kind.CODE_FAILED)] == [True, True]
    assert [alarms.claim(kind, now=later) for kind in (Kind.RECOVERY_USED, Kind.CODE_FAILED)] == [False, False]


def test_rows_whose_time_is_over_go_in_small_steps(monkeypatch):
    monkeypatch.setattr(alarms, "AT_ONCE", 2)
    with time_machine.travel(timezone.now() - KEPT_FOR - datetime.timedelta(days=1)):
        during(asked(), Kind.SIGN_IN_FAILED, Kind.CODE_FAILED, Kind.PASSKEY_FAILED)
    assert [alarms.forget(now=timezone.now()) for _step in range(3)] == [2, 1, 0]
