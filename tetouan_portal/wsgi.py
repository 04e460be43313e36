"""WSGI entry point. In production the system checks run first, the database's included."""

import os

from django.core.wsgi import get_wsgi_application

from tetouan_portal.lib.front_guard import guard

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")

application = guard(get_wsgi_application())


def refuse_unsafe_production():
    """Stop before the first request when a production check fails."""
    from django.conf import settings  # noqa: PLC0415 -- settings are ready only after get_wsgi_application
    from django.core.management import call_command  # noqa: PLC0415

    if settings.PRODUCTION:
        call_command("check", databases=["default"], fail_level="ERROR")


refuse_unsafe_production()
