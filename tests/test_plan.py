"""Which tests a run makes: the share of a matrix, the order, the brokers."""

import pytest

from tests import plan


class Cell:
    """An item as pytest collects it, of a matrix of which one in three runs."""

    def __init__(self, nodeid, *about):
        self.nodeid, self.about = nodeid, about

    def get_closest_marker(self, name):
        return pytest.mark.matrix(3, *self.about).mark if name == "matrix" else None


@pytest.fixture
def tree(monkeypatch):
    """A function that gives the tree another digest and other files that changed."""

    def become(digest, *changed):
        monkeypatch.setattr(plan, "digest_of_tree", lambda: digest)
        monkeypatch.setattr(plan, "touched", lambda: set(changed))

    return become


def cells(*about):
    return [Cell(f"tests/test_rights.py::test_right[{n}]", *about) for n in range(9)]


def ran(items):
    left = {item.nodeid for item in plan.left_out(items)}
    return {item.nodeid for item in items} - left


def test_the_same_tree_runs_the_same_share_and_all_cells_have_their_turn(tree):
    tree(1)
    assert len(ran(cells())) == 3
    assert ran(cells()) == ran(cells()[::-1])
    seen = set()
    for digest in range(60):
        tree(digest)
        seen |= ran(cells())
    assert len(seen) == 9


def test_every_question_is_put_at_least_once(tree):
    tree(1)
    assert ran([Cell("tests/test_rights.py::test_alone[ar]")]) == {"tests/test_rights.py::test_alone[ar]"}


@pytest.mark.parametrize("changed", ["tests/test_rights.py", "commitments/access.py", "commitments/admin/plan.py"])
def test_a_matrix_runs_whole_when_it_or_what_it_is_about_changed(tree, changed):
    about = ("commitments/access.py", "commitments/admin/")
    tree(1, changed)
    assert len(ran(cells(*about))) == 9
    tree(1, "commitments/standing/charts.py")
    assert len(ran(cells(*about))) == 3


def test_a_matrix_about_files_that_were_moved_stops_the_run(tree):
    tree(1)
    with pytest.raises(pytest.UsageError, match=r"is about what is not there: .'commitments/rights\.py'\]"):
        ran(cells("commitments/access.py", "commitments/rights.py"))


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("redis+socket:///run/valkey.sock?virtual_host=0", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("redis://:word@cache.example.org:6379/0", "redis://:word@cache.example.org:6379/2"),
    ],
)
def test_each_process_has_a_broker_of_its_own(url, own):
    assert plan.broker_of_its_own(url, "gw1") == own


class Needing(Cell):
    def __init__(self, path, nodeid, *fixturenames):
        super().__init__(nodeid)
        self.path, self.fixturenames = path, fixturenames


def test_what_wants_an_empty_portal_comes_before_what_fills_it_for_its_module():
    items = [Needing("other.py", "x", "db"), Needing("full.py", "a", "rows_of_a_module"), Needing("full.py", "b")]
    items += [Needing("other.py", "y"), Needing("full.py", "c", "rows_of_a_module"), Needing("full.py", "d", "db")]
    assert [item.nodeid for item in plan.without_rows_first(items)] == ["b", "d", "x", "a", "y", "c"]
