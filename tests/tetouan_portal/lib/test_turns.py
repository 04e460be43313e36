import multiprocessing
import threading
from contextlib import ExitStack

import pytest

from tetouan_portal.lib.turns import BusyError, Turns, lock


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def turns(places=1, waiting=0, patience=0):
    return Turns("test", places=places, waiting=waiting, patience=patience)


def test_there_are_so_many_places_and_no_more():
    with turns(places=2).one(), turns(places=2).one(), pytest.raises(BusyError), turns(places=2).one():
        pytest.fail("a third place")


def test_who_is_done_makes_room():
    for _one_after_the_other in range(3):
        with turns().one():
            pass
    with pytest.raises(ZeroDivisionError), turns().one():
        raise ZeroDivisionError
    with turns().one():
        pass


def test_so_many_wait_and_the_next_is_told_at_once():
    """A wait of an hour would end this test's patience."""
    waiting = turns(waiting=1, patience=3600)
    done = []

    def wait():
        with waiting.one():
            done.append("waited")

    other = threading.Thread(target=wait)
    with waiting.one():
        other.start()
        while not is_taken(waiting, "test-waiting-1"):
            other.join(0.01)
        with pytest.raises(BusyError), waiting.one():
            pytest.fail("a second place to wait")
        assert not done
    other.join(30)
    assert done == ["waited"]


def is_taken(which, name):
    with ExitStack() as held:
        return not lock(held, which.folder / name)


def test_patience_ends():
    with turns().one(), pytest.raises(BusyError), turns(waiting=1, patience=0.1).one():
        pytest.fail("a second place")


def test_places_are_shared_by_processes_and_a_killed_one_leaves_its_own(settings):
    told, tell = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=hold, args=(tell,))
    child.start()
    assert told.recv() == "held"
    with pytest.raises(BusyError), turns().one():
        pytest.fail("a second place")
    child.kill()
    child.join(30)
    with turns().one():
        pass


def hold(tell):
    with turns().one():
        tell.send("held")
        threading.Event().wait()
