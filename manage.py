#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from tetouan_portal.audit.context import acting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    # Here and not in a base class: `shell`, Django's own commands and those of packages are acts too.
    try:
        with acting(origin="command", detail=" ".join(sys.argv[1:2])):
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a sentence for people, not for programmers
        sys.exit(f"{error}")
