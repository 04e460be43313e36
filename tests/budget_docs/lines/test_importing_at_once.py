"""Two who apply, or one message that came twice, at one moment: on connections of their own."""

import pytest
from django.utils import timezone

from budget_docs import tasks
from budget_docs.lines import column_choice, importing
from budget_docs.models import Budget, ColumnMapping, ImportState, LineImport
from tests.at_once import together
from tests.budget_docs.imports import begin, read
from tests.budget_docs.lines.files import line, xlsx
from tetouan_portal.lib import queue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    """The tests are the workers."""
    monkeypatch.setattr(queue.Queue, "wake", lambda _queue, _keys: None)


def checked(**changes):
    begun = begin(xlsx(line(**changes)))
    assert read(begun) == ImportState.CHECKED
    return begun


def test_two_files_applied_at_once_are_versions_one_after_the_other():
    one, other = checked(admitted=1), checked(admitted=2)
    importing.ask_to_apply(one)
    importing.ask_to_apply(other)
    outcomes = together(*(lambda row=row: tasks.work_on_line_import(row.pk) for row in (one, other)))
    assert sorted(outcomes) == [ImportState.APPLIED, ImportState.WAITING]
    assert Budget.objects.count() == 1
    again = LineImport.objects.get(state=ImportState.WAITING)
    assert read(again) == ImportState.CHECKED
    assert again.preview["counts"] == {"changed": 1}


def test_a_message_that_came_four_times_makes_one_version():
    begun = checked()
    importing.ask_to_apply(begun)
    outcomes = together(*[lambda: tasks.work_on_line_import(begun.pk)] * 4)
    assert sorted(outcomes) == [ImportState.APPLIED, *["nothing to do"] * 3]
    assert Budget.objects.get().lines_count == 1


def test_of_two_who_press_the_button_at_once_one_is_told():
    begun = checked()
    outcomes = together(*[lambda: importing.ask_to_apply(begun)] * 2)
    assert sorted(map(str, outcomes)) == ["None", "not_checked"]


def test_a_worker_that_comes_back_too_late_applies_nothing_again():
    begun = checked()
    importing.ask_to_apply(begun)
    late = importing.LINE_IMPORTS.claim(begun.pk)
    LineImport.objects.update(lease_until=timezone.now())
    assert tasks.work_on_line_import(begun.pk) == ImportState.APPLIED
    assert importing.work_on(late) == "overtaken"
    assert Budget.objects.count() == 1


def test_of_two_who_choose_columns_at_once_one_is_told():
    begun = begin(xlsx(line(), head=[*"abcdefghij"]))
    assert read(begun) == ImportState.REFUSED
    version = column_choice.version_of(begun)
    new = [ColumnMapping(name=name, columns={"part": "b"}) for name in ("one", "other")]
    outcomes = together(
        *(lambda mapping=mapping: column_choice.choose(begun, mapping, version=version) for mapping in new)
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, str)] == ["not_now"]
    assert ColumnMapping.objects.count() == 1


def test_of_two_who_keep_a_mapping_of_one_name_at_once_one_is_told():
    begun = [begin(xlsx(line(), head=[*"abcdefghij"])) for _each in range(2)]
    assert [read(row) for row in begun] == [ImportState.REFUSED] * 2
    new = [ColumnMapping(name="same", columns={"part": "b"}) for _each in range(2)]
    kept = zip(begun, new, map(column_choice.version_of, begun), strict=True)
    outcomes = together(*(lambda each=each: column_choice.choose(*each[:2], version=each[2]) for each in kept))
    assert len([outcome for outcome in outcomes if isinstance(outcome, ColumnMapping)]) == 1
    assert LineImport.objects.filter(state=ImportState.REFUSED).count() == 1
