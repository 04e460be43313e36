"""What the README says of OWASP's verification standard: each chapter once, and each test that it names is there."""

import ast
import re

from django.conf import settings

ROW = re.compile(r"^\| V(\d+) [^|]+\| (held|not) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((settings.BASE_DIR / "README.md").read_text())


def test_every_chapter_has_a_line():
    assert [int(number) for number, _state, _words in ROWS] == [*range(1, 18)]


def test_what_is_held_is_held_by_tests_that_there_are():
    for number, state, words in ROWS:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", words)
        assert named or state == "not", number
        for file, name in named:
            tree = ast.parse((settings.BASE_DIR / file).read_text())
            assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, (file, name)


def test_what_is_not_held_says_why():
    assert all(words.partition("`")[0].strip() for _number, state, words in ROWS if state == "not")
