"""Small real files."""

import io
import random

import pikepdf
from PIL import Image


def a_pdf():
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def a_noise(size=(1200, 900), seed=1):
    """A picture of nothing: no two neighbours alike, so that no format makes it small."""
    out = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3)).save(out, format="PNG")
    return out.getvalue()


def a_picture():
    return as_jpeg(Image.new("RGB", (40, 30), "white"))


def as_jpeg(image):
    out = io.BytesIO()
    image.save(out, format="JPEG")
    return out.getvalue()
