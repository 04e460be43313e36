"""How tests are written: what each of them must not do, lest it say less than it seems to."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
ANY_REFUSAL = re.compile(r"raises\((?:ValidationError|IntegrityError|DatabaseError|DataError)\)(?! as \w)")
OF_A_TEST = re.compile(r"^\s*(?:from|import) tests[\w.]*(?:\.| import .*\b)test_")


def lines_with(pattern):
    files = [file for file in TESTS.rglob("*.py") if file != Path(__file__)]
    return [(str(file), line) for file in files for line in file.read_text().splitlines() if pattern.search(line)]


def test_no_test_takes_any_refusal_for_the_one_it_expects():
    assert lines_with(ANY_REFUSAL) == [], "name the code (tests/refusals.py) or the constraint (match=…)"


def test_what_several_tests_need_stands_in_a_module_of_its_own():
    assert lines_with(OF_A_TEST) == []
