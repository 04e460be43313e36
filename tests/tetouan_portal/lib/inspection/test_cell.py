"""The process that reads a hostile file: what it may use, and how its end is understood."""

import contextlib
import os
import subprocess
import sys

import pytest

from tests.factories.files import a_pdf
from tests.factories.pictures import picture
from tetouan_portal.lib.inspection import cell
from tetouan_portal.lib.inspection.contents import Examined
from tetouan_portal.lib.inspection.limits import MEMORY, NICENESS, PROCESSOR
from tetouan_portal.lib.inspection.refused import Refused

CONFINED = "from tetouan_portal.lib.inspection.limits import confine; confine(); "


def confined(code):
    command = [sys.executable, "-c", CONFINED + code]
    return subprocess.run(command, cwd=cell.ROOT, capture_output=True, check=False, timeout=60)


def test_a_document_is_understood():
    assert cell.examine_apart(a_pdf()) == Examined("application/pdf", ".pdf", pages=1)


@pytest.mark.parametrize("content", [a_pdf(), b"words"], ids=["kept", "refused"])
def test_what_it_cost_is_told_whatever_was_found(content):
    told = []
    with contextlib.suppress(Refused):
        cell.examine_apart(content, tell=told.append)
    (seconds,) = told
    assert 0 < seconds < PROCESSOR


def test_it_starts_with_what_it_needs_alone():
    """Each photo of a stranger starts one."""
    loaded = confined("import sys; from tetouan_portal.lib.inspection import pictures; print(*sys.modules)").stdout
    assert {b"PIL.Image", b"tetouan_portal.lib.inspection.pictures"} <= {*loaded.split()}
    assert {b"celery", b"django", b"pikepdf", b"pillow_heif"} & {*loaded.split()} == set()


def test_pages_go_before_files():
    assert confined("import os; print(os.nice(0))").stdout == f"{NICENESS + os.nice(0)}\n".encode()


def test_memory_ends():
    assert b"MemoryError" in confined(f"bytearray({MEMORY})").stderr
    assert confined("bytearray(1_000_000)").returncode == 0


def test_time_ends():
    assert PROCESSOR < cell.WAIT
    assert confined("import resource; print(resource.getrlimit(resource.RLIMIT_CPU))").stdout.split() == [b"(6,", b"6)"]


def test_parts_of_a_second_end_too():
    told = []
    with pytest.raises(Refused) as refusal:
        cell.examine_apart(picture(size=(7000, 6000)), processor=0.01, tell=told.append)
    assert (refusal.value.code, told) == ("too_heavy", [0.01])


def test_several_files_are_looked_into_in_one_process_and_each_has_its_own_answer(monkeypatch):
    begun, told = [], []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *more, **options: begun.append(more) or run(*more, **options))
    files = [picture(), b"words", a_pdf(), picture(size=(50, 60))]
    first, words, document, last = cell.examine_all_apart(files, tell=told.append)
    assert (first.size, words.code, document.content_type, last.size) == (
        (40, 20),
        "text",
        "application/pdf",
        (50, 60),
    )
    assert (len(begun), len(told)) == (1, 1)


def test_where_the_process_is_ended_in_the_middle_the_answers_before_are_kept(monkeypatch):
    """As an attacker would: the third of five takes all the time there is."""
    told = []
    monkeypatch.setattr(cell, "COMMAND", [sys.executable, "-c", TWO_ANSWERS_AND_AN_END])
    found = cell.examine_all_apart([picture()] * 5, processor=2, tell=told.append)
    assert [getattr(one, "size", None) or one.code for one in found] == [(4, 2)] * 2 + ["too_heavy"] * 3
    assert told == [2]


TWO_ANSWERS_AND_AN_END = """
import os, sys
answer = '{"type": "image/png", "ending": ".png", "pages": null, "anew": true, "hidden": [], "size": [4, 2],'
answer += ' "seconds": 0.5, "bytes": 3}'
sys.stdout.write((answer + "\\nabc") * 2 + answer + "\\nab")
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""


def test_what_it_had_in_memory_is_written_nowhere_when_it_falls():
    assert confined("import resource; print(*resource.getrlimit(resource.RLIMIT_CORE))").stdout == b"0 0\n"


def test_no_file_is_written(tmp_path):
    assert confined(f"open({str(tmp_path / 'x')!r}, 'w').write('x' * 100_000)").returncode != 0


def test_no_secret_goes_along(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "the-secret")
    tell = "print(json.dumps({'refused': ' '.join(os.environ), 'params': {}, 'seconds': 0}))"
    monkeypatch.setattr(cell, "COMMAND", [sys.executable, "-c", f"import json, os; {tell}"])
    with pytest.raises(Refused) as refusal:
        cell.examine_apart(b"x")
    names = {*refusal.value.code.split()}
    assert "PATH" in names
    assert names <= {"PATH", "LANG", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LC_CTYPE"}


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "too_heavy"),
        ("import time; time.sleep(60)", "too_heavy"),
        ("raise SystemExit(3)", "unchecked"),
        ("print('nonsense')", "unchecked"),
        ('print(\'{"refused": "damaged", "params": {}, "unforeseen": "OddError", "seconds": 0.5}\')', "damaged"),
    ],
    ids=["killed", "slow", "broken", "nonsense", "unforeseen"],
)
def test_whatever_happens_in_there_is_an_answer_out_here(program, code, monkeypatch):
    monkeypatch.setattr(cell, "COMMAND", [sys.executable, "-c", program])
    monkeypatch.setattr(cell, "WAIT", 1)
    told = []
    with pytest.raises(Refused) as refusal:
        cell.examine_apart(b"x", tell=told.append)
    assert refusal.value.code == code
    assert told == ([PROCESSOR] if code == "too_heavy" else [0.5] if code == "damaged" else [])


def test_a_machine_that_starts_no_process_says_try_again(monkeypatch):
    monkeypatch.setattr(cell, "COMMAND", ["/nowhere/python"])
    with pytest.raises(Refused) as refusal:
        cell.examine_apart(b"x")
    assert refusal.value.code == "unchecked"
