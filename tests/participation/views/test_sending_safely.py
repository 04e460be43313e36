"""What comes with a message besides its words: photos, programs, floods, what the browser keeps."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from participation.desk import waiting
from participation.models import Case, CaseLetter, Draft, Photo
from tests.factories.participation import CategoryFactory, DistrictFactory
from tests.factories.pictures import picture
from tests.participation.views.writer import COMPLAINT, Writer
from tetouan_portal.lib import photos as door
from tetouan_portal.lib.challenge import demand
from tetouan_portal.lib.turns import Turns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """The challenge is solved in Python, which is slow."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def writer(client):
    return Writer(client)


def photo(name="IMG.jpg", content=None, size=(40, 20)):
    return SimpleUploadedFile(name, content or picture(size=size), content_type="image/jpeg")


# --- photos ------------------------------------------------------------------------


def test_a_good_photo_survives_a_refused_form(writer, settings):
    page = writer.message(text="", photos=[photo(), photo("notes.pdf", b"%PDF-1.7")])
    assert page.status_code == 400
    assert "notes.pdf" in page.text
    assert "IMG.jpg" not in page.text
    kept = Photo.objects.get()
    assert str(kept.key) in page.text
    assert str(kept.key) in writer.client.get(writer.address).text
    writer.message()
    writer.author()
    writer.send()
    kept.refresh_from_db()
    assert (kept.case, kept.draft) == (Case.objects.get(), None)


def test_photos_are_kept_and_removed_one_by_one_without_scripts(writer):
    response = writer.message(text="", action="photos", photos=[photo(), photo(size=(30, 30))])
    assert response.headers["Location"] == f"{writer.address}#photos"
    first, second = Photo.objects.order_by("pk")
    response = writer.client.post(writer.address, {"subject": "Lampe", "remove": str(first.key)})
    assert response.headers["Location"] == f"{writer.address}#photos"
    assert list(Photo.objects.all()) == [second]
    assert "Lampe" in writer.client.get(writer.address).text


def test_a_photo_that_is_too_heavy_is_refused_with_a_sentence_and_nothing_is_lost(writer):
    heavy = photo("grande.jpg", picture() + b"\0" * (20 * 1024 * 1024))
    page = writer.message(photos=[heavy])
    assert page.status_code == 400
    assert "grande.jpg" in page.text
    assert COMPLAINT["text"] in page.text
    assert not Photo.objects.exists()


def test_more_photos_than_a_crowd_sends_wait_and_the_words_go_on(writer, monkeypatch):
    monkeypatch.setattr(door.PACE, "limit", 2)
    page = writer.message(text="", photos=[photo(size=(30 + n, 30)) for n in range(3)])
    assert "de cette connexion" in page.text
    assert Photo.objects.count() == 2
    assert writer.message().status_code == 302  # without photos nobody waits


def test_no_more_photos_of_one_post_are_looked_into_than_a_message_may_have(writer, settings, monkeypatch):
    looked_into = []
    monkeypatch.setattr(door, "examine_all_apart", noting(looked_into, door.examine_all_apart))
    page = writer.message(text="Devant la porte.", photos=[photo(f"IMG_{one}.jpg") for one in range(10)])
    assert page.status_code == 400
    assert len(looked_into) == settings.PHOTOS_MAX
    assert Photo.objects.count() == 1  # they were all alike
    assert [f"IMG_{one}.jpg" in page.text for one in (3, 4, 9)] == [False, True, True]
    assert "Devant la porte." in page.text


def noting(looked_into, examine):
    def look(contents, **options):
        looked_into.extend(contents)
        return examine(contents, **options)

    return look


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "beaucoup de photos"), ("ar", "صور كثيرة"), ("es", "muchas fotos")]
)
def test_where_others_photos_are_being_looked_into_the_words_stay_and_the_photo_is_asked_for_again(
    client, language, said, monkeypatch
):
    writer = Writer(client, language=language)
    monkeypatch.setattr(door, "TURNS", Turns("photos", places=1, waiting=0, patience=0))
    with door.TURNS.one():
        page = writer.message(text="Devant la porte.", photos=[photo("a.jpg"), photo("b.jpg", size=(50, 50))])
    assert page.status_code == 503
    assert page.text.count(said) >= 2
    assert "Devant la porte." in page.text
    assert not Photo.objects.exists()
    assert writer.message(text="Devant la porte.", photos=[photo()]).status_code == 302
    assert Photo.objects.count() == 1


def test_a_photo_of_a_draft_is_seen_by_its_author_alone(writer):
    writer.message(photos=[photo()])
    address = f"{writer.address}photos/{Photo.objects.get().key}/"
    mine = writer.client.get(address)
    assert (mine.status_code, mine.headers["Content-Type"], mine.headers["Cache-Control"]) == (
        200,
        "image/jpeg",
        "no-store, private",
    )
    assert Client().get(address).status_code == 404


# --- against abuse --------------------------------------------------------------------


def test_a_program_that_fills_the_trap_is_answered_like_a_person_and_files_nothing(writer):
    writer.message()
    writer.author()
    response = writer.send(website="https://spam.example.org")
    assert (response.status_code, response.headers["Location"]) == (302, writer.receipt)
    assert not Case.objects.exists()
    assert writer.client.get(writer.receipt).status_code == 200


def test_the_same_words_from_many_people_are_all_filed_acknowledged_and_shown_to_the_desk_together():
    for number in range(3):
        other = Writer(Client())
        other.message()
        other.author(email=f"citoyen{number}@example.org")
        other.send()
        page = other.client.get(other.receipt).text
        assert Case.objects.latest("pk").reference in page
        assert not [case for case in Case.objects.order_by("-pk")[1:] if case.reference in page]
    assert not Case.objects.filter(is_held=True).exists()
    assert CaseLetter.objects.filter(event__kind="mail_asked").count() == 3
    assert waiting.with_last_word(Case.objects.all()).filter(has_twins=True).count() == 3


def test_nobody_can_have_one_address_written_to_again_and_again_with_one_text():
    def write(number):
        other = Writer(Client())
        other.message(text=f"Devant l’école{'!' * number}, depuis un mois.")  # other signs, the same words
        other.author(email=["victime@example.org", "Victime@example.org", "victime@EXAMPLE.org"][number])
        other.send()

    for number in range(3):
        write(number)
    assert Case.objects.count() == 3
    assert CaseLetter.objects.filter(event__kind="mail_asked").count() == 1
    Case.objects.update(received_at=timezone.now() - timedelta(days=2))
    write(0)
    assert CaseLetter.objects.filter(event__kind="mail_asked").count() == 2


def test_in_a_flood_the_same_words_are_held_like_any_others_and_no_letter_goes(writer, monkeypatch):
    monkeypatch.setattr(demand, "FLOOD", 0)
    writer.message()
    writer.author(email="victime@example.org")
    writer.send()
    assert Case.objects.get().is_held
    assert not CaseLetter.objects.exists()


def test_in_a_flood_cases_are_held_with_the_same_receipt_and_clock(writer, monkeypatch):
    monkeypatch.setattr(demand, "FLOOD", 0)
    writer.all_steps()
    case = Case.objects.get()
    assert case.is_held
    assert case.due_on == timezone.localdate(case.received_at) + timedelta(days=60)
    assert case.reference in writer.client.get(writer.receipt).text


def test_it_works_while_redis_is_away(writer, settings):
    settings.REDIS_URL = "redis+socket:///nowhere/none.sock"
    writer.all_steps()
    assert Case.objects.count() == 1


def test_sending_takes_as_many_queries_however_much_is_sent(writer, django_assert_max_num_queries):
    CategoryFactory()
    DistrictFactory()
    writer.message(category="lighting", district="medina", photos=[photo(size=(10 + n, 10)) for n in range(4)])
    writer.author(name="Salma", email="salma@example.org")
    answers = writer.answers(writer.confirmation())
    with django_assert_max_num_queries(29):
        writer.client.post(f"{writer.address}send/", answers)
    assert Case.objects.get().photos.count() == 4


@pytest.mark.parametrize("kind", ["petition", "admin", "Complaint"])
def test_an_unknown_kind_is_not_found(client, kind):
    assert client.get(f"/fr/participate/new/{kind}/").status_code == 404


def test_a_form_sent_from_elsewhere_is_refused(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/fr/participate/new/complaint/", COMPLAINT).status_code == 403
    assert not Draft.objects.exists()


# --- what browsers keep ------------------------------------------------------------------


def test_the_secret_is_given_with_the_first_post_to_no_script_and_until_the_browser_closes(writer):
    assert not [name for name in writer.client.get(writer.address).cookies if name.startswith("draft")]
    cookie = writer.message().cookies["draft-complaint"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Lax", "", "")
    assert cookie.value not in writer.client.get(f"{writer.address}you/").text


@pytest.mark.parametrize("path", ["new/complaint/", "new/complaint/you/", "new/complaint/send/", "receipt/"])
def test_no_cache_and_no_search_engine_keeps_a_private_page(writer, path):
    writer.message()
    writer.author()
    headers = writer.client.get(f"/fr/participate/{path}").headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"


def test_erasing_takes_the_draft_and_its_photos(writer):
    writer.message(photos=[photo()])
    response = writer.client.post(f"{writer.address}erase/")
    assert response.headers["Location"] == "/fr/participate/?erased"
    assert (Draft.objects.count(), Photo.objects.count()) == (0, 0)
    assert COMPLAINT["text"] not in writer.client.get(writer.address).text


def test_another_browser_sees_nothing_of_a_draft(writer):
    writer.message()
    assert COMPLAINT["text"] not in Client().get(writer.address).text
