"""What was found at one place, in a word for programs and a sentence for people."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tetouan_portal.lib.postgresql.patience import waited_for

PATIENCE = 2000  # milliseconds for one question to the database
SILENCE = 3  # seconds until one that says nothing at all is given up
LABELS: dict[str, str | Promise] = {
    "database": _("Database"),
    "migrations": _("State of the database"),
    "static_files": _("Style sheets and scripts"),
    "media": _("Storage of files"),
    "data_keys": _("Keys of contact data"),
    "second_factors": _("Key of second factors"),
    "schedule": _("Schedule"),
    "urgent": _("Worker for mails"),
    "celery": _("Worker for everything else"),
    "work": _("Work outside the pages"),
    "disk": _("Space for files"),
    "database_disk": _("Space for the database"),
    "stored_files": _("Stored files"),
    "redis": _("Redis"),
    "server": "Version of the database",
    "mail_server": "Mail server",
}


class State(StrEnum):
    WELL = "well"
    UNWELL = "unwell"  # the portal goes on, somebody has to see to it
    DOWN = "down"  # pages fail, or what is sent is lost
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        told = {
            State.WELL: gettext("in order"),
            State.UNWELL: gettext("needs attention"),
            State.DOWN: gettext("does not work"),
            State.UNKNOWN: gettext("unknown"),
        }
        return told[self]


class Finding(NamedTuple):
    name: str
    state: State
    said: str  # in the language at hand, nothing secret

    @property
    def label(self) -> str | Promise:
        return LABELS[self.name]

    @property
    def is_wrong(self) -> bool:
        return self.state in {State.UNWELL, State.DOWN}


type Look = Callable[[], Finding]


def needs_database(look: Look) -> Look:
    look.needs_database = True  # type: ignore[attr-defined]
    return look


def look_at(looks: Iterable[Look]) -> list[Finding]:
    """In this order; once the database has not answered nobody else waits for it."""
    found: list[Finding] = []
    is_away = False
    for look in looks:
        asks = getattr(look, "needs_database", False)
        finding = unknown(look) if asks and is_away else looked(look, asks=asks)
        is_away = is_away or (finding.name == "database" and finding.state == State.DOWN)
        found.append(finding)
    return found


def looked(look: Look, *, asks: bool) -> Finding:
    """A look that fails is no answer, and ends no other."""
    try:
        return patiently(look) if asks else look()
    except Exception as error:  # noqa: BLE001 -- whatever it is, nothing is known
        return unknown(look, type(error).__name__)


def patiently(look: Look) -> Finding:
    with waited_for(SILENCE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('statement_timeout', %s, true)", [str(PATIENCE)])
        finding = look()
        cursor.execute("set local statement_timeout to default")
        return finding


def unknown(look: Any, kind: str = "") -> Finding:
    said = gettext("It could not be looked at.")
    return Finding(look.__name__, State.UNKNOWN, f"{said} ({kind})" if kind else said)


def readiness(names: Iterable[str] = ()) -> list[Finding]:
    """Of what every process needs to answer, or of those named."""
    return look_at(look for look in readiness_looks() if not names or look.__name__ in {"database", *names})


def readiness_looks() -> list[Look]:
    return [import_string(path) for path in settings.READINESS]
