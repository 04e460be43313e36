"""A file that must go goes: after the commit, whoever fails meanwhile, and never one that is still needed."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from kombu.exceptions import OperationalError

from commitments.models import Evidence, Scan
from tests.at_once import together
from tests.factories import photos
from tests.factories.commitments import StatementFactory
from tests.factories.stored import MOODY, Moody
from tetouan_portal.celery import app
from tetouan_portal.lib.queue import LEASE, Queue
from tetouan_portal.stored_files import destroying, tasks, telling
from tetouan_portal.stored_files.models import DoomedFile, Reason
from tetouan_portal.tasks import wake_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def moody(settings):
    settings.STORAGES = {**settings.STORAGES, **MOODY}
    yield Moody
    Moody.refusals = 0


def a_photo(colour="green"):
    """In a draft, so that it may be taken out."""
    return photos.a_photo(colour, statement=StatementFactory(draft=True))


@pytest.fixture
def what_the_schedule_does(monkeypatch):
    """The look at what waits, and the work on what it wakes; what came of that."""

    def looks():
        sent = []
        with monkeypatch.context() as patch:
            patch.setattr(Queue, "wake", lambda kind, keys=(), **options: sent.append(kind.task))
            wake_waiting()
        (name,) = sent
        return app.tasks[name]()

    return looks


def let_go(photo, reason=Reason.TAKEN_OUT):
    """The row of a photo goes, and with it its file."""
    with transaction.atomic():
        destroying.doom([photo.file], reason)
        Evidence.objects.filter(pk=photo.pk).delete()
    return photo.file.name


def later(**ago):
    """As if what waits had been put back so long ago."""
    DoomedFile.objects.update(due_at=timezone.now() - timedelta(**ago))


def test_a_doomed_file_is_destroyed_and_its_row_with_it():
    name = let_go(a_photo())
    row = DoomedFile.objects.get()
    assert (row.storage, row.name, row.reason, row.attempts) == ("default", name, "taken_out", 0)
    assert default_storage.exists(name)
    assert tasks.destroy_doomed_files() == {"destroyed": 1}
    assert not default_storage.exists(name)
    assert not DoomedFile.objects.exists()


def test_a_storage_that_fails_twice_is_asked_a_third_time(moody):
    name = let_go(a_photo())
    moody.refusals = 2
    assert destroying.destroy_waiting() == {"put back": 1}
    assert destroying.destroy_waiting() == {}  # not at once
    row = DoomedFile.objects.get()
    assert (row.attempts, row.failure) == (1, "PermissionError 13")
    first_pause = row.due_at - timezone.now()
    later(seconds=1)
    assert destroying.destroy_waiting() == {"put back": 1}
    assert DoomedFile.objects.get().due_at - timezone.now() > first_pause
    later(seconds=1)
    assert destroying.destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(name)
    assert not DoomedFile.objects.exists()


def test_a_storage_that_stays_away_is_never_given_up_and_is_told(moody):
    let_go(a_photo())
    now = timezone.now()
    moody.refusals = 1000
    assert telling.overdue(now) == (0, None)
    for _try in range(200):
        later(seconds=1)
        assert destroying.destroy_waiting() == {"put back": 1}
    assert DoomedFile.objects.get().due_at <= timezone.now() + timedelta(hours=1)
    number, since = telling.overdue(now + telling.LATE + timedelta(minutes=1))
    assert (number, abs(since - now) < timedelta(minutes=1)) == (1, True)


def test_a_storage_that_is_set_up_no_longer_is_told_too():
    let_go(a_photo())
    DoomedFile.objects.update(storage="former")
    assert destroying.destroy_waiting() == {"put back": 1}
    assert DoomedFile.objects.get().failure == "InvalidStorageError"


def test_one_file_that_fails_does_not_keep_the_others(moody):
    names = [let_go(a_photo(colour)) for colour in ("red", "green", "blue")]
    moody.refusals = 1
    assert destroying.destroy_waiting() == {"put back": 1, "destroyed": 2}
    assert [default_storage.exists(name) for name in names] == [True, False, False]


def test_a_file_that_is_gone_already_counts_as_destroyed():
    default_storage.delete(let_go(a_photo()))
    assert destroying.destroy_waiting() == {"destroyed": 1}


def test_a_file_that_another_row_needs_stays_until_that_one_goes_too():
    one, other = a_photo(), a_photo()
    default_storage.delete(other.file.name)
    Evidence.objects.filter(pk=other.pk).update(file=one.file.name)
    name = let_go(one)
    assert destroying.destroy_waiting() == {"needed": 1}
    assert default_storage.exists(name)
    assert not DoomedFile.objects.exists()
    other.refresh_from_db()
    let_go(other)
    assert destroying.destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(name)


@pytest.mark.parametrize(
    "change", [{"withdrawn_at": timezone.now(), "withdrawal_reason_fr": "Un visage."}, {"scan": Scan.INFECTED}]
)
def test_a_row_that_only_remembers_its_file_does_not_keep_it(change):
    photo = a_photo()
    with transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(**change)
        destroying.doom([photo.file], Reason.WITHDRAWN)
    assert destroying.destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(photo.file.name)


def test_a_file_doomed_twice_is_doomed_once_by_the_newer_word():
    photo = a_photo()
    destroying.doom([photo.file], Reason.ABANDONED, due_at=timezone.now() + timedelta(hours=1))
    let_go(photo, Reason.WITHDRAWN)
    assert DoomedFile.objects.get().reason == "withdrawn"
    assert destroying.destroy_waiting() == {"destroyed": 1}


def test_what_is_due_later_waits():
    photo = a_photo()
    destroying.doom([photo.file], Reason.ABANDONED, due_at=timezone.now() + timedelta(hours=1))
    photo.delete()
    assert destroying.destroy_waiting() == {}
    assert telling.overdue(timezone.now() + timedelta(hours=1)) == (0, None)


def test_a_row_without_a_file_dooms_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        destroying.doom([Evidence().file], Reason.TAKEN_OUT)
    assert (DoomedFile.objects.count(), woken) == (0, [])


def test_a_night_of_erasing_wakes_the_worker_once_for_each_transaction(django_capture_on_commit_callbacks):
    drafted = [a_photo() for _each in range(3)]
    with django_capture_on_commit_callbacks() as woken:
        for photo in drafted:
            let_go(photo)
    assert woken == [destroying.wake]


def test_a_part_of_the_act_that_is_undone_takes_only_its_own_waking_with_it(django_capture_on_commit_callbacks):
    kept, gone = a_photo(), a_photo()
    with django_capture_on_commit_callbacks() as woken:
        with transaction.atomic():
            let_go(kept)
            transaction.set_rollback(True)
        let_go(gone)
    assert woken == [destroying.wake]


@pytest.mark.parametrize(("values", "rule"), [({"name": ""}, "has_a_name"), ({"reason": "whim"}, "reason_is_known")])
def test_the_database_knows_what_a_doomed_file_is(values, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        DoomedFile.objects.create(**{"storage": "default", "name": "evidence/1", "reason": "orphan"} | values)


# --- with transactions of their own -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_doomed():
    photo = a_photo()
    with pytest.raises(TransactionManagementError):
        destroying.doom([photo.file], Reason.TAKEN_OUT)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_dooms_nothing(monkeypatch):
    woken = []
    monkeypatch.setattr(Queue, "wake", woken.append)
    photo = a_photo()
    with transaction.atomic():
        let_go(photo)
        transaction.set_rollback(True)
    assert not DoomedFile.objects.exists()
    assert woken == []
    assert destroying.destroy_waiting() == {}
    assert default_storage.exists(photo.file.name)


@pytest.mark.django_db(transaction=True)
def test_the_act_holds_while_the_broker_is_away_and_the_schedule_does_the_rest(monkeypatch, what_the_schedule_does):
    away = []

    def refuses(*args, **options):
        away.append("asked")
        raise OperationalError("no broker")

    monkeypatch.setattr(Queue, "wake", refuses)
    name = let_go(a_photo())
    assert away == ["asked"]
    assert DoomedFile.objects.get().name == name
    assert what_the_schedule_does() == {"destroyed": 1}
    assert not default_storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_right_after_the_commit_leaves_the_file_to_the_schedule(
    monkeypatch, what_the_schedule_does
):
    def dies():
        raise SystemExit

    monkeypatch.setattr(destroying, "wake", dies)
    photo = a_photo()
    with pytest.raises(SystemExit):
        let_go(photo)
    assert default_storage.exists(photo.file.name)
    assert what_the_schedule_does() == {"destroyed": 1}
    assert not default_storage.exists(photo.file.name)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_the_file_and_its_row_is_followed_by_another():
    name = let_go(a_photo())
    row = destroying.FILES.claim(DoomedFile.objects.get().pk)
    default_storage.delete(name)
    assert tasks.destroy_doomed_files() == {}  # its lease has not ended
    DoomedFile.objects.filter(pk=row.pk).update(lease_until=timezone.now() - LEASE)
    assert tasks.destroy_doomed_files() == {"destroyed": 1}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_destroy_each_file_once(moody, monkeypatch):
    for _each in range(5):
        let_go(a_photo())
    asked = []
    monkeypatch.setattr(moody, "delete", lambda storage, name: asked.append(name))
    one, other = together(tasks.destroy_doomed_files, tasks.destroy_doomed_files)
    assert one.get("destroyed", 0) + other.get("destroyed", 0) == len(asked) == len(set(asked)) == 5
    assert not DoomedFile.objects.exists()
