"""What an attack leaves behind: enough to see and follow it, nothing of strangers, and never much."""

import datetime
import logging

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.tetouan_portal.security.conftest import asked, during, rows
from tetouan_portal.lib import security_events
from tetouan_portal.lib.throttle import Throttle
from tetouan_portal.security import alarms, events
from tetouan_portal.security.models import ACTS, FLOODS, KEPT_FOR, Kind, SecurityEvent

pytestmark = pytest.mark.django_db


def test_many_of_one_kind_are_one_row_that_counts(clock):
    for _time in range(5):
        during(asked(), Kind.SIGN_IN_FAILED)
        clock.shift(1)
    (row,) = SecurityEvent.objects.all()
    assert row.count == 5
    assert (row.last_at - row.first_at).total_seconds() == 4


def test_another_address_account_hour_or_detail_is_another_row(clock):
    during(asked(), Kind.SIGN_IN_FAILED)
    during(asked("192.0.2.2"), Kind.SIGN_IN_FAILED)
    during(asked(), Kind.SIGN_IN_FAILED, detail="again")
    clock.shift(3600)
    during(asked(), Kind.SIGN_IN_FAILED)
    assert rows("count") == [(1,)] * 4


def test_no_address_is_kept_and_its_pseudonym_changes_with_the_month(clock):
    during(asked(), Kind.SIGN_IN_FAILED, Kind.SIGN_IN_LOCKED)
    clock.shift(20 * 24 * 3600)
    during(asked(), Kind.SIGN_IN_FAILED)
    (first,), (second,), (third,) = rows("address")
    assert first == second != third
    assert len(first) == len(third) == 16
    assert "192.0.2" not in str(list(SecurityEvent.objects.values()))


def test_an_ipv6_customer_has_one_pseudonym(clock):
    during(asked("2001:db8::1"), Kind.SIGN_IN_FAILED)
    during(asked("2001:db8::ffff:2"), Kind.SIGN_IN_FAILED)
    assert rows("count") == [(2,)]


def test_beyond_many_addresses_they_are_not_told_apart_and_nothing_is_lost(clock, monkeypatch):
    monkeypatch.setattr(events, "MOST_ROWS", 10)
    for number in range(40):
        during(asked(f"192.0.2.{number}"), Kind.SIGN_IN_FAILED)
    assert SecurityEvent.objects.count() == 11
    assert SecurityEvent.objects.get(address="").count == 30


def test_a_flood_is_written_once_a_minute_by_each_process(clock, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _time in range(1000):
            during(asked(), Kind.REQUEST_REFUSED)
    clock.shift(60)
    during(asked("192.0.2.2"))
    assert rows("kind", "count") == [("request_refused", 1000)]
    clock.shift(60)
    during(asked())
    assert rows("count") == [(1000,)]


def test_a_flood_from_very_many_addresses_takes_little_memory(monkeypatch):
    monkeypatch.setattr(events, "MOST_TALLIED", 5)
    for number in range(50):
        during(asked(f"192.0.2.{number}"), Kind.FLOOD)
    assert len(events.TALLY.counts) == 6
    assert sum(events.TALLY.counts.values()) == 50


def test_a_limit_that_is_passed_is_told_with_its_name(clock):
    with events.remembering(asked()):
        for _time in range(3):
            Throttle("drafts begun", limit=1, per=3600).allows("somebody")
    clock.shift(60)
    during(asked())
    assert rows("kind", "detail", "count") == [("flood", "drafts_begun", 2)]


def undone(kind, **more):
    with transaction.atomic():
        events.record(kind, **more)
        transaction.set_rollback(True)


DONE = {
    *("recovery_renewed", "factor_added", "factor_removed", "password_changed"),
    *("session_ended", "role_changed", "address_changed", "account_closed", "account_opened"),
}


@pytest.mark.parametrize("kind", sorted({*Kind} - DONE - FLOODS))
def test_what_was_tried_is_kept_though_its_transaction_is_undone(kind):
    with events.remembering(asked()):
        undone(kind)
    assert rows("kind") == [(kind,)]


@pytest.mark.parametrize("kind", sorted(DONE))
def test_what_was_done_is_undone_with_its_transaction(kind, person):
    with events.remembering(asked()):
        undone(kind, user=person)
    assert rows("kind") == []


@pytest.mark.parametrize("kind", [Kind.SIGN_IN_FAILED, Kind.ACCOUNT_CLOSED])
def test_a_database_that_refuses_spoils_no_request(kind, monkeypatch, caplog):
    def refuse(*args):
        raise DatabaseError("connection to 10.0.0.1 refused")

    monkeypatch.setattr(events, "add", refuse)
    with caplog.at_level(logging.INFO, "tetouan_portal.security"):
        during(asked(), kind)
    assert "kept=no" in caplog.text
    assert "10.0.0.1" not in caplog.text
    assert rows("kind") == []


def test_each_event_is_one_line_of_the_log(clock, caplog, person):
    with caplog.at_level(logging.INFO, "tetouan_portal.security"):
        during(asked(), Kind.SIGN_IN_FAILED, user=person, detail="account_login")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "tetouan_portal.security"]
    (address,) = rows("address")[0]
    wanted = f"kind=sign_in_failed account={person.pk} by=- address={address} detail=account_login count=1"
    assert line == wanted


@pytest.mark.parametrize("typed", ["a b\nc=d", "<script>", "é" * 500, "\x00", "' or 1=1"])
def test_a_detail_is_a_code_whatever_came_in(typed):
    during(asked(), Kind.SIGN_IN_FAILED, detail=typed)
    ((detail,),) = rows("detail")
    assert detail == events.NO_CODE.sub("_", typed)[:60]


def test_who_did_it_to_whom_is_told(client, person, colleague):
    client.force_login(colleague)
    request = asked()
    request.COOKIES["sessionid"], request.user = "any", colleague
    during(request, Kind.ROLE_CHANGED, user=person)
    during(request, Kind.FILE_REFUSED)
    assert rows("account", "by") == [(person.pk, colleague.pk), (colleague.pk, None)]


def test_a_file_that_is_refused_is_told_by_whoever_looks_into_it(client):
    with events.remembering(asked()):
        security_events.record("file_refused", detail="bomb")
    assert rows("kind", "detail") == [("file_refused", "bomb")]


def test_a_malformed_request_is_counted_by_the_guard(clock):
    Client().get("/fr/", headers={"content-type": "text/plain; charset=utf-7"}, REMOTE_ADDR="192.0.2.1")
    clock.shift(60)
    during(asked())
    who = events.pseudonym("192.0.2.1", timezone.now())
    assert rows("kind", "count", "address") == [("request_refused", 1, who)]


def test_outside_a_request_a_try_is_logged_alone(django_assert_num_queries):
    with django_assert_num_queries(0):
        events.record(Kind.FILE_REFUSED, detail="bomb")


# --- nobody rewrites them -------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "sign_in"},
        {"address": "", "count": 9},
        {"count": 1},
        {"count": 0},
        {"account": 1, "count": 9},
    ],
)
def test_a_row_only_counts_further(change):
    during(asked(), Kind.SIGN_IN_FAILED, Kind.SIGN_IN_FAILED)
    with pytest.raises(IntegrityError, match="counted and never changed"), transaction.atomic():
        SecurityEvent.objects.update(**change)
    assert rows("kind", "count") == [("sign_in_failed", 2)]


def test_a_row_is_not_deleted_before_its_time():
    during(asked(), Kind.SIGN_IN_FAILED)
    with pytest.raises(IntegrityError, match="counted and never changed"), transaction.atomic():
        SecurityEvent.objects.all().delete()
    assert SecurityEvent.objects.count() == 1


def test_no_statement_takes_all_rows_away_at_once():
    during(asked(), Kind.SIGN_IN_FAILED)
    with pytest.raises(IntegrityError, match="counted and never changed"), transaction.atomic():
        connection.cursor().execute(f"truncate {SecurityEvent._meta.db_table}")
    assert SecurityEvent.objects.count() == 1


def test_rows_go_when_their_time_is_over():
    for days in (KEPT_FOR.days + 1, KEPT_FOR.days - 1):
        with time_machine.travel(timezone.now() - datetime.timedelta(days=days)):
            during(asked(), Kind.SIGN_IN_FAILED)
    assert alarms.forget(now=timezone.now()) == 1
    assert SecurityEvent.objects.count() == 1


def test_kinds_are_either_acts_or_floods_or_tries():
    assert not ACTS & FLOODS
    assert {kind for kind in Kind if kind not in ACTS | FLOODS} > {Kind.SIGN_IN, Kind.SIGN_IN_FAILED}
