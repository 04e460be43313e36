from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings as portal

from tetouan_portal import checks
from tetouan_portal.lib import queue


def test_a_machine_that_joins_arabic_letters_is_left_in_peace():
    assert checks.letters_can_be_joined(None) == []


def test_a_machine_that_cannot_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("tetouan_portal.checks.can_shape", lambda: False)
    (advice,) = checks.letters_can_be_joined(None)
    assert advice.id == "tetouan_portal.W001"
    assert "apt-get install" in advice.hint


def test_work_as_it_is_set_up_is_taken_up_in_time():
    assert checks.work_is_taken_up_in_time(None) == []


SLOW_LOOKS = {"look": {"task": checks.LOOK, "schedule": timedelta(seconds=30)}}


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("CELERY_TASK_TIME_LIMIT", 4000, "visibility_timeout"),
        ("CELERY_TASK_TIME_LIMIT", 300, "shorter than CELERY_TASK_TIME_LIMIT (300 s): a task"),
        ("CELERY_TASK_TIME_LIMIT", 30, "A lease (0:00:35) must be shorter"),
        ("CELERY_TASK_SOFT_TIME_LIMIT", 30, "The longest work"),
        ("CELERY_BEAT_SCHEDULE", SLOW_LOOKS, "two looks"),
        ("CELERY_BEAT_SCHEDULE", {}, "two looks"),
    ],
)
def test_a_limit_that_lets_work_lie_or_be_done_twice_is_said(settings, setting, value, said):
    setattr(settings, setting, value)
    assert any(said in error.msg for error in checks.work_is_taken_up_in_time(None))


@pytest.mark.parametrize(("beat", "lease", "said"), [(20, 35, "three beats"), (10, 50, "two looks")])
def test_a_heart_that_beats_too_slowly_and_a_lease_that_lasts_too_long_are_said(monkeypatch, beat, lease, said):
    monkeypatch.setattr(queue, "BEAT", timedelta(seconds=beat))
    monkeypatch.setattr(queue, "LEASE", timedelta(seconds=lease))
    (error,) = checks.work_is_taken_up_in_time(None)
    assert said in error.msg


def test_mails_and_the_look_at_what_waits_have_a_queue_of_their_own_and_every_queue_has_a_task():
    current_app.loader.import_default_modules()
    urgent = {
        name for name in portal.CELERY_TASK_ROUTES if current_app.amqp.router.route({}, name)["queue"].name == "urgent"
    }
    tasks = [one.task for one in queue.all_queues()]
    assert urgent == {checks.LOOK, "tetouan_portal.accounts.tasks.tell_of_attacks", *tasks[:2]}
    assert {*tasks, *portal.CELERY_TASK_ROUTES} <= set(current_app.tasks)
    assert {one["task"] for one in portal.CELERY_BEAT_SCHEDULE.values()} <= set(current_app.tasks)
