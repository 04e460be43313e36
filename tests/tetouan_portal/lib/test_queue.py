"""Rows that are worked on outside a request: by one worker at a time, and by another when that one is gone."""

import logging
import socket
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import Case, When
from django.utils import timezone

from tests.at_once import together
from tests.tetouan_portal.lib.errands import ERRANDS, Errand
from tetouan_portal import tasks
from tetouan_portal.lib import queue

pytestmark = pytest.mark.django_db


@pytest.fixture
def _table(transactional_db):
    """For tests that commit."""
    with connection.schema_editor() as editor:
        editor.create_model(Errand)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Errand)


@pytest.fixture(autouse=True)
def _errands(request):
    if "_table" not in request.fixturenames:
        request.getfixturevalue("db")
        with connection.schema_editor() as editor:
            editor.create_model(Errand)


@pytest.fixture
def messages(monkeypatch):
    """What the broker is told."""
    sent = []
    monkeypatch.setattr(queue.current_app, "send_task", lambda name, **options: sent.append((name, options)))
    return sent


def abandoned(**values):
    """A row whose worker shows no life any more."""
    errand = Errand.objects.create(**values)
    held = ERRANDS.claim(errand.pk)
    Errand.objects.filter(pk=errand.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return held


def standing_of(errand):
    errand.refresh_from_db()
    return errand.state, errand.owner, errand.lease_until


def test_a_row_is_claimed_by_one_and_free_again_when_its_lease_is_over():
    errand = Errand.objects.create()
    held = ERRANDS.claim(errand.pk)
    assert (held.state, held.attempts) == ("running", 1)
    assert ERRANDS.claim(errand.pk) is None
    assert ERRANDS.free_keys() == []
    Errand.objects.update(lease_until=timezone.now())
    taken_over = ERRANDS.claim(errand.pk)
    assert taken_over.attempts == 2
    assert taken_over.owner != held.owner


def test_what_is_not_wanted_or_not_due_yet_is_left_alone():
    later = Errand.objects.create(due_at=timezone.now() + timedelta(minutes=1))
    unwanted, done = Errand.objects.create(is_wanted=False), Errand.objects.create(due_at=None)
    assert [ERRANDS.claim(errand.pk) for errand in (later, unwanted, done)] == [None] * 3
    assert ERRANDS.free_keys() == []


def test_what_has_waited_longest_comes_first():
    now = timezone.now()
    second, first = (Errand.objects.create(due_at=now - timedelta(minutes=minutes)) for minutes in (1, 2))
    assert ERRANDS.free_keys() == [first.pk, second.pk]
    assert ERRANDS.free_keys(1) == [first.pk]


def test_claiming_costs_two_queries_however_many_wait(django_assert_num_queries):
    errands = [Errand.objects.create() for _each in range(3)]
    with django_assert_num_queries(2):
        ERRANDS.claim(errands[1].pk)


def test_done_is_done():
    errand = Errand.objects.create(failure="OSError 111", failed_at=timezone.now())
    held = ERRANDS.claim(errand.pk)
    assert ERRANDS.finish(held, state="ready", done=1)
    assert standing_of(errand) == ("ready", None, None)
    assert (errand.due_at, errand.failure, errand.failed_at, errand.attempts) == (None, "", None, 1)
    assert ERRANDS.claim(errand.pk) is None


def test_what_comes_again_says_when():
    errand, next_week = Errand.objects.create(), timezone.now() + timedelta(days=7)
    assert ERRANDS.finish(ERRANDS.claim(errand.pk), due_at=next_week, attempts=0)
    errand.refresh_from_db()
    assert (errand.due_at, errand.attempts) == (next_week, 0)


def test_a_late_worker_writes_nothing_once_another_has_the_row():
    late = abandoned()
    assert ERRANDS.finish(ERRANDS.claim(late.pk), state="ready")
    before = Errand.objects.values().get()
    assert not ERRANDS.finish(late, state="late")
    assert ERRANDS.put_back(late, "late") == "overtaken"
    assert ERRANDS.give_up(late, "late") == "overtaken"
    assert not ERRANDS.beat(late)
    assert Errand.objects.values().get() == before


def test_a_late_worker_may_still_finish_what_nobody_took_meanwhile():
    late = abandoned()
    assert ERRANDS.finish(late, state="ready")


def test_what_is_put_back_waits_longer_after_each_attempt_and_is_given_up_after_the_last():
    errand, pauses = Errand.objects.create(), []
    for _each in range(2):
        assert ERRANDS.put_back(ERRANDS.claim(errand.pk), "OSError 111") == "put back"
        assert standing_of(errand) == ("new", None, None)
        pauses.append(round((errand.due_at - timezone.now()).total_seconds() / 60))
        Errand.objects.update(due_at=timezone.now())
    assert pauses == [1, 2]
    assert ERRANDS.put_back(ERRANDS.claim(errand.pk), "OSError 111") == "given up"
    assert standing_of(errand) == ("failed", None, None)
    assert (errand.failure, errand.due_at) == ("OSError 111", None)


def test_no_pause_is_longer_than_an_hour():
    patient = queue.Queue(label="", rows=Errand.objects.all, task="", pause=timedelta(minutes=50))
    errand = Errand.objects.create(attempts=5)
    patient.put_back(patient.claim(errand.pk), "OSError")
    errand.refresh_from_db()
    assert errand.due_at - timezone.now() < queue.LONGEST_PAUSE


def test_an_attempt_for_which_the_row_has_no_blame_does_not_count():
    errand = Errand.objects.create(attempts=2)
    assert ERRANDS.put_back(ERRANDS.claim(errand.pk), "Refused unchecked", blameless=True) == "put back"
    errand.refresh_from_db()
    assert errand.attempts == 2


def test_a_row_that_ends_its_worker_each_time_is_given_up():
    errand = Errand.objects.create(attempts=3)
    assert ERRANDS.claim(errand.pk) is None
    assert standing_of(errand) == ("failed", None, None)
    assert errand.failure == queue.WORKER_LOST


def test_what_nobody_foresaw_is_put_back_without_its_words(caplog):
    def work(row):
        raise OSError(28, "amina@example.org")

    errand = Errand.objects.create()
    assert ERRANDS.work_on(errand.pk, work) == "put back"
    errand.refresh_from_db()
    assert errand.failure == "OSError 28"


def test_asked_for_again_it_begins_anew_and_who_has_it_in_hand_loses_it(messages, django_capture_on_commit_callbacks):
    errand = Errand.objects.create(attempts=2)
    held = ERRANDS.claim(errand.pk)
    with django_capture_on_commit_callbacks(execute=True):
        ERRANDS.ask(errand, done=0)
        assert messages == []
    assert [(name, options["args"]) for name, options in messages] == [("errands.run", [errand.pk])]
    assert not ERRANDS.finish(held)
    assert ERRANDS.claim(errand.pk).attempts == 1


@pytest.fixture
def silent():
    """The port of a server that stands still: the system takes what is sent, and nobody reads it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("state", ["gone", "still"])
def test_a_broker_that_is_away_is_told_once_and_the_commit_stands(silent, state, django_capture_on_commit_callbacks):
    errand, begun = Errand.objects.create(), time.monotonic()
    port = silent if state == "still" else 1
    with (
        pytest.MonkeyPatch.context() as patch,
        django_capture_on_commit_callbacks(execute=True),
    ):
        patch.setitem(queue.current_app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
        ERRANDS.wake_after_commit([errand.pk])
    assert time.monotonic() - begun < 5
    assert ERRANDS.free_keys() == [errand.pk]


def test_the_schedule_wakes_what_is_free_and_its_messages_run_out(settings, messages):
    settings.QUEUES = ["tests.tetouan_portal.lib.test_queue.BROKEN", "tests.tetouan_portal.lib.errands.ERRANDS"]
    waits, left = Errand.objects.create(), abandoned()
    ERRANDS.claim(Errand.objects.create().pk)
    assert tasks.wake_waiting() == {"errands.run": 2}
    assert {options["args"][0] for _name, options in messages} == {waits.pk, left.pk}
    assert {options["expires"] for _name, options in messages} == {settings.WOKEN_EVERY.total_seconds()}


def broken():
    raise DatabaseError


BROKEN = queue.Queue(label="", rows=broken, task="broken.run")


def test_rows_that_nobody_wrote_yet_are_written_before_the_workers_are_woken(messages):
    writing = queue.Queue(label="", rows=Errand.objects.all, task="all.run", unwritten=Errand.objects.create)
    assert writing.wake_waiting() == 1
    assert [(name, options["args"]) for name, options in messages] == [("all.run", [])]


def test_a_task_goes_through_what_is_free_as_far_as_its_time_goes(settings):
    for _each in range(3):
        Errand.objects.create()
    in_turn = queue.Queue(label="", rows=Errand.objects.all, task="", longest=timedelta(minutes=1))
    settings.CELERY_TASK_SOFT_TIME_LIMIT = 60
    assert in_turn.work_through(done) == {}
    settings.CELERY_TASK_SOFT_TIME_LIMIT = 300
    assert in_turn.work_through(done, most=2) == {"done": 2}
    assert in_turn.work_through(done) == {"done": 1}


def done(row):
    ERRANDS.finish(row, state="ready", done=row.done + 1)
    return "done"


def test_people_see_how_a_kind_of_work_stands():
    now = timezone.now()
    Errand.objects.create(queued_at=now - timedelta(hours=2))
    Errand.objects.create(queued_at=now - timedelta(hours=1), due_at=now + timedelta(hours=1))
    Errand.objects.create(due_at=None)
    ERRANDS.give_up(ERRANDS.claim(Errand.objects.create().pk), "OSError 111")
    ERRANDS.claim(Errand.objects.create().pk)
    standing = ERRANDS.standing()
    assert standing[:4] == (1, 1, 1, 1)
    assert (standing.waiting_since, standing.failure) == (now - timedelta(hours=2), "OSError 111")
    assert standing.given_up_at == standing.failed_at >= now


def test_of_a_kind_that_nobody_asked_for_nothing_is_said():
    assert ERRANDS.standing() == (0, 0, 0, 0, None, None, "", None)


RULES = ("held_whole_or_not", "failure_is_dated")


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"lease_until": timezone.now()}, "held_whole_or_not"),
        ({"owner": "4f0f2a1c-6f52-4f0e-9f6b-3f8c6c1e5a11"}, "held_whole_or_not"),
        (
            {"owner": "4f0f2a1c-6f52-4f0e-9f6b-3f8c6c1e5a11", "lease_until": timezone.now(), "due_at": None},
            "held_whole_or_not",
        ),
        ({"failure": "OSError"}, "failure_is_dated"),
        ({"failed_at": timezone.now()}, "failure_is_dated"),
    ],
)
def test_the_database_keeps_a_row_whole(values, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Errand.objects.create(**values)


def test_every_kind_of_work_keeps_these_rules():
    kinds = [model for model in apps.get_models() if issubclass(model, queue.Work)]
    assert len(kinds) > 7
    for model in kinds:
        rules = {constraint.name for constraint in model._meta.constraints}
        assert {f"{model._meta.label_lower.replace('.', '_')}_{rule}" for rule in RULES} <= rules


# --- on connections of their own ---------------------------------------------------------


@pytest.mark.usefixtures("_table")
def test_of_four_workers_at_once_one_gets_the_row():
    errand = Errand.objects.create()
    outcomes = together(*[lambda: ERRANDS.work_on(errand.pk, done)] * 4)
    assert sorted(outcomes) == ["done", *["nothing to do"] * 3]
    assert Errand.objects.get().done == 1


@pytest.mark.usefixtures("_table")
def test_four_workers_at_once_take_over_an_abandoned_row_once():
    left = abandoned()
    outcomes = together(*[lambda: ERRANDS.work_on(left.pk, done)] * 4)
    assert sorted(outcomes) == ["done", *["nothing to do"] * 3]


@pytest.fixture
def _quick_heart(monkeypatch):
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.5))
    monkeypatch.setattr(queue, "BEAT", timedelta(seconds=0.1))


@pytest.mark.usefixtures("_table", "_quick_heart")
def test_a_row_stays_with_its_worker_as_long_as_its_heart_beats():
    errand = Errand.objects.create()

    def work(row):
        time.sleep(1)  # twice the lease
        assert ERRANDS.free_keys() == []
        return done(row)

    assert ERRANDS.work_on(errand.pk, work) == "done"
    assert not any(thread.name == "heartbeat" for thread in threading.enumerate())


@pytest.mark.usefixtures("_table", "_quick_heart")
def test_a_heart_beats_no_longer_than_a_task_may_take(settings):
    settings.CELERY_TASK_TIME_LIMIT = 0.3
    errand = Errand.objects.create()

    def hang(row):
        time.sleep(1.2)
        assert ERRANDS.free_keys() == [errand.pk]
        return "hung"

    assert ERRANDS.work_on(errand.pk, hang) == "hung"


@pytest.mark.usefixtures("_table", "_quick_heart")
def test_a_heart_stops_when_another_has_the_row():
    errand = Errand.objects.create()

    def robbed(row):
        Errand.objects.update(owner="4f0f2a1c-6f52-4f0e-9f6b-3f8c6c1e5a11", lease_until=timezone.now())
        time.sleep(0.5)
        return str(Errand.objects.get().lease_until > timezone.now())

    assert ERRANDS.work_on(errand.pk, robbed) == "False"


@pytest.mark.usefixtures("_table", "_quick_heart")
def test_a_beat_that_fails_is_not_the_last(monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    beats, beat = [], queue.Queue.beat

    def stumbling(self, row):
        beats.append(row)
        if len(beats) == 1:
            raise DatabaseError
        return beat(self, row)

    monkeypatch.setattr(queue.Queue, "beat", stumbling)
    errand = Errand.objects.create()

    def work(row):
        time.sleep(0.8)
        assert ERRANDS.free_keys() == []
        return done(row)

    assert ERRANDS.work_on(errand.pk, work) == "done"


class Unreadable(models.IntegerField):
    def from_db_value(self, value, expression, connection):
        if value:
            raise ArithmeticError
        return value


def test_a_row_that_cannot_even_be_read_is_put_back_in_its_turn_and_keeps_no_other_waiting():
    unread, *others = [Errand.objects.create() for _each in range(3)]
    odd = Case(When(pk=unread.pk, then=1), default=0, output_field=Unreadable())
    errands = replace(ERRANDS, rows=lambda: Errand.objects.annotate(odd=odd))
    done = []
    assert errands.work_through(lambda row: done.append(row) or "done") == {"nothing to do": 1, "done": 2}
    unread.refresh_from_db()
    assert (done, unread.failure, unread.owner) == (others, "ArithmeticError", None)
    Errand.objects.filter(pk=unread.pk).update(attempts=errands.most_attempts, due_at=timezone.now())
    assert errands.claim(unread.pk) is None
    assert standing_of(unread)[0] == "failed"
