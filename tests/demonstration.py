"""The demonstration as most tests load it: its rows are all there, its files are few.

Laying out every document and starting a process for every file takes a minute; the whole is `make audit`'s.
"""

from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from budget_docs.demo import demonstration as budget
from commitments.demo import sample_rows
from tetouan_portal.lib import uploads
from tetouan_portal.lib.inspection.contents import examine

make_file, accept_file = budget.make_file, sample_rows.accept_file


@contextmanager
def of_few_files():
    """One document of each kind and languages is laid out; evidence is looked into in this process."""
    made = {}

    def one_of_each(kind, told):
        key = (kind, told.languages, bool(told.shows))
        if key not in made:
            made[key] = make_file(kind, told)
        return made[key]

    @cache
    def accepted_here(name, content):
        with patch.object(uploads, "examine_apart", examine):
            return accept_file.__wrapped__(name, content)

    with patch.object(budget, "make_file", one_of_each), patch.object(sample_rows, "accept_file", accepted_here):
        yield


@contextmanager
def of_every_file():
    """As it is shown to people."""
    with patch.object(budget, "make_file", make_file), patch.object(sample_rows, "accept_file", accept_file):
        yield
