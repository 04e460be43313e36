"""Real Celery processes on the test database."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.waiting import wait_until

CELERY = (sys.executable, "-m", "celery", "-A", "tetouan_portal")


@contextlib.contextmanager
def celery(folder, *words, **environment):
    """(log, process) of one; files and mails lie in `folder` beside the log."""
    environment = {
        **os.environ,
        "DATABASE_URL": make_conninfo(settings.DATABASE_URL, dbname=connection.settings_dict["NAME"]),
        "DATA_DIR": str(folder),
        "MAIL_URL": "",  # mails become files
        **environment,
    }
    log = folder / f"{'-'.join(word.strip('-/') for word in words if '/' not in word)}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*CELERY, *words, "--loglevel", "INFO"],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield log, process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def kill_child_of(process, log):
    """Without a word, as a machine short of memory does it."""
    wait_until(lambda: children_of(process.pid), log)
    (child,) = children_of(process.pid)
    os.kill(child, signal.SIGKILL)


def children_of(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
