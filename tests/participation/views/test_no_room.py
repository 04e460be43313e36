"""A citizen's photo comes when the disk is full: the words stay, and the page says what could not be kept."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from participation.models import Case, EventKind, Photo
from tests.factories.pictures import picture
from tests.participation.views.writer import Writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def _full(monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)


def photo():
    return SimpleUploadedFile("IMG_1.jpg", picture(size=(40, 20)), content_type="image/jpeg")


def files():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.usefixtures("_full")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "لا تتسع البوابة لهذه الصورة الآن."),
        ("fr", "Le portail n’a pas de place pour cette photo en ce moment."),
        ("es", "El portal no tiene espacio para esta foto en este momento."),
    ],
)
def test_the_first_message_is_kept_without_its_photo_and_can_be_sent(client, language, sentence):
    writer = Writer(client, language=language)
    answer = writer.message(photos=[photo()])
    assert answer.status_code == 503
    assert sentence in answer.text
    assert writer.words["text"] in answer.text
    assert (Photo.objects.count(), files()) == (0, [])
    writer.author()
    writer.send()
    assert Case.objects.get().text == writer.words["text"]


@pytest.mark.usefixtures("_full")
def test_a_reply_is_not_half_kept(author, filed):
    answer = author.post("/fr/track/case/reply/", {"text": "Voici la photo.", "photos": [photo()]})
    assert answer.status_code == 503
    assert "Voici la photo." in answer.text
    assert "Le portail n’a pas de place pour cette photo" in answer.text
    assert not filed.case.events.filter(kind=EventKind.REPLY).exists()
    assert files() == []
