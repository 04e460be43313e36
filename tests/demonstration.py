"""The demonstration as most tests load it: its rows are all there, its files are few.

Laying out every document takes ten seconds in each process; the whole is `make audit`'s.
"""

from contextlib import contextmanager
from unittest.mock import patch

from budget_docs.demo import demonstration as budget

make_file = budget.make_file


@contextmanager
def of_few_files():
    """One document of each kind and languages is laid out."""
    made = {}

    def one_of_each(kind, told):
        key = (kind, told.languages, bool(told.shows))
        if key not in made:
            made[key] = make_file(kind, told)
        return made[key]

    with patch.object(budget, "make_file", one_of_each):
        yield


@contextmanager
def of_every_file():
    """As it is shown to people."""
    with patch.object(budget, "make_file", make_file):
        yield
