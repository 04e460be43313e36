"""Photos that came with a case."""

from django.core.files.base import ContentFile

from participation.models import Photo


def make_photo(case):
    photo = Photo(case=case, content_type="image/webp", width=8, height=8, size=4, sha256="0" * 64)
    photo.file.save("", ContentFile(b"RIFF"), save=False)
    photo.save()
    return photo
