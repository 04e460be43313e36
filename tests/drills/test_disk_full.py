"""The disk of the files is full: a real small one, where this process may mount it."""

import errno
import subprocess

import pytest

from tests.drills.stand import Browser, standing, wait_for
from tests.factories.pictures import picture

pytestmark = pytest.mark.drill
FORM = "/fr/participate/new/complaint/"
WORDS = {"subject": "Lampadaire", "text": "Devant l’école, depuis un mois."}
BYTES = 2_000_000


@pytest.fixture
def stand():
    with standing() as stand:
        media = stand.data_dir / "media"
        media.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "portal-drill", str(media)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip(
                "this process may not mount a small disk: tests/participation/views/test_no_room.py stands for it"
            )
        try:
            stand.serve()
            wait_for(lambda: stand.ask("/fr/").status == 200, stand.tail)
            yield stand
        finally:
            stand.children.end()
            subprocess.run(["umount", str(media)], check=True)


def fill(filler):
    """One more page of it; false when there is no room."""
    try:
        with filler.open("ab") as file:
            file.write(b"x" * 4096)
    except OSError as full:
        assert full.errno == errno.ENOSPC  # noqa: PT017 -- it ends the loop
        return False
    return True


def test_a_full_disk_keeps_the_words_and_says_what_was_not_kept(stand, tell_drill):
    media = stand.data_dir / "media"
    filler = media / "filler"
    author = Browser(stand)
    assert author.read(FORM).status == 200
    while fill(filler):
        pass
    refused = author.send(FORM, picture(size=(60, 40)), action="photos", **WORDS)
    assert "Le portail n’a pas de place pour cette photo" in refused.text
    assert author.read(FORM).text.count(WORDS["text"]) == 1
    left = [path for path in media.rglob("*") if path.is_file() and path != filler]
    assert (left, stand.count("participation_photo")) == ([], 0)
    assert stand.ask("/fr/").status == 200
    filler.unlink()
    again = author.send(FORM, picture(size=(60, 40)), action="photos", **WORDS)
    photos, drafts = stand.count("participation_photo"), stand.count("participation_draft")
    assert (again.status, photos, drafts) == (200, 1, 1)
    tell_drill(
        drag="disk of the files full",
        lost=1 - photos,
        doubled=drafts - 1,
        stood_again=again.seconds,
        seen="a citizen: the words stay, “no room for this photo”; no stump among the files; pages as ever",
    )
