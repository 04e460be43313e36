"""The portal's settings, without the collected static files that production wants: collecting them takes long."""

from tetouan_portal.settings import *  # noqa: F403 -- settings are names of a module

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
