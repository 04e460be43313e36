"""A small picture of a picture: for a slow line, the same for every reader, nothing in it but its pixels."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image

from tetouan_portal.lib.inspection.cell import examine_apart
from tetouan_portal.lib.inspection.refused import Refused

MOST_BYTES = 12 * 1024
CONTENT_TYPE = "image/webp"
BOX = (320, 240)  # pixels: on a phone the width of its text
# From good to poor, until one is light enough: what has very much detail grows smaller before it grows muddy.
TRIES = ((BOX, 75), (BOX, 60), (BOX, 45), ((240, 180), 60), ((240, 180), 40), ((160, 120), 50), ((96, 72), 50))


class Thumbnail(NamedTuple):
    content: bytes
    width: int
    height: int


def thumbnail_of(content: bytes) -> Thumbnail:
    """Of a stored picture, read where it can do no harm. Raises Refused."""
    found = examine_apart(content, max_side=max(BOX))
    if not found.content:
        raise Refused("not_accepted")
    with Image.open(BytesIO(found.content)) as image:
        return light(on_white(image))


def on_white(image: Image.Image) -> Image.Image:
    """What is transparent hides colours that nobody was meant to see."""
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def light(image: Image.Image) -> Thumbnail:
    for box, quality in TRIES:
        smaller = image.copy()
        smaller.thumbnail(box)
        out = BytesIO()
        smaller.save(out, format="WEBP", quality=quality, method=6)
        if len(out.getvalue()) <= MOST_BYTES:
            return Thumbnail(out.getvalue(), *smaller.size)
    raise Refused("too_heavy")
