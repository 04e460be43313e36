"""Behind a pooler that gives a session to whoever comes next, each change is recorded as its own author's."""

import contextlib
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.production import database_of_tests
from tests.waiting import wait_until
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.lib.portions import in_portions
from tetouan_portal.synonyms.models import Synonym

PEOPLE, SAVES, SESSIONS = 4, 25, 2
CONFIGURATION = """
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
pool_mode = transaction
default_pool_size = {sessions}
max_client_conn = 50
auth_type = any
listen_addr = 127.0.0.1
listen_port = {listens}
unix_socket_dir =
ignore_startup_parameters = extra_float_digits
"""


@contextlib.contextmanager
def pooler(address, folder):
    """The address of a PgBouncer in front of it, with SESSIONS sessions of the database for everybody."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "Install the pooler: apt-get install pgbouncer"
    server = conninfo_to_dict(address)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    file = folder / "pgbouncer.ini"
    file.write_text(
        CONFIGURATION.format(
            host=server["host"], port=server.get("port", 5432), user=server["user"], sessions=SESSIONS, listens=port
        )
    )
    owner = Path(server["host"]).stat().st_uid if server["host"].startswith("/") else os.geteuid()
    # It refuses to be root; who owns the server's socket can reach it.
    becomes = {"user": owner, "group": pwd.getpwuid(owner).pw_gid} if os.geteuid() == 0 and owner else {}
    with (
        file.open() as words,
        subprocess.Popen([program, "/dev/stdin"], stdin=words, stderr=subprocess.DEVNULL, **becomes) as process,
    ):
        through = make_conninfo(address, host="127.0.0.1", port=port)
        try:
            wait_until(lambda: process.poll() is not None or answers(through))
            yield through
        finally:
            process.terminate()


def answers(address):
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address) as database:
        return database.execute("select 1").fetchone() == (1,)
    return False


@pytest.fixture
def savers():
    return [User.objects.create_user(f"saver{number}") for number in range(PEOPLE)]


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_who_acted_is_recorded_behind_a_pooler(savers, tmp_path, tell_drill):
    with pooler(database_of_tests(), tmp_path) as through:
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "tests.drills.saves", str(PEOPLE), str(SAVES)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": through},
            capture_output=True,
            text=True,
            check=False,
        )
        took = time.monotonic() - begun
    assert done.returncode == 0, done.stderr
    named = {person.username: person.pk for person in savers}
    wrong = [
        word
        for pk, word in Synonym.objects.filter(word__startswith="saver").values_list("pk", "word")
        if AuditEntry.objects.get(table_name=Synonym._meta.db_table, row_pk=pk).actor != named[word.split()[0]]
    ]
    assert wrong == []
    assert Synonym.objects.filter(word__startswith="saver").count() == PEOPLE * SAVES
    read = json.loads(done.stdout)
    assert len(read) == PEOPLE * SAVES
    assert min(read) > 0
    tell_drill(
        drag=f"a pooler in transaction mode: {PEOPLE} people, {PEOPLE * SAVES} saves, {SESSIONS} sessions",
        lost=0,
        doubled=0,
        stood_again=took,
        seen=f"{len(wrong)} of {PEOPLE * SAVES} entries carry another person’s name",
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_stops_reading_undoes_nothing_that_was_written_meanwhile():
    """A session is saved after a download has begun, and its reader goes away."""
    Synonym.objects.bulk_create(Synonym(word=f"word {number}", means="voirie") for number in range(5))
    rows = in_portions(Synonym.objects.all(), 2)
    next(rows)
    Synonym.objects.create(word="meanwhile", means="voirie")
    rows.close()
    assert Synonym.objects.filter(word="meanwhile").exists()
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_a_list_in_portions_leaves_no_cursor_to_whoever_has_the_session_next():
    """Outside a transaction a cursor is kept "with hold", in a session that a pooler has given away."""
    Synonym.objects.bulk_create(Synonym(word=f"word {number}", means="voirie") for number in range(5))
    rows = in_portions(Synonym.objects.all(), 2)
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("select is_holdable from pg_cursors where name like '_django_%'")
        assert cursor.fetchall() == [(False,)]
    assert len([*rows]) == 4
    assert not connection.in_atomic_block
