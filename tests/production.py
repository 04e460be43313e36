"""An environment in which the portal starts as in production: its settings, and a Python of its own to start there."""

import os
import runpy
import subprocess
import sys
from unittest import mock

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

SECRET = "k7WQ2-9FXRM_aB3dE5gH8jK1mN4pQ6rS0tU-vW_xY.zZ,cL;oP:i"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "DATA_KEYS": "vbLzf6C_Qc9kRoO6jmy0JdLEGPbCmoY6lMIpl8fZRPw=",
    "ALLOWED_HOSTS": "portail.example.org",
    "SITE_URL": "https://portail.example.org",
    "DATABASE_URL": "postgresql://portal:word@db.example.org/portal",
    "REDIS_URL": "redis://cache.example.org:6379/0",
    "MAIL_URL": "smtp://portal:letter-word@mail.example.org:587?tls=1",
    "MAIL_FROM": "portail@example.org",
    "CNDP_REFERENCE": "D-W-123/2026",
}


def alone(environment):
    """Nothing of our own environment but what every program needs."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | environment


def settings_of(environment):
    """The settings as this environment makes them, read anew beside those of the tests; raises what they raise."""
    with mock.patch.dict(os.environ, alone(environment), clear=True):
        return runpy.run_path(str(settings.BASE_DIR / "tetouan_portal" / "settings.py"))


def database_of_tests():
    """Its address, for another process: which sees what is committed there."""
    ours = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return make_conninfo(**{libpq: ours[name] for libpq, name in names.items() if ours[name]})


def python(*arguments, environment):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=alone({"DJANGO_SETTINGS_MODULE": "tetouan_portal.settings", **environment}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
