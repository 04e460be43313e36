import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.workers import children_of
from tetouan_portal.embedded.places import Place

MODULE = (sys.executable, "-m", "tetouan_portal.embedded")


def eventually(happens, seconds=180):
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def child_called(*words, of):
    """The number of the process that the command started with all these words; None when there is none."""
    for pid in children_of(of.pid):
        with suppress(OSError):  # it has ended meanwhile
            line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            if all(word in line for word in words):
                return pid
    return None


@pytest.fixture
def data_dir():
    """Under the temporary directory itself: pytest's own folders are closed to the servers' user."""
    with tempfile.TemporaryDirectory(prefix="portal-test-") as directory:
        Path(directory).chmod(0o711)
        yield Path(directory)
        Place(directory).forget()


@pytest.fixture
def environment(data_dir):
    """As at a terminal: no server is named."""
    ours = {"DATABASE_URL", "REDIS_URL", "EMBEDDED_SERVERS", "SECRET_KEY", "SECRET_KEY_FILE", "SITE_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"DATA_DIR": str(data_dir)}


@pytest.fixture
def embedded(environment):
    """A function that runs `python -m tetouan_portal.embedded …` to its end."""

    def run(*words, **variables):
        return subprocess.run(
            [*MODULE, *words],
            env=environment | variables,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return run


@pytest.fixture
def embedded_beside(environment):
    """The same, running while the `with` block lasts."""

    @contextmanager
    def run(*words, **variables):
        command = subprocess.Popen(
            [*MODULE, *words],
            env=environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        try:
            yield command
        finally:
            if command.poll() is None:
                command.send_signal(signal.SIGTERM)
                command.wait(60)
            command.stdout.close()

    return run
