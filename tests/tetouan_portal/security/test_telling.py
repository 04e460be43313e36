"""What happened is told once, whatever becomes of the request, its transaction, another process and the clock."""

import datetime
import logging

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tests.tetouan_portal.security.conftest import asked, during, rows
from tetouan_portal.security import events
from tetouan_portal.security.models import Kind, SecurityEvent

pytestmark = pytest.mark.django_db
STRANGER = "198.51.100.1"


@pytest.fixture
def lines(caplog):
    """A function that lists the log's lines of security."""
    caplog.set_level(logging.INFO, events.logger.name)
    return lambda: [record.getMessage() for record in caplog.records if record.name == events.logger.name]


# --- the request, its transaction --------------------------------------------------------


def test_what_was_tried_is_kept_though_the_request_fails():
    def view(_request):
        events.record(Kind.SIGN_IN_FAILED)
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        events.telling_middleware(view)(asked())
    assert rows("kind") == [("sign_in_failed",)]


def test_what_comes_after_a_request_is_not_ascribed_to_it(lines):
    during(asked(), Kind.SIGN_IN)
    events.record(Kind.FILE_REFUSED, detail="bomb")
    assert lines()[1:] == ["kind=file_refused account=- by=- address=- detail=bomb count=1"]


def test_what_was_undone_is_no_line_of_the_log(lines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), events.remembering(asked()):
        with transaction.atomic():
            events.record(Kind.PASSWORD_CHANGED)
            transaction.set_rollback(True)
        with transaction.atomic():
            events.record(Kind.ROLE_CHANGED)
    assert [line.split()[0] for line in lines()] == ["kind=role_changed"]


def test_a_table_that_refuses_leaves_what_the_request_has_written(monkeypatch):
    def refused(*_told):
        with connection.cursor() as cursor:
            cursor.execute("select 1 / 0")

    monkeypatch.setattr(events, "add", refused)
    with transaction.atomic():
        User.objects.create_user("amina")
        during(asked(), Kind.ROLE_CHANGED)
    assert User.objects.filter(username="amina").exists()


def test_a_long_detail_is_cut_and_the_event_is_kept():
    during(asked(), Kind.SIGN_IN_FAILED, detail="a" * 500)
    assert rows("detail") == [("a" * 60,)]


# --- other processes -----------------------------------------------------------------------


def test_of_two_that_begin_a_row_at_once_both_are_counted(clock, monkeypatch):
    told = events.describe(Kind.SIGN_IN_FAILED, asked(), None, "")
    look = events.counted_further

    def overtaken(*_told):
        monkeypatch.setattr(events, "counted_further", look)
        events.keep(told)
        return 0

    monkeypatch.setattr(events, "counted_further", overtaken)
    events.keep(told)
    assert rows("count") == [(2,)]


def test_a_process_whose_clock_is_behind_counts_too(clock):
    told, now = events.describe(Kind.SIGN_IN_FAILED, asked(), None, ""), timezone.now()
    events.add(told, 1, now)
    events.add(told, 1, now - datetime.timedelta(seconds=2))
    assert rows("count", "last_at") == [(2, now)]


# --- many addresses ------------------------------------------------------------------------


def test_a_flood_of_addresses_leaves_those_of_another_kind_or_hour_told_apart(clock, monkeypatch):
    monkeypatch.setattr(events, "MOST_ROWS", 3)
    for number in range(6):
        during(asked(f"192.0.2.{number}"), Kind.SIGN_IN_FAILED)
    during(asked("192.0.2.0"), Kind.SIGN_IN_FAILED)  # who was there before goes on being told apart
    during(asked(STRANGER), Kind.CODE_FAILED)
    clock.shift(3600)
    during(asked(STRANGER), Kind.SIGN_IN_FAILED)
    stranger = events.pseudonym(STRANGER, timezone.now())
    assert [(address == stranger, count) for address, count in rows("address", "count")] == [
        *[(False, 2), (False, 1), (False, 1), (False, 3)],
        *[(True, 1), (True, 1)],
    ]


def test_who_is_counted_before_the_others_come_goes_on_being_told_apart(monkeypatch):
    monkeypatch.setattr(events, "MOST_TALLIED", 2)
    for number in (0, 1, 2, 3, 0, 0):
        during(asked(f"192.0.2.{number}"), Kind.FLOOD)
    assert [(told.address != "", count) for told, count in events.TALLY.counts.items()] == [
        *[(True, 3), (True, 1)],
        (False, 2),
    ]


def test_a_flood_that_never_pauses_is_written_all_the_same(clock):
    for _time in range(7):
        during(asked(), Kind.FLOOD)
        clock.shift(events.TALLIED_FOR / 6)
    assert rows("count") == [(7,)]


# --- who -----------------------------------------------------------------------------------


def signed_in_unknown(**cookies):
    """Whoever looks who it is fails the test."""
    request = asked()
    request.COOKIES.update(cookies)
    request.user = SimpleLazyObject(lambda: pytest.fail("It was looked up who is signed in."))
    return request


def test_of_a_flood_nobody_looks_up_who_sends_it():
    during(signed_in_unknown(sessionid="any"), Kind.FLOOD)
    assert [told.account for told in events.TALLY.counts] == [None]


def test_who_brings_no_session_is_not_looked_up():
    during(signed_in_unknown(), Kind.SIGN_IN_FAILED)
    assert rows("account") == [(None,)]


def test_who_has_not_the_signing_key_finds_no_address_by_trying_all(settings):
    now = timezone.now()
    ours = events.pseudonym(STRANGER, now)
    settings.SECRET_KEY = "another" * 10
    assert events.pseudonym(STRANGER, now) != ours


def test_a_month_begins_when_it_begins_in_tetouan():
    june, midnight, july = (
        datetime.datetime(2026, *day, tzinfo=datetime.UTC) for day in ((6, 20, 12), (6, 30, 23, 30), (7, 10, 12))
    )
    at_first = events.pseudonym(STRANGER, june)
    assert events.pseudonym(STRANGER, midnight) == events.pseudonym(STRANGER, july) != at_first


# --- the table -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"address": STRANGER}, "address_is_a_hash"),
        ({"address": "2001:db8::1"}, "address_is_a_hash"),
        ({"detail": "Amina Benali"}, "detail_is_a_code"),
        ({"kind": "other"}, "kind_is_known"),
        ({"count": 0}, "happened"),
    ],
)
def test_the_table_takes_no_clear_address_no_words_and_nothing_unknown(wrong, rule):
    now = timezone.now()
    right = {"kind": Kind.SIGN_IN_FAILED, "hour": now, "first_at": now, "last_at": now, "count": 1}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SecurityEvent.objects.create(**right | wrong)
