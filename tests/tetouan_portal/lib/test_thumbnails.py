"""Small pictures weigh next to nothing whatever they are made of, and hold nothing but what is seen."""

import io
import random

import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from tests.factories.files import a_noise, a_pdf, a_picture
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.thumbnails import BOX, MOST_BYTES, thumbnail_of


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return out.getvalue()


def opened(made):
    return Image.open(io.BytesIO(made.content))


def halves(size=(800, 600)):
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def dominant(image, place):
    red, _green, blue = image.convert("RGB").getpixel(place)
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("size", [(1200, 900), (900, 1200), (2000, 40), (30, 30), (1, 1200)])
def test_noise_too_is_light_and_keeps_its_shape(size):
    made = thumbnail_of(a_noise(size))
    assert len(made.content) <= MOST_BYTES
    assert opened(made).size == (made.width, made.height)
    assert made.width <= BOX[0]
    assert made.height <= BOX[1]
    assert abs(made.width / made.height - size[0] / size[1]) < 0.1 * size[0] / size[1] or 1 in (made.width, made.height)


def test_an_ordinary_photo_fills_its_box():
    made = thumbnail_of(saved(halves((1600, 1200)), "JPEG"))
    assert (made.width, made.height) == BOX


def test_a_picture_smaller_than_the_box_is_not_blown_up():
    made = thumbnail_of(a_picture())
    assert (made.width, made.height) == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_kind_of_photo_becomes_one_that_browsers_show(kind):
    register_heif_opener()
    made = thumbnail_of(saved(halves(), kind))
    assert opened(made).format == "WEBP"
    assert dominant(opened(made), (5, 100)) == "red"
    assert dominant(opened(made), (made.width - 5, 100)) == "blue"


def test_it_stands_as_the_camera_was_held():
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    made = thumbnail_of(saved(halves(), "JPEG", exif=exif))
    assert dominant(opened(made), (5, 100)) == "blue"


def test_nothing_of_the_camera_and_the_place_is_left():
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    made = thumbnail_of(saved(halves(), "JPEG", exif=exif, comment=b"SECRET-COMMENT", icc_profile=b"SECRET-PROFILE"))
    assert b"SECRET" not in made.content
    assert dict(opened(made).getexif()) == {}
    assert not {"icc_profile", "xmp", "exif", "comment"} & set(opened(made).info)


def test_what_is_transparent_does_not_come_to_light():
    hidden = Image.new("RGBA", (400, 300), (255, 0, 0, 0))
    made = thumbnail_of(saved(hidden, "PNG"))
    assert opened(made).mode == "RGB"
    assert opened(made).getpixel((100, 100)) == (255, 255, 255)


@pytest.mark.parametrize("content", [a_pdf(), b"<svg/>", saved(halves(), "JPEG")[:600], random.Random(3).randbytes(99)])
def test_what_is_no_whole_picture_is_refused(content):
    with pytest.raises(Refused):
        thumbnail_of(content)
