"""The words of a file are read in the cell too: what a file does there does not happen to the worker."""

import sys

import pytest

from budget_docs import tasks
from budget_docs.models import DocumentFileWork, FilePage, TextState
from tests.budget_docs import rows
from tests.factories.documents import ODF, odt_parts, zipped
from tests.factories.pdfs import pdf
from tetouan_portal.lib import file_texts
from tetouan_portal.lib.inspection import cell, limits
from tetouan_portal.lib.inspection.refused import Refused

read_apart = file_texts.pages_apart  # before the tests' own takes its place: see conftest


@pytest.fixture(autouse=True)
def _as_it_really_is(monkeypatch):
    monkeypatch.setattr(file_texts, "pages_apart", read_apart)


def test_pages_come_out_as_they_would_in_this_process():
    content = pdf("Entretien des jardins publics")
    assert file_texts.pages_apart(content, "application/pdf") == file_texts.pages_of(content, "application/pdf")
    content = zipped(odt_parts("<text:p>الميزانية</text:p>"))
    assert file_texts.pages_apart(content, f"{ODF}text") == file_texts.pages_of(content, f"{ODF}text")


def test_a_file_of_pictures_has_no_text_there_either():
    with pytest.raises(file_texts.NoText):
        file_texts.pages_apart(pdf(), "application/pdf")


def test_reading_has_limits_and_ends_before_its_task():
    assert limits.READING_PROCESSOR < limits.READING_WAIT < 300


def test_what_would_take_the_workers_memory_ends_in_the_cell():
    """Two million elements in each other, as they could lie in a file that came before they were counted."""
    deep = zipped(odt_parts("<text:p>" * 8_000_000 + "</text:p>" * 8_000_000))
    with pytest.raises(Refused) as refusal:
        file_texts.pages_apart(deep, f"{ODF}text")
    assert refusal.value.code in {"bomb", "too_heavy"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("program", "state", "failure"),
    [
        ("import os; os.kill(os.getpid(), 9)", TextState.FAILED, "Refused too_heavy"),
        ("import time; time.sleep(60)", TextState.FAILED, "Refused too_heavy"),
        ('print(\'{"refused": "damaged", "params": {}, "seconds": 0}\')', TextState.FAILED, "Refused damaged"),
        ("raise SystemExit(3)", TextState.WAITING, "Refused unchecked"),
    ],
    ids=["killed", "slow", "damaged", "no process"],
)
def test_a_file_that_ends_its_reader_is_given_up_with_the_reason(monkeypatch, program, state, failure):
    monkeypatch.setattr(cell, "COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr(cell, "READING_WAIT", 1)
    file = rows.file(rows.document(), content=pdf("Entretien"))
    tasks.read_file_text(file.pk)
    file.refresh_from_db()
    assert file.text_state == state
    assert DocumentFileWork.objects.get(file=file).failure == failure
    assert not FilePage.objects.exists()
    if state == TextState.FAILED:
        monkeypatch.setattr(cell, "COMMAND", ["/nowhere"])
        assert tasks.read_file_text(file.pk) == "nothing to do"


@pytest.mark.django_db
def test_a_process_that_cannot_be_started_is_not_tried_for_ever(monkeypatch):
    monkeypatch.setattr(cell, "COMMAND", ["/nowhere/python"])
    file = rows.file(rows.document(), content=pdf("Entretien"))
    for _attempt in range(3):
        DocumentFileWork.objects.filter(file=file).update(due_at=rows.LONG_AGO)
        tasks.read_file_text(file.pk)
    work = DocumentFileWork.objects.get(file=file)
    assert (work.attempts, work.due_at) == (3, None)
    tasks.read_file_text(file.pk)  # the next look of the schedule
    file.refresh_from_db()
    assert file.text_state == TextState.FAILED


@pytest.mark.django_db
def test_the_task_keeps_the_words_that_the_cell_read():
    file = rows.file(rows.document(), content=pdf("Entretien des jardins publics"))
    assert tasks.read_file_text(file.pk) == TextState.READY
    assert "jardins" in FilePage.objects.get(file=file).text
