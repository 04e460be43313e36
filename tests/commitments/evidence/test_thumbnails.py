"""Small pictures of photos: made by the worker once, made good when missed, gone with what they show."""

import hashlib
import io
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from commitments import tasks
from commitments.evidence import proof_files, thumbnails
from commitments.evidence.thumbnails import THUMBNAILS
from commitments.models import Evidence, Scan, Thumbnail
from tests.commitments.kept_files import grown_old
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.factories.files import as_jpeg
from tests.factories.photos import a_photo, a_thumbnail
from tetouan_portal.audit.models import AuditEntry
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.thumbnails import MOST_BYTES
from tetouan_portal.lib.thumbnails import Thumbnail as Small
from tetouan_portal.stored_files.destroying import destroy_waiting
from tetouan_portal.stored_files.models import DoomedFile
from tetouan_portal.stored_files.tasks import sweep_stored_files

pytestmark = pytest.mark.django_db
HIDING = [{"kind": "comments", "n": 1, "places": []}]


@pytest.fixture
def _quick(monkeypatch):
    """What becomes of a small picture does not depend on how it is drawn."""
    monkeypatch.setattr(thumbnails, "thumbnail_of", lambda content: Small(hashlib.sha256(content).digest(), 320, 240))


def refuse(monkeypatch, code):
    def refusing(content):
        raise Refused(code)

    monkeypatch.setattr(thumbnails, "thumbnail_of", refusing)


def test_the_worker_makes_a_small_picture_beside_the_file():
    photo = a_photo()
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "made": 1}
    row = photo.thumbnail
    with row.file.open("rb") as file:
        content = file.read()
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, *image.size) == ("WEBP", row.width, row.height)
    assert row.size == len(content) <= MOST_BYTES
    assert row.file.name.startswith(photo.file.name)


@pytest.mark.usefixtures("_quick")
def test_a_second_run_does_nothing():
    photo = a_photo()
    tasks.make_waiting_thumbnails()
    before = Thumbnail.objects.values().get()
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0}
    assert Thumbnail.objects.values().get() == before
    assert set(default_storage.listdir("evidence")[1]) == {photo.file.name[9:], before["file"][9:]}


@pytest.mark.usefixtures("_quick")
def test_a_picture_that_another_worker_holds_is_left_alone_until_its_time_is_over():
    photo = a_photo()
    thumbnails.prepare()
    assert THUMBNAILS.claim(photo.pk)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0}
    Thumbnail.objects.update(lease_until=timezone.now())
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "made": 1}


def test_a_slow_worker_leaves_nothing_behind_where_another_took_over(monkeypatch):
    photo = a_photo()

    def overtaken(content):
        Thumbnail.objects.update(owner=uuid.uuid4())
        return Small(b"small", 320, 240)

    monkeypatch.setattr(thumbnails, "thumbnail_of", overtaken)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "overtaken": 1}
    assert destroy_waiting() == {"destroyed": 1}
    assert default_storage.listdir("evidence")[1] == [photo.file.name[9:]]


def test_a_picture_that_cannot_be_read_is_given_up(monkeypatch):
    a_photo()
    refuse(monkeypatch, "damaged")
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "given up": 1}
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0}


def test_a_picture_that_ends_its_worker_each_time_is_given_up():
    photo = a_photo()
    Thumbnail.objects.create(evidence=photo, source_sha256=photo.sha256, attempts=THUMBNAILS.most_attempts)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "nothing to do": 1}
    assert Thumbnail.objects.get().failure == "WorkerLost"


def test_a_machine_without_room_for_a_process_costs_no_attempt(monkeypatch):
    a_photo()
    refuse(monkeypatch, "unchecked")
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "put back": 1}
    assert Thumbnail.objects.get().attempts == 0


def test_a_file_that_is_gone_or_is_not_the_one_that_was_measured_has_no_small_picture():
    gone, other = a_photo(), a_photo()
    default_storage.delete(gone.file.name)
    default_storage.delete(other.file.name)
    default_storage.save(other.file.name, ContentFile(as_jpeg(Image.new("RGB", (9, 9)))))
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "given up": 2}


@pytest.mark.usefixtures("_quick")
def test_nothing_is_made_of_what_nobody_may_see_and_of_what_is_no_picture():
    EvidenceFactory()
    a_photo(content_type="application/pdf")
    a_photo(hidden=HIDING, held_back=True)
    a_photo(scan=Scan.WAITING)
    a_photo(scan=Scan.INFECTED)
    a_photo(withdrawn_at=timezone.now(), withdrawal_reason_fr="Un visage.")
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0}
    assert not Thumbnail.objects.exists()


@pytest.mark.usefixtures("_quick")
def test_a_draft_has_its_small_picture_ready():
    a_photo(statement=StatementFactory(draft=True))
    assert tasks.make_waiting_thumbnails() == {"forgotten": 0, "made": 1}


@pytest.mark.usefixtures("_quick")
def test_a_replaced_file_gets_another_and_the_former_is_deleted():
    photo = a_photo("red", statement=StatementFactory(draft=True))
    tasks.make_waiting_thumbnails()
    former = photo.thumbnail
    other = a_photo("blue", statement=photo.statement)
    Evidence.objects.filter(pk=photo.pk).update(file=other.file.name, sha256=other.sha256, size=other.size)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 1, "made": 2}
    destroy_waiting()
    renewed = Thumbnail.objects.get(evidence=photo)
    assert renewed.sha256 != former.sha256
    assert not default_storage.exists(former.file.name)
    assert default_storage.exists(renewed.file.name)


@pytest.mark.parametrize(
    "change",
    [
        {"held_back": True, "hidden": HIDING},
        {"scan": Scan.INFECTED},
        {"file": "", "sha256": "", "content_type": "", "filename": "", "size": None, "url": "https://www.example.org/"},
    ],
)
def test_what_may_no_longer_be_seen_loses_its_small_picture(change):
    photo = a_photo(statement=StatementFactory(draft=True))
    small = a_thumbnail(photo)
    Evidence.objects.filter(pk=photo.pk).update(**change)
    assert tasks.make_waiting_thumbnails() == {"forgotten": 1}
    destroy_waiting()
    assert not default_storage.exists(small.file.name)


def test_withdrawing_a_photo_destroys_its_small_picture_at_once():
    photo = a_photo()
    small = a_thumbnail(photo)
    proof_files.withdraw(photo, {"fr": "Un visage."})
    destroy_waiting()
    assert not Thumbnail.objects.exists()
    assert not default_storage.exists(small.file.name)


def test_the_daily_sweep_keeps_small_pictures_and_takes_those_of_deleted_rows():
    stays, goes = a_photo(), a_photo("red", statement=StatementFactory(draft=True))
    kept, left = a_thumbnail(stays), a_thumbnail(goes)
    for stored in (stays, goes, kept, left):
        grown_old(stored.file.name)
    goes.delete()
    assert sweep_stored_files() == {"orphans": 2, "missing": 0}
    assert set(DoomedFile.objects.values_list("name", flat=True)) == {goes.file.name, left.file.name}


@pytest.mark.usefixtures("_quick")
def test_the_history_says_nothing_of_small_pictures():
    a_photo()
    before = AuditEntry.objects.count()
    tasks.make_waiting_thumbnails()
    assert AuditEntry.objects.count() == before


def test_the_database_refuses_a_heavy_one():
    photo = a_photo()
    with pytest.raises(IntegrityError, match="thumbnail_is_light"), transaction.atomic():
        a_thumbnail(photo, size=MOST_BYTES + 1)
