"""Small pictures of one colour."""

import io

from PIL import Image


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()
