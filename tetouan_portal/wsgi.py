"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from tetouan_portal.lib.front_guard import guard
from tetouan_portal.web_server.first_checks import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")

gate = Gate(get_wsgi_application())
gate.look()
application = guard(gate)
