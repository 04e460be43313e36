"""Measures on the demonstration: `make benchmark` gives it fresh servers."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
django.setup()

from benchmarks import (  # noqa: E402 -- Django is set up first
    dearest,
    demonstration,
    import_lines,
    inbox,
    journal,
    pages,
    report,
    staff,
)

demonstration.load()
pages.run()
print()
report.run()
print()
staff.run()
print()
inbox.run()
print()
journal.run()
print()
import_lines.run()
print()
dearest.run()
