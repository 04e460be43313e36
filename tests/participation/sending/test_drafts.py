from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from participation.models import Draft, Photo
from participation.sending import drafts
from tests.factories.pictures import picture
from tests.refusals import refused
from tetouan_portal.stored_files.destroying import destroy_waiting
from tetouan_portal.stored_files.models import Reason

pytestmark = pytest.mark.django_db
SECRET = "secret-of-one-browser"


def keep(kind="complaint", step="message", secret=SECRET, **values):
    """In the draft that the secret finds, which it goes on finding."""
    known = find(kind, secret)
    said = values or {"subject": "Lampe"}
    draft, fresh = drafts.go_on(known, secret, kind, step, said) if known else drafts.begin(kind, step, said)
    drafts.find(fresh, kind, now=timezone.now())
    Draft.objects.filter(pk=draft.pk).update(key_hash=drafts.key_hash(secret, kind))
    return Draft.objects.get(pk=draft.pk)


def find(kind="complaint", secret=SECRET, now=None):
    return drafts.find(secret, kind, now=now or timezone.now())


def photo(size=(40, 20), content=None):
    return SimpleUploadedFile("IMG_1.jpg", content or picture(size=size), content_type="image/jpeg")


def add_photo(draft, uploaded):
    for _name, error in drafts.add_photos(draft, [uploaded], sender="192.0.2.1"):
        raise error
    return drafts.photos_of(draft).last()


def test_what_was_typed_is_found_again_by_the_same_browser_and_kind_alone():
    keep(subject="Lampe")
    keep(step="author", name="Salma")
    assert drafts.content_of(find(), "message") == {"subject": "Lampe"}
    assert drafts.content_of(find(), "author") == {"name": "Salma"}
    assert find(kind="suggestion") is None
    assert find(secret="another") is None
    assert drafts.content_of(None, "message") is None


def test_neither_the_words_nor_the_secret_stand_in_the_database():
    draft = keep(subject="Lampe devant la mosquée")
    with connection.cursor() as cursor:
        cursor.execute("select * from participation_draft where id = %s", [draft.pk])
        stored = repr(cursor.fetchall())
    assert "Lampe" not in stored
    assert SECRET not in stored


def test_an_outdated_draft_is_not_found_nor_added_to(settings):
    old = keep(subject="Lampe")
    add_photo(old, photo())
    now = timezone.now() + settings.DRAFTS_KEPT_FOR
    assert find(now=now) is None
    fresh = drafts.open_draft(SECRET, "complaint", now=now)
    assert (drafts.content_of(fresh, "message"), fresh.photos.count()) == (None, 0)


def test_a_good_photo_is_kept_and_a_bad_one_refused_beside_it():
    draft = keep()
    kept = add_photo(draft, photo())
    with refused("no_photo"):
        add_photo(draft, photo(content=b"%PDF-1.7 not a photo"))
    assert [one.pk for one in draft.photos.all()] == [kept.pk]
    assert kept.file.name.startswith("participation/")
    assert "IMG" not in kept.file.name


def test_the_same_photo_sent_twice_is_kept_once():
    draft = keep()
    assert add_photo(draft, photo()) == add_photo(draft, photo())
    assert draft.photos.count() == 1


def test_one_photo_too_many_is_refused(settings):
    draft = keep()
    for side in range(settings.PHOTOS_MAX):
        add_photo(draft, photo(size=(10 + side, 10)))
    with refused("too_many"):
        add_photo(draft, photo(size=(90, 10)))


def test_a_photo_that_comes_after_the_message_was_sent_is_not_put_to_its_receipt():
    draft = keep()
    Draft.objects.filter(pk=draft.pk).update(key_hash=drafts.key_hash(SECRET, "receipt"))
    with refused("gone"):
        add_photo(draft, photo())
    assert not Photo.objects.exists()


def test_a_photo_is_removed_with_its_file():
    draft = keep()
    one, other = add_photo(draft, photo()), add_photo(draft, photo(size=(30, 30)))
    drafts.remove_photo(draft, str(one.key))
    drafts.remove_photo(draft, "nonsense")
    destroy_waiting()
    assert list(draft.photos.all()) == [other]
    assert not one.file.storage.exists(one.file.name)
    assert other.file.storage.exists(other.file.name)


def test_nobody_removes_a_photo_of_another_draft():
    theirs = add_photo(keep(secret="another"), photo())
    drafts.remove_photo(keep(), str(theirs.key))
    assert Photo.objects.filter(pk=theirs.pk).exists()


def test_every_change_makes_another_version():
    versions = [drafts.version(keep())]
    versions.append(drafts.version(keep(subject="Lampes")))
    add_photo(find(), photo())
    versions.append(drafts.version(find()))
    assert len(set(versions)) == 3
    assert drafts.version(find()) == versions[-1]


def test_discarding_takes_words_photos_and_files():
    draft = keep()
    kept = add_photo(draft, photo())
    drafts.discard(draft, Reason.ERASED)
    destroy_waiting()
    assert (Draft.objects.count(), Photo.objects.count()) == (0, 0)
    assert not kept.file.storage.exists(kept.file.name)


def test_touching_a_draft_keeps_it_longer(settings):
    draft = keep()
    Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - settings.DRAFTS_KEPT_FOR + timedelta(hours=1))
    keep(subject="Encore")
    assert find(now=timezone.now() + settings.DRAFTS_KEPT_FOR - timedelta(hours=1)) is not None


# --- room ------------------------------------------------------------------------------


def test_room_is_found_among_the_outdated_and_nowhere_else(settings):
    settings.DRAFTS_MAX = 2
    idle, outdated = keep(secret="idle"), keep(secret="outdated")
    photo_of_it = add_photo(outdated, photo())
    now = timezone.now()
    assert not drafts.has_room(now=now)
    Draft.objects.filter(pk=idle.pk).update(updated_at=now - settings.DRAFTS_KEPT_FOR + timedelta(minutes=1))
    assert not drafts.has_room(now=now)
    Draft.objects.filter(pk=outdated.pk).update(updated_at=now - settings.DRAFTS_KEPT_FOR)
    assert drafts.has_room(now=now)
    destroy_waiting()
    assert list(Draft.objects.all()) == [idle]
    assert not photo_of_it.file.storage.exists(photo_of_it.file.name)


def test_that_there_is_no_room_is_told_once_an_hour_and_nothing_of_anybody(settings, caplog):
    settings.DRAFTS_MAX = 1
    keep(subject="Lampe")
    for _time in range(5):
        assert not drafts.has_room(now=timezone.now())
    (told,) = [record for record in caplog.records if record.name == "participation.sending.drafts"]
    assert (told.levelname, "Lampe" in caplog.text) == ("ERROR", False)


def test_what_is_kept_takes_no_more_bytes_than_it_has_to():
    arabic, plain = keep(secret="one", text="م" * 5000), keep(secret="two", text="x" * 5000)
    with connection.cursor() as cursor:
        cursor.execute("select id, octet_length(content::text) from participation_draft")
        sizes = dict(cursor.fetchall())
    assert sizes[arabic.pk] < 2.1 * sizes[plain.pk]


# --- the secret after a secret -------------------------------------------------------------


def test_the_same_post_of_the_same_page_ends_at_one_draft_and_one_secret():
    draft, secret = drafts.begin("complaint", "message", {"subject": "a"})
    once, again, other_words, other_page = (
        drafts.go_on(draft, secret, "complaint", "message", {"subject": subject}, page=page)
        for subject, page in (("b", "page"), ("b", "page"), ("c", "page"), ("b", "another"))
    )
    assert once == again
    assert len({once, other_words, other_page}) == 3


def test_whoever_knows_a_secret_and_the_post_does_not_know_the_next_one(settings):
    here = drafts.successor_of("secret", "complaint", "page", "{}")
    settings.SECRET_KEY = "of another portal"
    assert drafts.successor_of("secret", "complaint", "page", "{}") != here
