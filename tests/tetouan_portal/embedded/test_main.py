import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.tetouan_portal.embedded.conftest import eventually, is_alive
from tetouan_portal.embedded.places import Place, server_identity

DATABASE = "import os, psycopg; connection = psycopg.connect(os.environ['DATABASE_URL'], autocommit=True); "
KEEP = (sys.executable, "-c", DATABASE + "connection.execute('create table kept ()')")
COUNT_KEPT = (sys.executable, "-c", DATABASE + "print(connection.execute('select count(*) from kept').fetchone()[0])")


def test_a_command_finds_both_servers_and_gives_its_status(embedded):
    code = (
        DATABASE + "import redis, urllib.parse; "
        "redis.Redis(unix_socket_path=urllib.parse.urlsplit(os.environ['REDIS_URL']).path).ping(); "
        "print(connection.info.server_version // 10000, os.environ['EMBEDDED_SERVERS'], os.environ['DATA_DIR']); "
        "exit(7)"
    )
    done = embedded("exec", "--", sys.executable, "-c", code)
    assert (done.returncode, done.stderr) == (7, "")
    version, mark, data_dir = done.stdout.split()
    assert (version, mark) == ("18", "1")
    assert Path(data_dir).parent == Path(tempfile.gettempdir())
    assert not Path(data_dir).exists()


def test_named_servers_are_used_instead(embedded):
    named = {"DATABASE_URL": "postgresql://own/portal", "REDIS_URL": "redis://own/0"}
    code = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], 'EMBEDDED_SERVERS' in os.environ)"
    done = embedded("exec", "--", sys.executable, "-c", code, **named)
    assert done.stdout.split() == ["postgresql://own/portal", "redis://own/0", "False"]


def test_a_second_portal_of_the_same_data_is_refused(embedded, data_dir):
    with Place(data_dir):
        done = embedded("exec", "--keep", "--", "true")
        reset = embedded("reset")
    assert done.returncode == reset.returncode == 1
    assert done.stderr.startswith(f"The portal of {data_dir} is already running")
    assert reset.stderr == done.stderr


def test_data_survive_a_killed_supervisor(embedded, embedded_beside, data_dir):
    pid_file = data_dir / "pid"
    code = f"{KEEP[2]}; open({str(pid_file)!r}, 'w').write(str(os.getpid())); import time; time.sleep(600)"
    with embedded_beside("exec", "--keep", "--", sys.executable, "-c", code) as running:
        eventually(lambda: pid_file.exists() and pid_file.read_text())
        running.kill()
    done = embedded("exec", "--keep", "--", *COUNT_KEPT)
    assert (done.returncode, done.stdout) == (0, "0\n")
    assert not is_alive(int(pid_file.read_text()))


def test_reset_forgets_the_data(embedded, data_dir):
    (data_dir / "mine.txt").touch()
    assert embedded("exec", "--keep", "--", *KEEP).returncode == 0
    assert embedded("reset").returncode == 0
    assert [path.name for path in data_dir.iterdir()] == ["mine.txt"]


def test_reset_leaves_the_files_of_a_named_database(embedded, data_dir):
    (data_dir / "media").mkdir()
    done = embedded("reset", DATABASE_URL="postgresql://own/portal")
    assert done.returncode == 1
    assert "DATABASE_URL names another one" in done.stderr
    assert (data_dir / "media").exists()


def test_words_it_does_not_know_are_answered_with_the_usage(embedded):
    done = embedded("dance")
    assert done.returncode == 1
    assert "python -m tetouan_portal.embedded run" in done.stderr


@pytest.mark.drill
def test_data_survive_a_killed_database_and_a_misleading_pid_file(embedded, embedded_beside, data_dir):
    """Its number belongs to another process of the same user by now."""
    ready = data_dir / "ready"
    code = f"{KEEP[2]}; open({str(ready)!r}, 'w').close(); import time; time.sleep(600)"
    with Place(data_dir) as place:
        pid_file = place.for_servers() / "postgresql" / "postmaster.pid"
    with embedded_beside("exec", "--keep", "--", sys.executable, "-c", code) as running:
        eventually(ready.exists)
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        running.kill()
    bystander = subprocess.Popen(["sleep", "600"], **server_identity())
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
    done = embedded("exec", "--keep", "--", *COUNT_KEPT)
    bystander.kill()
    bystander.wait()
    assert (done.returncode, done.stdout, done.stderr) == (0, "0\n", "")
