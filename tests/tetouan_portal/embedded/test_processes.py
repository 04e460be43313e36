import os
import signal
import subprocess
import sys

import pytest

from tests.tetouan_portal.embedded.conftest import eventually, is_alive
from tetouan_portal.embedded import processes
from tetouan_portal.embedded.processes import Children, Stopped, Trouble, wait_until

# The test runner has threads; the command that starts the servers has none.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def python(code):
    return [sys.executable, "-c", f"import os, signal, time; {code}"]


SLEEP = python("time.sleep(600)")
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(600)"
# Asked to end, it sends its parent the signal of a Ctrl-C and goes on.
CHEEKY = f"signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGINT)); {DEAF.partition('; ')[2]}"


def test_children_end_with_their_block():
    with Children() as children:
        child = children.start("Sleeper", SLEEP)
    assert child.returncode == -signal.SIGTERM


def test_a_child_that_will_not_end_is_killed(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE_SECONDS", 0.2)
    with Children() as children:
        child = children.start("Deaf", python(DEAF), stdout=subprocess.PIPE)
        child.stdout.readline()
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL


@pytest.fixture
def _heeded():
    former = {number: signal.getsignal(number) for number in processes.ENDINGS}
    processes.heed_signals()
    yield
    processes.asked.clear()
    for number, handler in former.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_heeded")
def test_who_asks_twice_does_not_wait():
    with Children() as children:
        child = children.start("Cheeky", python(CHEEKY), stdout=subprocess.PIPE)
        child.stdout.readline()
    child.stdout.close()
    assert child.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("_heeded")
def test_a_question_to_end_is_heeded_at_the_next_wait():
    with Children() as children:
        child = children.start("Sleeper", SLEEP)
        os.kill(os.getpid(), signal.SIGTERM)
        assert child.poll() is None
        with pytest.raises(Stopped):
            children.run("Sleeper", SLEEP)


def test_a_finished_command_gives_its_status_and_output():
    with Children() as children:
        found = children.run("Answer", python("print('yes'); exit(3)"), stdout=subprocess.PIPE)
    assert found == (3, "yes\n")


def test_waiting_for_a_command_ends_when_a_server_dies():
    with Children() as children:
        children.start("The server", python("exit(5)"))
        with pytest.raises(Trouble, match="The server ended with status 5"):
            children.run("Sleeper", SLEEP)


def test_children_die_when_their_parent_is_killed():
    code = (
        "from tetouan_portal.embedded.processes import Children; "
        f"print(Children().start('Sleeper', {SLEEP!r}).pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(python(code), stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    eventually(lambda: not is_alive(child))


def test_a_child_holds_the_lock_it_inherits(tmp_path):
    with (tmp_path / "lock").open("w") as lock, Children(inherited=lock.fileno()) as children:
        child = children.start("Sleeper", SLEEP)
        assert os.path.realpath(f"/proc/{child.pid}/fd/{lock.fileno()}") == lock.name


def test_what_never_happens_is_said_in_a_sentence():
    with pytest.raises(Trouble, match=r"It does not answer\."):
        wait_until(lambda: False, seconds=0.1, trouble="It does not answer.")
