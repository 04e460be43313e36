"""Photos as evidence, stored as every door stores them."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from PIL import Image

from commitments.models import Evidence, Thumbnail
from tests.factories.commitments import StatementFactory
from tests.factories.files import as_jpeg


def a_photo(colour="green", size=(800, 600), **values):
    """The row; nothing small is made of it yet."""
    content = as_jpeg(Image.new("RGB", size, colour))
    if not any(values.get(about) for about in ("statement", "reading", "milestone", "update")):
        values["statement"] = StatementFactory()
    measured = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "content_type": "image/jpeg"}
    return Evidence.objects.create(
        **{"title_ar": "صورة", "title_fr": "Le chantier", "title_es": "La obra"}
        | {"dated_on": datetime.date(2026, 1, 31), "filename": "photo.jpg", "hidden": []}
        | measured
        | {"file": ContentFile(content, name="photo.jpg")}
        | values
    )


def a_thumbnail(photo, content=b"RIFF small WEBP", **values):
    """As the worker stores it; its content stands for the picture."""
    row = Thumbnail(evidence=photo, sha256=hashlib.sha256(content + photo.sha256.encode()).hexdigest())
    for name, value in {
        "source_sha256": photo.sha256,
        "width": 320,
        "height": 240,
        "size": len(content),
        **values,
    }.items():
        setattr(row, name, value)
    row.file.save("", ContentFile(content))
    return row
