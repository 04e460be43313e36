"""What an installation of some former day becomes: everything is still there, and opens with the same keys."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any, NamedTuple

import psycopg
import pytest
from django.conf import settings

from tests.drills import kept
from tests.waiting import wait_until

FORGETTABLE = {"django_migrations", "django_session", "portal_cache"}  # counts of what runs by itself
KILLED_AFTER = (0, 3, 14, 22, 41, 58, 70, 90)  # migrations that were written down


def manage(*words, **environment):
    return [sys.executable, "manage.py", *words], {"env": {**os.environ, **environment}, "cwd": settings.BASE_DIR}


def run(command, options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


class Upgraded(NamedTuple):
    before: dict[str, int]  # rows by table
    after: dict[str, int]
    restored: dict[str, int]  # from a copy that was made after it
    files: dict[str, str]  # digests by name
    files_after: dict[str, str]
    told: dict[str, Any]  # by tests.drills.after_upgrade


def upgrade(day, folder, *, step):
    with kept.installation(day, folder) as environment:
        address = environment["DATABASE_URL"]
        before, files = kept.rows(address), kept.files(folder)
        run(*manage("migrate", "--verbosity=0", **environment))
        run(*manage("prepare_data", "--demo", **environment))
        _command, options = manage(**environment)
        told = json.loads(run([sys.executable, "-m", "tests.drills.after_upgrade", str(step)], options))
        return Upgraded(before, kept.rows(address), rows_of_a_copy(address), files, kept.files(folder), told)


def rows_of_a_copy(address):
    with kept.empty_database() as other:
        with psycopg.connect(other) as database:
            kept.restore(kept.copy(address), database)
        return kept.rows(other)


def insist_on_everything(found):
    fewer = {name: count for name, count in found.before.items() if found.after.get(name, 0) < count}
    assert fewer.keys() <= FORGETTABLE, fewer
    assert found.restored == found.after
    assert {"commitments_evidence", "participation_photo"} <= {name for name, count in found.before.items() if count}
    assert len(found.files) > found.before["commitments_evidence"]
    assert found.files.items() <= found.files_after.items()
    assert found.told["second factor"] == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert found.told["contacts"] == found.before["participation_contact"] == 3
    assert set(found.told["pages"].values()) == {200}, found.told["pages"]


@pytest.mark.parametrize("day", kept.DAYS)
def test_an_installation_of_a_former_day_comes_to_today(day, tmp_path):
    insist_on_everything(upgrade(day, tmp_path, step=40))


@pytest.mark.drill
@pytest.mark.parametrize("day", kept.DAYS)
def test_every_page_of_an_upgraded_installation_answers(day, tmp_path, tell_drill):
    begun = time.monotonic()
    found = upgrade(day, tmp_path, step=1)
    insist_on_everything(found)
    pages = found.told["pages"]
    tell_drill(
        drag=f"upgrade from {day}, files included, and a copy restored",
        lost=0,
        doubled=0,
        stood_again=time.monotonic() - begun,
        seen=f"{len(pages)} of {len(pages)} pages of the sitemap answer 200",
    )


def applied(address):
    """How many migrations are written down."""
    with psycopg.connect(address) as database:
        if database.execute("select to_regclass('django_migrations')").fetchone() == (None,):
            return 0
        return database.execute("select count(*) from django_migrations").fetchone()[0]


@pytest.mark.drill
def test_migrate_is_killed_again_and_again_and_goes_on(tell_drill):
    with kept.empty_database() as address:
        for number in KILLED_AFTER:
            command, options = manage("migrate", "--verbosity=0", DATABASE_URL=address)
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options) as process:
                wait_until(lambda: process.poll() is not None or applied(address) > number)  # noqa: B023
                assert process.poll() is None, process.stderr.read()
                process.send_signal(signal.SIGKILL)
        begun = time.monotonic()
        run(*manage("migrate", "--verbosity=0", DATABASE_URL=address))
        stood = time.monotonic() - begun
        run(*manage("migrate", "--check", DATABASE_URL=address))
    seen = f"taken up again {len(KILLED_AFTER)} of {len(KILLED_AFTER)} times, none by hand"
    tell_drill(drag="migrate killed", lost=0, doubled=0, stood_again=stood, seen=seen)


@pytest.mark.drill
def test_two_migrate_at_once(tell_drill):
    with kept.empty_database() as address:
        begun = time.monotonic()
        command, options = manage("migrate", "--verbosity=0", DATABASE_URL=address)
        both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options) for _which in range(2)]
        ended = [(process.communicate()[1], process.returncode) for process in both]
        assert [status for _errors, status in ended] == [0, 0], ended
        run(*manage("migrate", "--check", DATABASE_URL=address))
    stood = time.monotonic() - begun
    tell_drill(drag="two migrate at once", lost=0, doubled=0, stood_again=stood, seen="the second one waits")
