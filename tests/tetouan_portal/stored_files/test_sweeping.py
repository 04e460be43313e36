"""What the storage holds and what rows need, side by side, once a day."""

import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InMemoryStorage, default_storage
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments.models import Evidence, KeptFile
from participation.models import Photo
from tests.commitments.kept_files import kept
from tests.factories import participation as make
from tests.factories.commitments import EvidenceFactory, StatementFactory
from tests.factories.photos import a_photo, a_thumbnail
from tests.factories.stored import a_stored, aged
from tetouan_portal.stored_files import destroying, needed, sweeping, tasks, telling
from tetouan_portal.stored_files.folders import folder_of, in_folder
from tetouan_portal.stored_files.models import DoomedFile, MissingFile

pytestmark = pytest.mark.django_db
FOLDERS = {"budget", "budget-imports", "evidence", "participation", "reports"}


def doomed():
    return set(DoomedFile.objects.values_list("name", flat=True))


def a_photo_of_an_author():
    row = Photo(content_type="image/jpeg", width=1, height=1, size=3, sha256="a" * 64, case=make.CaseFactory())
    row.file.save("x", ContentFile(b"jpg"))
    return row


def test_every_file_field_of_every_model_tells_its_folder():
    """A model that comes with a file field is swept from its first day, or this fails."""
    assert {folder_of(field) for field in needed.file_fields()} == FOLDERS
    assert {needed.alias_of(field.storage) for field in needed.file_fields()} == {"default"}


def test_what_can_be_withdrawn_or_found_infected_says_when_its_file_is_needed_no_longer():
    for field in needed.file_fields():
        names = {one.name for one in field.model._meta.get_fields()}
        if names & {"withdrawn_at", "scan"}:
            assert getattr(field.model, "needs_no_file", None), field


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_files_that_no_row_names_are_found_in_every_folder_and_destroyed_a_day_later(folder):
    orphan = a_stored(f"{folder}/left", days=2)
    assert tasks.sweep_stored_files() == {"orphans": 1, "missing": 0}
    assert DoomedFile.objects.get().reason == "orphan"
    assert destroying.destroy_waiting() == {}
    DoomedFile.objects.update(due_at=timezone.now())
    assert destroying.destroy_waiting() == {"destroyed": 1}
    assert not default_storage.exists(orphan)


def test_files_below_a_folder_are_found_too():
    orphan = a_stored("evidence/2024/left", days=2)
    tasks.sweep_stored_files()
    assert doomed() == {orphan}


def test_a_file_whose_row_may_still_come_is_left_alone():
    a_stored("evidence/just-now", days=0.9)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}


def test_what_rows_need_stays():
    photo, of_an_author, form = a_photo(), a_photo_of_an_author(), kept()
    for row in (photo, a_thumbnail(photo), of_an_author, form):
        aged(row.file.name, 400)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}


@pytest.mark.parametrize("name", ["css/site.css", "evidence.txt", "reports-of-others/1", "share/1.png"])
def test_what_lies_outside_the_fields_folders_is_nobodys_business(name):
    a_stored(name, days=400)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}


def test_a_link_to_another_place_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").write_text("theirs")
    a_stored("evidence/left", days=2)
    Path(default_storage.path("evidence/inner")).symlink_to(elsewhere)
    aged("evidence/inner/theirs", 2)
    tasks.sweep_stored_files()
    assert doomed() == {"evidence/left"}


def test_a_second_sweep_changes_nothing_about_what_the_first_one_found():
    a_stored("evidence/left", days=2)
    tasks.sweep_stored_files()
    before = DoomedFile.objects.values().get()
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}
    assert DoomedFile.objects.values().get() == before


def test_a_row_that_names_an_orphan_within_the_day_keeps_it():
    name = a_stored("evidence/left", days=2)
    tasks.sweep_stored_files()
    photo = a_photo(statement=StatementFactory(draft=True))
    default_storage.delete(photo.file.name)
    Evidence.objects.filter(pk=photo.pk).update(file=name)
    DoomedFile.objects.update(due_at=timezone.now())
    assert destroying.destroy_waiting() == {"needed": 1}
    assert default_storage.exists(name)


def test_more_files_than_one_question_holds_are_all_found(monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 2)
    orphans = {a_stored(f"participation/{number}", days=2) for number in range(5)}
    stays = aged(a_photo_of_an_author().file.name, 2)
    assert tasks.sweep_stored_files() == {"orphans": 5, "missing": 0}
    assert doomed() == orphans
    assert stays not in doomed()


def test_the_questions_do_not_grow_with_the_rows():
    def questions():
        with CaptureQueriesContext(connection) as asked:
            tasks.sweep_stored_files()
        return len(asked)

    a_photo_of_an_author()
    first = questions()
    for _each in range(5):
        a_photo_of_an_author()
    assert questions() == first


# --- an installation of before -----------------------------------------------------------------


def test_the_first_sweep_finds_what_the_old_way_left_behind():
    """A worker was killed after the commit: the rows are gone or withdrawn, the files are not."""
    withdrawn = a_photo()
    Evidence.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now(), withdrawal_reason_fr="Un visage.")
    left = {aged(withdrawn.file.name, 30), a_stored("participation/erased", days=30), a_stored("budget/draft", days=30)}
    assert tasks.sweep_stored_files() == {"orphans": 3, "missing": 0}
    assert doomed() == left


# --- missing ------------------------------------------------------------------------------------


def test_a_row_whose_file_is_missing_is_told_with_the_day_and_stays():
    photo = a_photo()
    default_storage.delete(photo.file.name)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 1}
    row = MissingFile.objects.get()
    assert (row.model, row.row_pk, row.field, row.name) == (
        "commitments.evidence",
        str(photo.pk),
        "file",
        photo.file.name,
    )
    assert telling.missing() == (1, row.noticed_at)
    tasks.sweep_stored_files()
    assert telling.missing() == (1, row.noticed_at)
    assert Evidence.objects.filter(pk=photo.pk).exists()
    default_storage.save(photo.file.name, ContentFile(b"from the backup"))
    tasks.sweep_stored_files()
    assert telling.missing() == (0, None)


@pytest.mark.parametrize(
    "change", [{"withdrawn_at": timezone.now(), "withdrawal_reason_fr": "–"}, {"scan": "infected"}]
)
def test_a_file_that_was_destroyed_is_not_missing(change):
    photo = a_photo()
    Evidence.objects.filter(pk=photo.pk).update(**change)
    default_storage.delete(photo.file.name)
    assert tasks.sweep_stored_files()["missing"] == 0


def test_a_file_that_lies_in_a_former_folder_is_not_missing():
    photo = a_photo(statement=StatementFactory(draft=True))
    Evidence.objects.filter(pk=photo.pk).update(file=a_stored("former/photo"))
    default_storage.delete(photo.file.name)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}


def test_a_storage_that_is_not_there_dooms_nothing_and_everything_is_missing(settings, tmp_path):
    for _each in range(2):
        a_photo()
    settings.MEDIA_ROOT = tmp_path / "not mounted"
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 2}


def test_a_storage_that_fails_ends_the_sweep_aloud(monkeypatch):
    a_stored("evidence/left", days=2)
    monkeypatch.setattr(FileSystemStorage, "listdir", lambda storage, path: (_ for _ in ()).throw(OSError(5, "disk")))
    with pytest.raises(OSError, match="disk"):
        tasks.sweep_stored_files()


# --- at one moment with others -------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_file_that_an_open_transaction_is_about_to_name_is_not_doomed():
    stored, swept = threading.Event(), threading.Event()
    kept_name = []

    def sends():
        try:
            with transaction.atomic():
                kept_name.append(a_photo_of_an_author().file.name)
                stored.set()
                swept.wait(20)
        finally:
            connection.close()

    sender = threading.Thread(target=sends)
    sender.start()
    assert stored.wait(20)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}
    swept.set()
    sender.join(20)
    aged(kept_name[0], 2)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}
    assert default_storage.exists(kept_name[0])


def test_an_old_file_that_passes_from_row_to_row_meanwhile_is_not_doomed(monkeypatch):
    """A kept file becomes evidence after evidence was asked and before kept files are."""
    form = kept()
    aged(form.file.name, 2)
    ask = needed.names_needed

    def asked(field):
        names = list(ask(field))
        if field.model is Evidence:
            EvidenceFactory(
                url="",
                statement=StatementFactory(draft=True),
                **{
                    name: getattr(form, name)
                    for name in ("key", "file", "filename", "content_type", "size", "sha256", "scan", "hidden")
                },
            )
            KeptFile.objects.all().delete()
        return names

    monkeypatch.setattr(sweeping, "names_needed", asked)
    assert tasks.sweep_stored_files() == {"orphans": 0, "missing": 0}


# --- folders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["", "/", "files/%Y/", lambda row, filename: filename])
def test_a_field_that_does_not_tell_its_folder_is_refused(where):
    with pytest.raises(ImproperlyConfigured, match="folder"):
        folder_of(models.FileField(upload_to=where))


def test_a_storage_outside_the_settings_is_refused():
    with pytest.raises(ImproperlyConfigured, match="STORAGES"):
        needed.alias_of(InMemoryStorage())


def test_the_folder_stands_before_the_name():
    path = in_folder("evidence")(lambda row, filename: f"{row}-{filename}")
    assert path(1, "a.pdf") == "evidence/1-a.pdf"
    assert folder_of(models.FileField(upload_to=path)) == "evidence"


def test_a_folder_inside_another_one_is_walked_once():
    assert sweeping.outermost(["evidence", "evidence/small", "reports", "evidence-of-others"]) == [
        "evidence",
        "evidence-of-others",
        "reports",
    ]
