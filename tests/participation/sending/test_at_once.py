"""One browser that sends two things at one moment."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from participation.models import Photo
from participation.sending import drafts
from tests.at_once import together
from tests.factories.pictures import picture


@pytest.mark.django_db(transaction=True)
def test_of_photos_that_come_together_no_more_are_kept_than_a_message_may_have(settings):
    settings.PHOTOS_MAX = 1
    draft, secret = drafts.begin("complaint", "message", {"subject": "Lampe"})
    photos = [SimpleUploadedFile("a.jpg", picture(size=(40, 20 + number))) for number in range(2)]
    outcomes = together(
        *(lambda photo=photo: drafts.add_photos(draft, [photo], sender="192.0.2.1") for photo in photos)
    )
    [[(_name, refused)]] = filter(None, outcomes)
    assert refused.code == "too_many"
    assert drafts.photos_of(drafts.find(secret, "complaint", now=timezone.now())).count() == 1
    assert Photo.objects.count() == 1
