"""A workbook is read in a process of its own: what comes out is the same, what it costs is bounded."""

import datetime
import gc
import io
import sys

import pytest
from openpyxl import Workbook

from budget_docs.lines import apart, reading, tables
from budget_docs.lines.flaws import Unreadable
from tests.budget_docs.lines import files, opendocuments

open_apart = apart.open_apart  # before the tests' own takes its place: see conftest


def everything(open_it, file):
    notices = []
    opened = open_it(file, notices)
    rows = [
        (title, [(number, cells, opened.ends(title)(number)) for number, cells in table])
        for title, table in opened.tables
    ]
    return rows, opened.damage, notices


def a_workbook():
    """Two sheets, a hidden one, cells that are merged, a formula without a result, every kind of value."""
    book = Workbook()
    book.active.title = "Dépenses"
    moment = datetime.datetime(2026, 6, 15, 12, 30)
    book.active.append(["مصلحة", 1, 1.5, True, None, moment, datetime.time(8, 5), datetime.timedelta(hours=30)])
    book.active["A3"] = "=SUM(B1:C1)"
    book.active.merge_cells("A5:C5")
    book.create_sheet("Caché").sheet_state = "hidden"
    book.create_sheet("Recettes").append(["x" * 100])
    return files.saved(book)


@pytest.mark.parametrize(
    "build",
    [a_workbook, lambda: opendocuments.ods(opendocuments.table("a", files.line())), lambda: files.xlsx(files.line())],
)
def test_what_comes_out_is_what_is_read_in_this_process(build):
    found = everything(open_apart, build())
    assert found == everything(tables.open_here, build())
    assert found[0]


def test_a_file_that_cannot_be_read_says_so():
    with pytest.raises(Unreadable) as refusal:
        open_apart(io.BytesIO(b"PK nothing"), [])
    assert refusal.value.problem.code == "unreadable"


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 9)",
        'import os; print(\'["opened", [], []]\\n["sheet", "a", []]\', flush=True); os.kill(os.getpid(), 9)',
        "raise SystemExit(3)",
    ],
    ids=["killed", "killed on the way", "broken"],
)
def test_a_reader_that_ends_early_is_the_files_fault_and_nobody_elses(monkeypatch, program):
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", program])
    with pytest.raises(Unreadable) as refusal:
        everything(open_apart, files.xlsx())
    assert refusal.value.problem.code == "too_heavy"


def test_its_memory_is_bounded(monkeypatch):
    limited = "from tetouan_portal.lib.inspection import limits; limits.READING_MEMORY = 50_000_000; "
    run = "import budget_docs.lines.__main__ as inside; inside.READING_MEMORY = 50_000_000; inside.main()"
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", limited + run])
    with pytest.raises(Unreadable) as refusal:
        everything(open_apart, files.xlsx(*[files.line()] * 2000))
    assert refusal.value.problem.code == "too_heavy"


def test_its_time_on_the_clock_is_bounded(monkeypatch):
    late = """import time; time.sleep(30); print('["opened", [], []]\\n["end", []]')"""
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", late])
    monkeypatch.setattr(apart, "WAIT", 0.2)
    with pytest.raises(Unreadable) as refusal:
        everything(open_apart, files.xlsx())
    assert refusal.value.problem.code == "too_heavy"


class Clock:
    """One that strikes when the test says so."""

    def __init__(self, wait, strike):
        self.wait, self.strike, self.is_stopped = wait, strike, False
        self.daemon = False

    def start(self):
        assert self.daemon  # it keeps no worker from ending

    def cancel(self):
        self.is_stopped = True


@pytest.fixture
def clocks(monkeypatch):
    made = []
    monkeypatch.setattr(apart.threading, "Timer", lambda *given: made.append(Clock(*given)) or made[-1])
    return made


def test_what_takes_too_long_is_told_with_the_row_that_was_waited_for(monkeypatch, clocks):
    said = '["opened", [], []]\\n["sheet", "Dépenses", []]\\n["row", 7, ["a"], []]'
    monkeypatch.setattr(
        apart, "COMMAND", [sys.executable, "-c", f"import time; print('{said}', flush=True); time.sleep(30)"]
    )
    [(_title, table)] = [next(iter(open_apart(files.xlsx(), []).tables))]
    assert next(table) == (7, ["a"])
    assert clocks[0].wait == apart.WAIT
    clocks[0].strike()
    with pytest.raises(Unreadable) as refusal:
        next(table)
    assert refusal.value.problem[:3] == ("too_heavy", "Dépenses", 8)


def test_the_clock_stops_with_the_reader(clocks):
    assert everything(open_apart, files.xlsx(files.line()))
    assert [clock.is_stopped for clock in clocks] == [True]


def test_a_sheet_that_nobody_reads_to_its_end_is_passed_over():
    opened = open_apart(files.xlsx(*[files.line()] * 50, more=[("b", [["z"]])]), [])
    titles = [(title, next(table)[0]) for title, table in opened.tables]
    assert titles == [("Lignes", 1), ("b", 1)]


def test_no_process_stays_when_nobody_listens(monkeypatch):
    begun = []
    popen = apart.subprocess.Popen
    monkeypatch.setattr(apart.subprocess, "Popen", lambda *args, **more: begun.append(popen(*args, **more)) or begun[0])
    opened = open_apart(files.xlsx(*[files.line()] * 20_000), [])
    next(iter(opened.tables))
    del opened
    gc.collect()
    assert begun[0].returncode is not None


def test_the_import_goes_that_way(monkeypatch):
    asked = []
    monkeypatch.setattr(
        apart, "open_apart", lambda file, notices: asked.append(file) or tables.open_here(file, notices)
    )
    file = files.xlsx(files.line())
    reading.open_tables(file, [])
    assert asked == [file]
