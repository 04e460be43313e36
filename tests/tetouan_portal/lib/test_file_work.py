"""Files that wait for a scanner, for a look or to be read: each is done once, and none for ever."""

import uuid

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from budget_docs import tasks
from budget_docs.documents.file_work import FILE_LOOKS, FILE_SCANS, TEXTS
from budget_docs.models import DocumentFile, DocumentFileWork, TextState
from tests.budget_docs import rows
from tests.factories.pdfs import pdf
from tetouan_portal.lib import file_work as craft
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.queue import WORKER_LOST
from tetouan_portal.lib.virus_scan import Scan

pytestmark = pytest.mark.django_db


def stored(**values):
    return rows.file(rows.document(), content=pdf("Entretien des jardins"), **values)


def lose(queue, times):
    """As many workers claim the row and are killed."""
    queue.unwritten()
    for _each in range(times):
        assert queue.claim(DocumentFile.objects.get().pk)
        DocumentFileWork.objects.update(lease_until=timezone.now())


def test_work_is_written_once_for_a_file_that_waits_and_goes_when_it_is_done():
    file = stored()
    for _look in range(2):
        TEXTS.unwritten()
    assert TEXTS.free_keys() == [file.pk]
    assert tasks.read_file_text(file.pk) == TextState.READY
    TEXTS.unwritten()
    assert not DocumentFileWork.objects.filter(task="text").exists()


def test_a_file_whose_reading_ends_its_workers_is_tried_three_times_and_then_said_to_be_unreadable():
    file = stored()
    lose(TEXTS, 3)
    assert tasks.read_file_text(file.pk) == "nothing to do"
    TEXTS.unwritten()
    file.refresh_from_db()
    assert file.text_state == TextState.FAILED
    assert DocumentFileWork.objects.get(task="text").failure == WORKER_LOST
    assert TEXTS.standing().given_up == 1


def test_a_file_whose_look_ends_its_workers_is_listed_for_a_person():
    file = stored(hidden=None)
    lose(FILE_LOOKS, 3)
    assert tasks.look_into_waiting_files() == {"nothing to do": 1}
    FILE_LOOKS.unwritten()
    file.refresh_from_db()
    assert [one["kind"] for one in file.open_kinds] == ["unread"]


def test_a_machine_without_room_for_a_process_costs_a_look_no_attempt(monkeypatch):
    def refuse(content):
        raise Refused("unchecked")

    stored(hidden=None)
    monkeypatch.setattr(craft, "examine_apart", refuse)
    assert tasks.look_into_waiting_files() == {"put back": 1}
    assert DocumentFileWork.objects.get(task="look").attempts == 0


@pytest.mark.parametrize("task", ["text", "look", "scan"])
def test_whoever_lost_the_claim_writes_nothing(monkeypatch, task):
    file = stored(**{"text": {}, "look": {"hidden": None}, "scan": {"scan": Scan.WAITING}}[task])
    queue = {"text": TEXTS, "look": FILE_LOOKS, "scan": FILE_SCANS}[task]
    queue.unwritten()
    late = queue.claim(file.pk)
    DocumentFileWork.objects.update(owner=uuid.uuid4())
    before = DocumentFile.objects.values().get()
    work = {
        "text": tasks.read_text,
        "look": lambda work: craft.look(FILE_LOOKS, work, print),
        "scan": lambda work: craft.scan(FILE_SCANS, work, let_go=print),
    }
    assert work[task](late) == "overtaken"
    assert DocumentFile.objects.values().get() == before


@pytest.mark.parametrize(("task", "rule"), [("text", "_once"), ("fold", "_task_is_known")])
def test_the_database_keeps_one_row_for_each_task_that_there_is(task, rule):
    file = stored()
    TEXTS.unwritten()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        DocumentFileWork.objects.create(file=file, task=task, sha256=file.sha256)


def test_a_file_that_turned_out_infected_is_not_read():
    file = stored()
    TEXTS.unwritten()
    DocumentFile.objects.update(scan=Scan.INFECTED)
    assert tasks.read_file_text(file.pk) == "nothing to do"
    assert not DocumentFileWork.objects.exists()


def test_whoever_lost_the_claim_of_a_file_that_cannot_be_read_says_nothing_of_it():
    file = stored()
    TEXTS.unwritten()
    late = TEXTS.claim(file.pk)
    DocumentFileWork.objects.update(owner=uuid.uuid4())
    default_storage.delete(file.file.name)
    assert tasks.read_text(late) == "overtaken"
    assert DocumentFile.objects.get().text_state == TextState.WAITING


def test_a_file_that_is_gone_is_asked_about_once_and_not_for_ever():
    file = stored(scan=Scan.WAITING)
    default_storage.delete(file.file.name)
    assert tasks.scan_waiting_files() == {"given up": 1}
    assert tasks.scan_waiting_files() == {}


def test_another_file_in_its_place_is_asked_about_anew():
    file = stored(scan=Scan.WAITING)
    default_storage.delete(file.file.name)
    tasks.scan_waiting_files()
    DocumentFile.objects.update(sha256="c" * 64)
    FILE_SCANS.unwritten()
    assert FILE_SCANS.free_keys() == [file.pk]


def test_looking_for_what_waits_costs_the_same_however_much_does():
    def queries():
        with CaptureQueriesContext(connection) as asked:
            TEXTS.unwritten()
        return len(asked)

    stored()
    few = queries()
    for number in (2, 3):
        rows.file(rows.document(f"other-{number}", slot=rows.slot(2020 + number)))
    assert queries() == few
    assert len(TEXTS.free_keys()) == 3
