"""A refusal loses no word: whatever refuses a public form, what was typed comes back with the refusal."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.models import Photo
from participation.views import tracking
from tests.factories.pictures import picture
from tests.participation.views.writer import Writer
from tetouan_portal.lib import photos as photos_of_all
from tetouan_portal.lib.challenge import demand

pytestmark = pytest.mark.django_db
WORDS = "Une phrase que personne n’a envie d’écrire deux fois."
SAID = {"subject": "Objet rare", "text": WORDS, "place": "Rue Sidi Mandri"}
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def _easy(monkeypatch):
    """The challenge is solved in Python, which is slow."""
    monkeypatch.setattr(demand, "NUMBERS", 50)


@pytest.fixture
def writer(client):
    return Writer(client)


def photo(content=None, side=40, name="IMG.jpg"):
    return SimpleUploadedFile(name, content or picture(size=(side, 20)), content_type="image/jpeg")


# --- the check of the last step -----------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        {"proof": "forged"},
        {"proof": ""},
        {"proof": "", "question": "forged", "answer": "7"},
        {"proof": "x" * 5000},
    ],
    ids=["forged", "none", "forged question", "long"],
)
def test_a_wrong_check_shows_the_whole_message_again(writer, sent):
    writer.message(**SAID)
    writer.author(name="Salma B.")
    page = writer.send(**sent)
    assert page.status_code == 400
    assert all(word in page.text for word in (*SAID.values(), "Salma B."))


def test_a_check_that_was_used_already_does_too(writer):
    writer.message(**SAID)
    writer.author()
    used = writer.answers(writer.confirmation())["proof"]
    writer.client.post(f"{writer.address}send/", {**writer.answers(writer.confirmation()), "proof": used})
    writer.message(**SAID)
    writer.author()
    page = writer.send(proof=used)
    assert page.status_code == 400
    assert WORDS in page.text


# --- a form that has expired ------------------------------------------------------------------------


def unarmed(path, values, *, language="fr", origin=HERE):
    """Without the token that the page held."""
    headers = {"origin": origin} if origin else {}
    return Client(enforce_csrf_checks=True).post(f"/{language}/{path}", values, headers=headers)


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("participate/new/complaint/", SAID),
        ("participate/new/request/", {**SAID, "urgency_reason": "Un toit menace."}),
        ("participate/new/complaint/you/", {"name": "Salma B.", "email": "salma@example.org", "phone": "0612345678"}),
        ("track/case/reply/", {"text": WORDS}),
        ("track/case/not-solved/", {"text": WORDS}),
        ("track/case/satisfaction/", {"text": WORDS, "satisfaction": "no"}),
    ],
)
def test_an_expired_form_gives_every_word_back_to_be_copied(language, path, values):
    page = unarmed(path, values, language=language)
    assert page.status_code == 403
    given = re.findall(r"<textarea[^>]*readonly[^>]*>\s*([^<]*)</textarea>", page.text)
    assert sorted(given) == sorted(text for name, text in values.items() if name != "satisfaction")


@pytest.mark.parametrize("origin", ["https://evil.example.net", "null", ""])
def test_words_that_come_from_another_site_are_not_shown_as_somebodys(origin):
    page = unarmed("participate/new/complaint/", SAID, origin=origin)
    assert page.status_code == 403
    assert WORDS not in page.text


def test_an_expired_form_gives_no_password_code_or_markup_back():
    values = {
        "text": "<script>alert(1)</script>",
        "code": "K7WQ2-9FXRM-4TZ8B",
        "password": "correct horse",
        "login": "Q7",
    }
    page = unarmed("track/", values).text
    assert "<script>alert" not in page
    assert [word for word in ("K7WQ2", "correct horse", "Q7") if word in page] == []


# --- photos -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("photos", "kept"),
    [([photo(b"%PDF-1.7", name="notes.pdf")], 0), ([photo(side=30 + n) for n in range(6)], 4)],
    ids=["none", "too many"],
)
def test_photos_that_are_refused_leave_the_words_where_they_were(writer, photos, kept):
    page = writer.message(**SAID, photos=photos)
    assert page.status_code == 400
    assert all(word in page.text for word in SAID.values())
    assert Photo.objects.count() == kept
    assert WORDS in writer.client.get(writer.address).text


@pytest.mark.parametrize("refusal", ["no photo", "too many", "too fast", "too many messages"])
def test_a_message_on_the_authors_page_stays_typed_whatever_becomes_of_its_photos(author, monkeypatch, refusal):
    photos = {"no photo": [photo(b"%PDF-1.7")], "too many": [photo(side=30 + n) for n in range(6)]}
    if refusal == "too fast":
        monkeypatch.setattr(photos_of_all.PACE, "limit", 0)
    if refusal == "too many messages":
        monkeypatch.setattr(tracking.MESSAGES, "limit", 0)
    page = author.post("/fr/track/case/reply/", {"text": WORDS, "photos": photos.get(refusal, [photo()])})
    assert page.status_code == 400
    assert WORDS in page.text


# --- too often ------------------------------------------------------------------------------------------


def test_behind_many_wrong_codes_the_one_that_was_typed_stays_typed(client, monkeypatch):
    monkeypatch.setattr(tracking.WRONG_CODES, "limit", 0)
    page = client.post("/fr/track/", {"code": "K7WQ2-9FXRM-4TZ8B"})
    assert page.status_code == 429
    assert 'value="K7WQ2-9FXRM-4TZ8B"' in page.text


@pytest.mark.parametrize("path", ["reply", "not-solved", "satisfaction"])
def test_when_the_half_hour_is_over_every_form_gives_its_words_back(path):
    page = Client().post(f"/fr/track/case/{path}/", {"text": WORDS})
    assert page.status_code == 403
    assert WORDS in page.text
