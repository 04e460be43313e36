"""What can be known before the first request, with what to do about it: for `manage.py preflight`, in English."""

import contextlib

from django.conf import settings
from django.core import mail
from django.db import connection

from tetouan_portal.health.findings import Finding, Look, State, look_at, needs_database, readiness
from tetouan_portal.health.standing import disk, redis

OLDEST_POSTGRESQL = 150000
EXTENSIONS = {"unaccent", "pg_trgm"}


def preflight() -> list[Finding]:
    found = readiness()
    looks: list[Look] = [disk, redis, mail_server]
    if found[0].state == State.WELL:
        looks = [server, *looks]
    return [*found, *look_at(looks)]


@needs_database
def server() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        cursor.execute("select extname from pg_extension")
        missing = sorted(EXTENSIONS - {name for (name,) in cursor})
    if number < OLDEST_POSTGRESQL:
        said = "PostgreSQL %(version)s is too old: 15 is needed."
        return Finding("server", State.DOWN, said % {"version": version})
    if missing:
        said = "Extensions that are missing: %(names)s. migrate makes them, as the database’s owner."
        return Finding("server", State.DOWN, said % {"names": " ".join(missing)})
    return Finding("server", State.WELL, f"PostgreSQL {version}")


def mail_server() -> Finding:
    """Reached, and signed in to, without a mail being sent."""
    if not settings.MAIL_URL:
        return Finding("mail_server", State.WELL, "None: mails become files in DATA_DIR/mail.")
    try:
        with contextlib.closing(mail.mailers["default"]) as sender:
            sender.open()
    except OSError as error:  # an answer that refuses is one, too
        said = "It cannot be reached, or refuses us: look at MAIL_URL."
        return Finding("mail_server", State.UNWELL, f"{said} ({type(error).__name__})")
    return Finding("mail_server", State.WELL, "It answers and lets us in.")
