"""Lines of the log, the same of every process: the time in UTC, the request or the task they belong to, nobody's data.

`configured` is the LOGGING of Django and the `logconfig_dict` of gunicorn; Celery's processes take Django's. What
belongs to a line as data goes in `extra={"fields": {…}}`, never an address, a name or what somebody typed.
"""

import json
import logging
import re
import time
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock
from traceback import format_tb
from typing import Any, ClassVar

from celery import current_task
from django.db.utils import Error as DjangoDatabaseError
from psycopg import Error as DatabaseError

FORMATS = ("line", "json")
NEEDS_QUOTES = re.compile(r'[\s="\\]|^$')
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
REPEATED_AFTER = 60  # seconds, of what strangers make us say
QUIET = {  # they tell what goes as it should, or what is told here in one line
    **dict.fromkeys(("celery.app.trace", "celery.beat", "celery.worker.strategy"), "WARNING"),
    **dict.fromkeys(("fontTools", "pikepdf"), "WARNING"),
    **dict.fromkeys(("psycopg.pool", "weasyprint"), "ERROR"),
}
GUNICORN = {
    # It takes its own handlers away, not its word that nothing goes further.
    "gunicorn.error": {"handlers": [], "propagate": True},
    # It would write each visitor's address and what was asked: the line of a request is ours (`lib/request_lines.py`).
    "gunicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
}

request_id: ContextVar[str] = ContextVar("request id", default="")


def configured(form: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_requests": {"()": f"{__name__}.OfRequests"}},
        "formatters": {
            "line": {"()": f"{__name__}.Line"},
            "json": {"()": f"{__name__}.Json"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["of_requests"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": GUNICORN | {name: {"level": level} for name, level in QUIET.items()} | django_without_its_own(),
    }


def django_without_its_own() -> dict[str, Any]:
    """Django gives its loggers handlers of their own, for development and for mails to administrators."""
    return {"django": {"handlers": [], "level": "INFO"}, "django.server": {"handlers": [], "propagate": True}}


class Line(logging.Formatter):
    """`2026-12-31T23:59:59.999Z LEVEL logger [request=…] [task=…] message [key=value …]`, a failure indented below."""

    def format(self, record: logging.LogRecord) -> str:
        values = fields_of(record)
        head = [values.pop(name) for name in ("time", "level", "logger")]
        message, failure = values.pop("message"), values.pop("failure", "")
        whose = [pair(name, values.pop(name)) for name in ("request", "task") if name in values]
        line = " ".join([*head, *whose, message, *(pair(name, value) for name, value in values.items())])
        # Whatever a text holds, it begins no line of its own.
        return "\n    ".join([CONTROL.sub(visible, line), *failure.splitlines()])


class Json(logging.Formatter):
    """One object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(fields_of(record), default=str)


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    values = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": record.getMessage(),
    }
    if number := request_id.get():
        values["request"] = number
    if current_task and current_task.request.id:
        values["task"] = current_task.request.id
    if record.exc_info and record.exc_info[1]:
        values["failure"] = "\n".join(told(record.exc_info[1]))
    return values | {name: value for name, value in getattr(record, "fields", {}).items() if name not in values}


def pair(name: str, value: object) -> str:
    text = str(value)
    return f"{name}={json.dumps(text, ensure_ascii=False) if NEEDS_QUOTES.search(text) else text}"


def visible(match: re.Match) -> str:
    return match.group().encode("unicode_escape").decode()


def told(error: BaseException) -> Iterator[str]:
    """The failure and what led to it, the first cause first.

    Of what the database says, its first line alone: the others repeat the row.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from told(before)
    for place in format_tb(error.__traceback__):
        yield from place.rstrip().splitlines()
    text = str(error)
    if isinstance(error, DatabaseError | DjangoDatabaseError):
        text = text.partition("\n")[0]
    yield f"{type(error).__qualname__}: {text}"


class OfRequests(logging.Filter):
    """What Django says of a request, without its address, which may hold a secret or what somebody typed.

    A failure is told with its traceback. What strangers sent wrong is not (a host that is not ours, a form without
    its token): one line a minute of each kind, with their number. Of pages that are not there only the line of the
    request tells (`lib/request_lines.py`).
    """

    def __init__(self) -> None:
        super().__init__()
        self.counted = Counted()

    def filter(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        if record.name.startswith("django.security."):
            return self.of_strangers(record)
        if record.name != "django.request":
            return True
        status = vars(record).get("status_code", 500)
        if status < 500:
            return False
        error = record.exc_info[1] if record.exc_info else None
        passing = getattr(error, "portal_passing", False)
        message = f"Answered {status}: {type(error).__name__}"
        return anew(record, message, exc_info=None if passing else record.exc_info)

    def of_strangers(self, record: logging.LogRecord) -> bool | logging.LogRecord:
        number = self.counted.number(record.name)
        if not number:
            return False
        return anew(record, "Refused", exc_info=None, fields={"kind": record.name.rpartition(".")[2], "number": number})


def anew(record: logging.LogRecord, message: str, **values: Any) -> logging.LogRecord:
    return logging.makeLogRecord(record.__dict__ | {"msg": message, "args": (), **values})


class Counted:
    """How many of a kind there were since they were told last; 0 while it is too early to tell them."""

    MOST_KINDS: ClassVar[int] = 100

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[int, float]] = {}
        self.lock = Lock()

    def number(self, kind: str) -> int:
        now = time.monotonic()
        with self.lock:
            if kind not in self.kinds and len(self.kinds) >= self.MOST_KINDS:
                return 0
            untold, told_again_at = self.kinds.get(kind, (0, 0.0))
            early = now < told_again_at
            self.kinds[kind] = (untold + 1, told_again_at) if early else (0, now + REPEATED_AFTER)
            return 0 if early else untold + 1
