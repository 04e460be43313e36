import os
import stat

import pytest

from tetouan_portal.embedded import places
from tetouan_portal.embedded.places import Place, holders
from tetouan_portal.embedded.processes import Trouble

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as somebody else")


def test_one_data_directory_serves_one_portal(data_dir):
    with Place(data_dir), pytest.raises(Trouble, match=f"The portal of {data_dir} is already running"), Place(data_dir):
        pass


def test_a_place_is_free_again_after_its_block(data_dir):
    for _time in range(2):
        with Place(data_dir):
            pass


def test_what_an_earlier_run_left_behind_is_named(data_dir, monkeypatch):
    monkeypatch.setattr(places, "LEFTOVER_SECONDS", 0.1)
    with Place(data_dir) as earlier:
        earlier.locks[0].close()
        with pytest.raises(Trouble, match="does not end: kill -9"), Place(data_dir):
            pass


def test_holders_are_found_by_the_file_they_hold_open(tmp_path):
    assert holders(str(tmp_path / "nobody holds this")) == ""


def test_a_directory_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble, match="cannot be written"), Place(tmp_path / "file" / "data"):
        pass


def test_sockets_are_closed_to_others(data_dir):
    with Place(data_dir) as place:
        assert stat.S_IMODE(place.for_sockets().stat().st_mode) == 0o700


def test_a_long_path_still_has_room_for_sockets(data_dir):
    with Place(data_dir / ("long" * 30)) as place:
        assert len(str(place.for_sockets())) <= places.LONGEST_SOCKET_DIRECTORY
        place.forget()


@as_root
def test_servers_of_a_closed_directory_live_in_a_shelter(data_dir):
    data_dir.chmod(0o700)
    with Place(data_dir) as place:
        assert place.for_servers() == place.shelter
        place.forget()
    assert not place.shelter.exists()


def test_a_link_in_place_of_a_directory_is_refused(data_dir):
    (data_dir / "sockets").symlink_to("/etc")
    with Place(data_dir) as place, pytest.raises(Trouble, match="belongs to somebody else"):
        place.owned(data_dir / "sockets")
