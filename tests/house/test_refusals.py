"""A test that expects to be refused says by what: otherwise any other refusal passes for it."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
ANY = re.compile(r"raises\((?:ValidationError|IntegrityError|DatabaseError|DataError)\)(?! as \w)")


def test_no_test_takes_any_refusal_for_the_one_it_expects():
    files = [file for file in TESTS.rglob("*.py") if file != Path(__file__)]
    found = [(str(file), line) for file in files for line in file.read_text().splitlines() if ANY.search(line)]
    assert found == [], "name the code (tests/refusals.py) or the constraint (match=…)"
