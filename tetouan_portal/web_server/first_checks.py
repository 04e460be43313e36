"""What production must never serve is found before the first request is answered, also where PostgreSQL is away then.

The server does not start when a check fails. Where the checks of the database cannot be made yet it starts, and each
of its processes answers 503 until they have passed.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import django
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponseBase

from tetouan_portal.lib.env import env_text

UNCHECKED = "tetouan_portal.unchecked"  # no header can be called so
AGAIN_AFTER = 2  # seconds
FIRST_LOOK = 5  # seconds that a starting process waits for it; then it answers, if only that it is too early
OPEN_PATHS = {"/livez", "/readyz"}  # they tell of this very state, and show no rows
log = logging.getLogger(__name__)


def refuse_what_is_unsafe(_server: Any) -> None:
    """Called by gunicorn once, before it listens; in another process, so that workers inherit no connection."""
    if env_text("ENVIRONMENT") != "production":
        return
    if subprocess.run([sys.executable, "-m", __name__], check=False).returncode:  # noqa: S603 -- ourselves
        sys.exit("The web server does not start: what has to be put right stands above.")


def complaints(*, databases: list[str]) -> list[str]:
    """Raises DatabaseError where one is away."""
    return [str(one) for one in run_checks(databases=databases) if one.level >= ERROR]


def complaints_so_far() -> list[str]:
    try:
        return complaints(databases=["default"])
    except DatabaseError as error:
        log.warning("PostgreSQL is away; its checks come as soon as it is there, and 503 until then: %s", error)
        return complaints(databases=[])


class Gate:
    """The WSGI application, told of each request that comes before the checks have passed."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        self.passed = Event()
        self.said: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Any:
        if not self.passed.is_set():
            environ[UNCHECKED] = True
        return self.application(environ, start_response)

    def look(self) -> None:
        """Without a visitor: none waits for it. Where the database is there, the first one finds it done."""
        if not settings.PRODUCTION:
            self.passed.set()
            return
        Thread(target=self.keep_looking, daemon=True).start()
        self.passed.wait(FIRST_LOOK)

    def keep_looking(self) -> None:
        while not self.finds_nothing():
            time.sleep(AGAIN_AFTER)
        self.passed.set()

    def finds_nothing(self) -> bool:
        try:
            found = complaints(databases=["default"])
        except DatabaseError:
            found = ["PostgreSQL is away."]
        finally:
            connections.close_all()
        if found != self.said:
            for sentence in found:
                log.error("Nothing is served yet: %s", sentence)
            self.said = found
        return not found


def answer_unchecked(get_response: Callable) -> Callable:
    """Before anything asks the database; after what sets every answer's headers."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if UNCHECKED in request.META and request.path_info not in OPEN_PATHS:
            from tetouan_portal.pages.errors import not_ready  # noqa: PLC0415 -- templates need all apps

            return not_ready(request)
        return get_response(request)

    return respond


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tetouan_portal.settings")
    django.setup()
    found = complaints_so_far()
    for sentence in found:
        print(sentence, file=sys.stderr)  # noqa: T201 -- for the person at the terminal
    return len(found[:1])


if __name__ == "__main__":
    sys.exit(main())
