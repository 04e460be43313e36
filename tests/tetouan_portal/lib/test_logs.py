"""What stands in the log, whoever writes: each line is read back as it was written."""

import json
import logging
import logging.config
import re
import subprocess
import sys

import pytest
from celery import shared_task
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client

from tetouan_portal import celery
from tetouan_portal.lib import logs

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ")


class Heard(logging.Handler):
    def __init__(self, form):
        super().__init__()
        made = logging.config.DictConfigurator(logs.configured(form))
        self.setFormatter(made.configure_formatter(made.config["formatters"][form]))
        self.addFilter(logs.OfRequests())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def hear():
    """A function: the lines that are written from now on, as the console would have them."""
    root, handlers = logging.getLogger(), []

    def begin(form="line"):
        handlers.append(Heard(form))
        root.addHandler(handlers[-1])
        return handlers[-1].lines

    level = root.level
    root.setLevel(logging.INFO)
    yield begin
    root.setLevel(level)
    for handler in handlers:
        root.removeHandler(handler)


def test_a_line_begins_with_its_moment_in_utc_and_says_the_rest_as_data(hear):
    lines, objects = hear(), hear("json")
    record = logging.makeLogRecord({"name": "a", "levelname": "INFO", "levelno": 20, "msg": "x", "created": 1.5})
    record.fields = {"state": "given up", "number": 3, "none": ""}
    logging.getLogger().handle(record)
    assert lines == ['1970-01-01T00:00:01.500Z INFO a x state="given up" number=3 none=""']
    wanted = {"time": "1970-01-01T00:00:01.500Z", "level": "INFO", "logger": "a", "message": "x"}
    assert [json.loads(one) for one in objects] == [wanted | record.fields]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x1b[2K", "\x85", "\u2028"])
def test_no_text_begins_a_line_of_its_own(hear, end):
    lines = hear()
    forged = f"x{end}2026-12-31T00:00:00.000Z INFO tetouan_portal forged"
    logging.getLogger("a").warning("%s", forged)
    logging.getLogger("a").error("failed", exc_info=ValueError(forged))
    written = "\n".join(lines).splitlines()
    assert [line for line in written if MOMENT.match(line)] == [*lines[:1], written[1]]
    assert all(line.startswith("    ") for line in written[2:])


@pytest.mark.django_db
@pytest.mark.parametrize("form", logs.FORMATS)
def test_a_failure_of_the_database_does_not_repeat_the_row(hear, form):
    lines = hear(form)
    values = {"username": "amina.alami", "email": "amina@example.org"}
    User.objects.create_user(**values)
    with pytest.raises(IntegrityError) as failure:
        User.objects.create_user(**values)
    logging.getLogger("a").error("x", exc_info=failure.value)
    assert "IntegrityError: duplicate key value violates unique constraint" in lines[0]
    assert "UniqueViolation" in lines[0]
    assert "amina" not in lines[0]


def test_a_process_that_begins_writes_this_way_whichever_it_is():
    """Django's own, gunicorn's, and what Celery sets up: each in a process of its own."""
    ways = {
        "django": "import django; django.setup()",
        "gunicorn": "from gunicorn.config import Config; from gunicorn.glogging import Logger\n"
        "from tetouan_portal.lib import logs\n"
        "c = Config(); c.set('logconfig_dict', logs.configured('line')); Logger(c)",
        "celery": "from tetouan_portal.celery import app; app.log.setup(loglevel='DEBUG', redirect_stdouts=True)",
    }
    say = "\nimport logging\nfor name in ('django', 'gunicorn.error', 'celery.beat', 'celery.apps.worker', 'any'):"
    say += "\n    logging.getLogger(name).info('said'); logging.getLogger(name).error('said')"
    for name, begin in ways.items():
        command = [sys.executable, "-c", begin + say]
        written = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
        lines = written.stderr.splitlines()
        assert [line for line in lines if not MOMENT.match(line)] == [], name
        assert [line.split()[1:3] for line in lines if "any" in line] == [["INFO", "any"], ["ERROR", "any"]], name
        assert len(lines) == 9, (name, lines)  # each once; the schedule's own account of itself is left out


def test_the_web_server_has_no_account_of_its_own_of_who_asked_for_what():
    begin = (
        "import logging; from gunicorn.config import Config; from gunicorn.glogging import Logger\n"
        "from tetouan_portal.web_server import settings\n"
        "c = Config(); c.set('logconfig_dict', settings.logconfig_dict); Logger(c)\n"
        "for level in (20, 40): logging.getLogger('gunicorn.access').log(level, '192.0.2.1')"
    )
    command = [sys.executable, "-c", begin]
    written = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert (written.stdout, written.stderr) == ("", "")


# --- requests ------------------------------------------------------------------------


def test_a_foreign_host_is_one_short_line_a_minute_with_their_number(hear, monkeypatch):
    lines = hear()
    site = Client(headers={"host": "evil.example"}, raise_request_exception=False)
    answers = {site.get("/fr/nowhere/", secure=True).status_code for _ in range(5)}
    refused = [line for line in lines if "DisallowedHost" in line]
    assert answers == {400}
    assert len(refused) == 1
    assert "\n" not in refused[0]
    assert "evil" not in "".join(lines)
    now = logs.time.monotonic()
    for later, number in ((45, ""), (60, "number=6")):
        monkeypatch.setattr(logs.time, "monotonic", lambda later=later: now + later)
        site.get("/fr/nowhere/", secure=True)
        told = [line for line in lines if "DisallowedHost" in line][1:]
        assert [number in line for line in told] == [True] * bool(number)


def test_of_a_page_that_is_not_there_no_line_repeats_what_was_asked_for(hear):
    lines = hear()
    assert Client().get("/fr/nowhere-a-secret/", secure=True).status_code == 404
    assert [line for line in lines if "Answered" in line or "secret" in line] == []


def test_kinds_that_strangers_invent_are_not_counted_without_end():
    counted = logs.Counted()
    told = [counted.number(f"kind {number}") for number in range(500)]
    assert sum(told) == len(counted.kinds) == logs.Counted.MOST_KINDS


# --- tasks ---------------------------------------------------------------------------


@shared_task
def says(answer):
    logging.getLogger("a").warning("at work")
    if answer == "fail":
        raise ValueError("amina@example.org")
    return answer


@pytest.mark.parametrize("answer", [None, {}, [], {"sent": 0}, "nothing to do"])
def test_a_task_that_found_nothing_to_do_is_not_told(hear, answer):
    lines = hear()
    says.apply(args=[answer])
    assert [line for line in lines if "tetouan_portal.celery" in line] == []


def test_what_a_task_did_is_told_once_and_each_of_its_lines_names_it(hear):
    lines = hear()
    number = says.apply(args=[{"sent": 3}]).id
    ours = [line for line in lines if " celery" not in line]
    assert [f"task={number}" in line for line in ours] == [True, True]
    assert "at work" in ours[0]
    assert f"{celery.__name__} task={number} task name={says.name} state=SUCCESS" in ours[1]


def test_a_task_that_failed_is_told_by_the_kind_of_its_failure(hear):
    lines = hear()
    says.apply(args=["fail"])
    (ours,) = [line for line in lines if "tetouan_portal.celery" in line]
    assert "state=FAILURE answer=ValueError" in ours
    assert "amina" not in ours


def test_no_line_belongs_to_a_task_when_none_is_at_work(hear):
    lines = hear("json")
    logging.getLogger("a").warning("x")
    assert set(json.loads(lines[0])) == {"time", "level", "logger", "message"}
