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
DEAF = "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(20)"
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


def test_children_end_in_the_order_against_which_they_began(tmp_path):
    """The web server before the database that it asks."""
    ended = tmp_path / "ended"
    code = (
        "signal.signal(signal.SIGTERM, lambda *_: (open({0!r}, 'a').write('{1}'), os._exit(0)));"
        "print('ready', flush=True); time.sleep(600)"
    )
    with Children() as children:
        for letter in "abc":
            child = children.start(letter, python(code.format(str(ended), letter)), stdout=subprocess.PIPE)
            child.stdout.readline()
            child.stdout.close()
    assert ended.read_text() == "cba"


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


@pytest.mark.usefixtures("_heeded")
def test_who_waits_for_what_never_comes_is_asked_to_end_meanwhile():
    assert callable(signal.getsignal(signal.SIGHUP))  # or it would end the tests
    os.kill(os.getpid(), signal.SIGHUP)
    with pytest.raises(Stopped):
        wait_until(lambda: False, seconds=60, trouble="It does not answer.")


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


# --- one that ends by itself, once all are up -------------------------------------------------


@pytest.fixture
def sentences():
    return []


@pytest.fixture
def supervised(sentences, monkeypatch):
    """Children that are up; a second is a moment."""
    monkeypatch.setattr(processes.Pauses, "after_a_death", brisk(processes.Pauses.after_a_death))
    with Children(tell=sentences.append) as children:
        children.are_up = True
        yield children


def brisk(pause):
    return lambda pauses, now: pause(pauses, now) / 100


def look(children, happens):
    def looked():
        children.look_after()
        return happens()

    eventually(looked, seconds=30)


def test_one_that_is_killed_is_started_again_and_the_others_go_on(supervised, sentences):
    mortal = supervised.start("The worker", SLEEP)
    other = supervised.start("The web server", SLEEP)
    mortal.kill()
    look(supervised, lambda: supervised.started[0].process is not mortal)
    assert supervised.started[0].process.poll() is None
    assert other.poll() is None
    assert sentences == ["The worker ended (SIGKILL) and is started again."]


def test_what_a_killed_one_had_started_does_not_outlive_it(supervised, tmp_path):
    pid_file = tmp_path / "pid"
    code = f"child = os.fork(); child and open({str(pid_file)!r}, 'w').write(str(child)); time.sleep(600)"
    mortal = supervised.start("The worker", python(code))
    eventually(lambda: pid_file.exists() and pid_file.read_text())
    grandchild = int(pid_file.read_text())
    mortal.kill()
    look(supervised, lambda: supervised.started[0].process is not mortal)
    eventually(lambda: not is_alive(grandchild))


def test_what_will_not_end_is_killed_before_another_takes_its_place(supervised, tmp_path):
    pid_file = tmp_path / "pid"
    code = (
        "child = os.fork(); child or signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"child or open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    )
    mortal = supervised.start("The worker", python(code))
    eventually(lambda: pid_file.exists() and pid_file.read_text())
    grandchild = int(pid_file.read_text())
    pid_file.unlink()
    mortal.kill()
    look(supervised, lambda: supervised.started[0].process is not mortal)
    eventually(lambda: not is_alive(grandchild), seconds=20)


def test_what_a_killed_one_had_started_is_asked_to_end_before_it_is_killed(sentences, tmp_path):
    pid_file, ended = tmp_path / "pid", tmp_path / "ended"
    code = (
        f"end = lambda *_: (open({str(ended)!r}, 'w').close(), os._exit(0));"
        "child = os.fork(); child or signal.signal(signal.SIGTERM, end);"
        f"child or open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    )
    with Children(tell=sentences.append) as children:
        children.are_up = True
        mortal = children.start("The worker", python(code))
        eventually(lambda: pid_file.exists() and pid_file.read_text())
        mortal.kill()
        look(children, ended.exists)


def test_a_command_that_has_ended_is_not_begun_again(supervised, tmp_path):
    counted = tmp_path / "counted"
    supervised.run("Answer", python(f"open({str(counted)!r}, 'a').write('x')"))
    assert supervised.started == []


def test_one_that_lived_long_and_then_dies_again_and_again_is_named_twice(supervised, sentences, tmp_path):
    counted = tmp_path / "counted"
    counted.touch()
    supervised.start("The schedule", python(f"open({str(counted)!r}, 'a').write('x'); exit(3)"))
    supervised.started[0].pauses.begun_at -= 3600
    look(supervised, lambda: len(counted.read_text()) >= 4)
    assert ["again (" in sentence for sentence in sentences] == [False, True]


def test_one_that_dies_again_and_again_is_tried_again_and_named_twice(supervised, sentences, tmp_path):
    counted = tmp_path / "counted"
    counted.touch()
    code = f"file = open({str(counted)!r}, 'a'); file.write('x'); file.close(); exit(3)"
    supervised.start("The schedule", python(code))
    look(supervised, lambda: len(counted.read_text()) >= 5)
    assert len(sentences) == 2
    assert sentences[0] == "The schedule ended (status 3) and is started again."
    assert sentences[1].startswith("The schedule ended again (status 3).")


def test_a_revived_child_adds_to_the_same_log_and_holds_the_same_lock(sentences, tmp_path):
    log = tmp_path / "log"
    with (
        (tmp_path / "lock").open("w") as lock,
        Children(inherited=lock.fileno(), tell=sentences.append) as children,
    ):
        mortal = children.start("Talker", python("print('here', flush=True); time.sleep(600)"), log=log)
        children.are_up = True
        eventually(lambda: log.exists() and log.read_text() == "here\n")
        mortal.kill()
        look(children, lambda: log.read_text() == "here\n" * 2)
        child = children.started[0].process
        assert os.path.realpath(f"/proc/{child.pid}/fd/{lock.fileno()}") == lock.name
    assert child.returncode == -signal.SIGTERM


def test_a_command_goes_on_while_one_is_started_again(supervised):
    supervised.start("The server", python("exit(5)"))
    assert supervised.run("Answer", python("time.sleep(1); print('yes')"), stdout=subprocess.PIPE) == (0, "yes\n")
