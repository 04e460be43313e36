"""A file of lines as the checker reads it, and what it has to say."""

from budget_docs.lines.checking import Checker


def read(file, **options):
    checker = Checker(**options)
    lines = list(checker.lines(file))
    return checker, lines


def said(checker):
    """[(code, row, column)] of every problem."""
    return [(one.code, one.row, one.column) for one in checker.problems]
