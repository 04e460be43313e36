import multiprocessing
import queue
import threading

import pytest

from tetouan_portal.lib.turns import BusyError, Turns

DEADLINE = 30  # seconds, in which what goes well is done on a slow machine too


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
    """Of two that come while the only place is taken one waits, whichever, and the other hears it long before that."""
    waiting, told = turns(waiting=1, patience=120), queue.SimpleQueue()

    def come():
        try:
            with waiting.one():
                told.put("had the place")
        except BusyError:
            told.put("refused")

    both = [threading.Thread(target=come, daemon=True) for _one in range(2)]
    with waiting.one():
        for each in both:
            each.start()
        assert told.get(timeout=DEADLINE) == "refused"
        with pytest.raises(queue.Empty):  # nothing is told to who waits
            told.get(timeout=1)
    assert told.get(timeout=DEADLINE) == "had the place"


def test_patience_ends():
    with turns().one(), pytest.raises(BusyError), turns(waiting=1, patience=0.1).one():
        pytest.fail("a second place")


def test_places_are_shared_by_processes_and_a_killed_one_leaves_its_own(settings):
    told, tell = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=hold, args=(tell,), daemon=True)
    child.start()
    assert told.poll(DEADLINE)
    assert told.recv() == "held"
    with pytest.raises(BusyError), turns().one():
        pytest.fail("a second place")
    child.kill()
    child.join(DEADLINE)
    with turns().one():
        pass


def hold(tell):
    with turns().one():
        tell.send("held")
        threading.Event().wait()
