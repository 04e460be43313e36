"""Measures on the demonstration: `make benchmark` gives it fresh servers."""

import os

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
django.setup()

from benchmarks import import_lines, inbox, pages, report, staff  # noqa: E402 -- Django is set up first

for command in ("migrate", "load_plan", "load_budget", "load_participation", "load_demo"):
    call_command(command, verbosity=0)
pages.run()
print()
report.run()
print()
staff.run()
print()
inbox.run()
print()
import_lines.run()
