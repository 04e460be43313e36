"""A file lies under its name whole or not at all; what the disk refuses leaves nothing behind."""

import errno
import os
import resource
import signal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile

from tetouan_portal.lib.passing import is_without_room


def names():
    return sorted(
        str(path.relative_to(settings.MEDIA_ROOT)) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()
    )


def content_of(name):
    return Path(default_storage.path(name)).read_bytes()


def arrived(content):
    """As a large upload comes: a file of its own in the folder of arrivals."""
    file = TemporaryUploadedFile("a.pdf", "application/pdf", len(content), None)
    file.write(content)
    file.seek(0)
    return file


@pytest.fixture
def nearly_full():
    """No file of this process may grow beyond 100 kB: the kernel refuses the rest, as on a disk that is full."""
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, former)


def test_a_file_lies_under_its_name_with_its_permissions_and_nothing_beside_it():
    for number, content in enumerate([ContentFile(b"x" * 10), arrived(b"x" * 10)]):
        name = default_storage.save(f"evidence/{number}.pdf", content)
        assert name == f"evidence/{number}.pdf"
        assert content_of(name) == b"x" * 10
        assert Path(default_storage.path(name)).stat().st_mode & 0o777 == settings.FILE_UPLOAD_PERMISSIONS
    assert names() == ["evidence/0.pdf", "evidence/1.pdf"]


def test_what_found_no_room_leaves_nothing_behind(nearly_full):
    with pytest.raises(OSError, match=str(errno.EFBIG)) as refused:
        default_storage.save("evidence/a.pdf", ContentFile(b"x" * 200_000))
    assert is_without_room(refused.value)
    assert names() == []


def test_it_is_under_its_name_only_when_the_whole_of_it_is_written():
    seen = []

    class Slow(ContentFile):
        def chunks(self, chunk_size=None):
            for byte in b"abc":
                seen.append("evidence/a.pdf" in names())
                yield bytes([byte])

    default_storage.save("evidence/a.pdf", Slow(b"abc"))
    assert seen == [False] * 3
    assert names() == ["evidence/a.pdf"]


def test_a_file_of_the_same_name_that_came_meanwhile_stays(monkeypatch):
    names_given = iter(["evidence/b.pdf"])
    default_storage.save("evidence/a.pdf", ContentFile(b"first"))
    monkeypatch.setattr(type(default_storage._wrapped), "get_available_name", lambda *_, **__: next(names_given, None))
    assert default_storage._save("evidence/a.pdf", ContentFile(b"second")) == "evidence/b.pdf"
    assert content_of("evidence/a.pdf") == b"first"
    assert content_of("evidence/b.pdf") == b"second"


def test_a_disk_that_knows_one_name_of_a_file_alone_keeps_files_too(monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert default_storage.save("evidence/a.pdf", ContentFile(b"x")) == "evidence/a.pdf"
    assert names() == ["evidence/a.pdf"]


def test_what_a_disk_refuses_otherwise_is_told(monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(OSError, match="broken"):
        default_storage.save("evidence/a.pdf", ContentFile(b"x"))
    assert names() == []
