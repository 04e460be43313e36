"""From a file to a budget in force: read by a worker, compared, applied whole or not at all, published."""

import io
import time
from decimal import Decimal

import pytest
from celery import current_app
from django.core.files.storage import default_storage
from django.utils import timezone

from budget_docs import tasks
from budget_docs.explorer import budget_levels
from budget_docs.lines import budget_versions, importing
from budget_docs.lines.importing import LINE_IMPORTS
from budget_docs.models import Budget, BudgetLine, ColumnMapping, ImportState, LineImport
from tests.budget_docs import rows
from tests.budget_docs.imports import begin, read
from tests.budget_docs.lines import files
from tests.budget_docs.lines.files import line, xlsx
from tests.factories.documents import docx
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def applied(file):
    begun = begin(file)
    read(begun)
    importing.ask_to_apply(begun)
    assert read(begun) == ImportState.APPLIED
    return begun.budget


def test_a_good_file_is_read_compared_applied_and_published():
    begun = begin(xlsx(line(), line(side="dépenses", admitted=900)))
    assert begun.state == ImportState.WAITING
    assert read(begun) == ImportState.CHECKED
    assert begun.preview["totals"] == {"revenue": {"admitted": "1500.50"}, "expenditure": {"admitted": "900.00"}}
    assert begun.preview["counts"] == {"added": 2}
    assert not BudgetLine.objects.exists()

    importing.ask_to_apply(begun)
    assert read(begun) == ImportState.APPLIED
    budget = begun.budget
    assert (budget.version, budget.lines_count, budget.sha256) == (1, 2, begun.sha256)
    assert budget_levels.budgets_of(2026, now=timezone.now()) == {}

    budget_versions.publish(budget)
    assert budget_levels.budgets_of(2026, now=timezone.now())["voted"] == budget


def test_a_file_with_problems_changes_nothing_and_says_all_of_them():
    begun = begin(xlsx(line(), line(line=12, admitted="abc"), line(line=13, side="")))
    assert read(begun) == ImportState.REFUSED
    assert [(one["code"], one["row"]) for one in begun.report["problems"]] == [("bad_number", 3), ("no_side", 4)]
    with refused("not_checked"):
        importing.ask_to_apply(begun)
    assert not Budget.objects.exists()


def test_the_preview_says_what_differs_from_the_version_before():
    applied(xlsx(line(), line(line=12, admitted=1), line(line=13, admitted=1)))
    begun = begin(xlsx(line(admitted=2000), line(line=13, admitted=1), line(line=14, admitted=5)))
    read(begun)
    assert begun.preview["counts"] == {"changed": 1, "removed": 1, "added": 1}
    changed = next(one for one in begun.preview["differences"] if one["kind"] == "changed")
    assert changed["amounts"] == {"admitted": ["1500.50", "2000.00"]}
    assert begun.preview["former_totals"]["revenue"]["admitted"] == "1502.50"


def test_a_second_version_leaves_the_first_as_it_was():
    first = applied(xlsx(line()))
    second = applied(xlsx(line(admitted=7)))
    assert (first.version, second.version) == (1, 2)
    assert first.lines.get().admitted == Decimal("1500.50")
    with refused("older"):
        budget_versions.publish(first)


def test_headings_of_the_file_name_the_levels():
    part = line(section=None, chapter=None, article=None, paragraph=None, line=None, label_fr="Partie", admitted=None)
    budget = applied(xlsx(part, line()))
    assert budget.headings.get().label_fr == "Partie"


def test_of_two_files_compared_with_the_same_version_one_is_compared_anew():
    one, other = begin(xlsx(line(admitted=1))), begin(xlsx(line(admitted=2)))
    read(one)
    read(other)
    importing.ask_to_apply(one)
    importing.ask_to_apply(other)
    assert read(one) == ImportState.APPLIED
    assert read(other) == ImportState.WAITING
    assert read(other) == ImportState.CHECKED
    assert other.preview["before"] == 1


def test_a_doubled_message_does_nothing():
    begun = begin(xlsx(line()))
    read(begun)
    assert tasks.work_on_line_import(begun.pk) == "nothing to do"
    importing.ask_to_apply(begun)
    read(begun)
    assert tasks.work_on_line_import(begun.pk) == "nothing to do"
    assert Budget.objects.count() == 1


def test_a_worker_that_did_not_come_back_is_replaced_and_three_are_enough():
    begun = begin(xlsx(line()))
    for _attempt in range(LINE_IMPORTS.most_attempts):
        assert LINE_IMPORTS.claim(begun.pk)
        assert LINE_IMPORTS.claim(begun.pk) is None
        LineImport.objects.update(lease_until=timezone.now())
    assert tasks.work_on_line_import(begun.pk) == "nothing to do"
    begun.refresh_from_db()
    assert begun.state == ImportState.FAILED


def test_a_worker_that_was_overtaken_records_nothing():
    begun = begin(xlsx(line()))
    slow = LINE_IMPORTS.claim(begun.pk)
    LineImport.objects.update(lease_until=timezone.now())
    quick = LINE_IMPORTS.claim(begun.pk)
    assert importing.work_on(quick) == ImportState.CHECKED
    assert importing.work_on(slow) == "overtaken"
    begun.refresh_from_db()
    assert begun.attempts == 2


def test_a_stored_file_that_changed_is_not_applied():
    begun = begin(xlsx(line()))
    read(begun)
    name = begun.file.name
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(xlsx(line(admitted=9)).read()))
    importing.ask_to_apply(begun)
    assert read(begun) == ImportState.FAILED
    assert not Budget.objects.exists()


def test_what_a_library_does_not_understand_is_a_failure_that_is_told(monkeypatch):
    begun = begin(xlsx(line()))
    monkeypatch.setattr(importing, "read", lambda _row: 1 / 0)
    assert read(begun) == ImportState.FAILED


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0 old or encrypted", "budget.xls", "not_a_table"),
        (b"%PDF-1.7", "budget.pdf", "not_a_table"),
        (b"PK\x03\x04 nothing", "budget.xlsx", "damaged"),
        (b"PK\x05\x06" + bytes(18), "empty.xlsx", "disguised"),
        (b"", "nothing.csv", "empty"),
    ],
)
def test_what_is_no_table_is_refused_at_once(content, name, code):
    with refused(code):
        begin(io.BytesIO(content), name)
    assert not LineImport.objects.exists()


def test_a_table_that_is_too_large_is_refused_unread(monkeypatch):
    size = len(files.csv(line()).getvalue())
    monkeypatch.setattr(importing, "MOST_BYTES", size)
    begin(files.csv(line()), "budget.csv")
    monkeypatch.setattr(importing, "MOST_BYTES", size - 1)
    with refused("too_large"):
        begin(files.csv(line()), "budget.csv")
    assert LineImport.objects.count() == 1


def test_a_document_under_the_name_of_a_table_is_refused():
    with refused("not_a_table"):
        begin(io.BytesIO(docx()))


def test_no_file_is_taken_while_the_virus_scanner_is_away(settings, tmp_path):
    settings.CLAMAV_ADDRESS = f"unix:{tmp_path}/nobody.ctl"
    with refused("unchecked"):
        begin(files.csv(line()), "budget.csv")
    assert not LineImport.objects.exists()


def test_a_file_is_taken_at_once_when_the_broker_is_away(monkeypatch, caplog, django_capture_on_commit_callbacks):
    monkeypatch.setitem(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    started = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        begun = begin(xlsx(line()))
    assert time.monotonic() - started < 4
    assert "127.0.0.1:1" in caplog.text
    assert LINE_IMPORTS.free_keys() == [begun.pk]


def test_a_csv_is_taken():
    begun = begin(files.csv(line()), "budget.csv")
    assert read(begun) == ImportState.CHECKED


def test_the_files_own_mark_is_used_said_and_applied():
    begun = begin(files.csv(line(admitted="150.000"), line(line=12, admitted="1.250,50")), name="lignes.csv")
    read(begun)

    assert begun.state == ImportState.CHECKED
    assert [one["code"] for one in begun.report["notices"]] == ["decimal_mark"]
    importing.ask_to_apply(begun)
    read(begun)
    assert sorted(Budget.objects.get().lines.values_list("admitted", flat=True)) == [Decimal("1250.50"), 150_000]


def test_a_mapping_and_its_unit_are_used():
    head = ["S", "P", "Sec", "Ch", "Art", "Par", "Lig", "بيان", "Libellé", "Montant"]
    mapping = ColumnMapping.objects.create(name="GID", columns=dict(zip(files.HEAD, head, strict=True)), unit="centime")
    begun = begin(xlsx(line(admitted=150050), head=head), mapping=mapping)
    read(begun)
    assert begun.preview["totals"]["revenue"]["admitted"] == "1500.50"


def test_totals_stated_elsewhere_and_likely_centimes_are_pointed_out():
    rows.figure("revenue", 200)
    budget = rows.budget(2026)
    rows.line(budget, admitted=15)
    begun = begin(xlsx(line()))
    read(begun)
    assert begun.state == ImportState.CHECKED
    assert {one["code"] for one in begun.report["notices"]} == {"looks_like_centimes", "stated_elsewhere"}


def test_reading_again_starts_anew():
    begun = begin(xlsx(line()))
    read(begun)
    importing.read_again(begun)
    begun.refresh_from_db()
    assert (begun.state, begun.preview, begun.attempts) == (ImportState.WAITING, {}, 0)
    LINE_IMPORTS.claim(begun.pk)
    with refused("not_now"):
        importing.read_again(begun)


def test_a_mapping_that_changed_after_the_preview_is_not_applied_unseen():
    mapping = ColumnMapping.objects.create(name="GID", columns={"admitted": "J"}, unit="dirham")
    begun = begin(xlsx(line(admitted=1500)), mapping=mapping)
    read(begun)
    ColumnMapping.objects.update(unit="centime")
    begun = LineImport.objects.get(pk=begun.pk)
    with refused("changed_meanwhile"):
        importing.ask_to_apply(begun)
    importing.read_again(begun)
    read(begun)
    importing.ask_to_apply(begun)
    read(begun)
    assert begun.budget.lines.get().admitted == Decimal("15.00")
