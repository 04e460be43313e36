"""Photos as a stranger may send them: four of a telephone, and four that cost a processor the most."""

import io
from functools import cache

from PIL import Image
from pillow_heif import register_heif_opener

LARGEST = 8 * 1024 * 1024 - 1000  # bytes: what stands behind a picture is read too
TELEPHONE = (4000, 3000)


def usual():
    return named([jpeg(TELEPHONE, seed) for seed in range(4)])


def dearest():
    return named(
        [padded(photo) for photo in (heic(), jpeg((5100, 3900), 1, progressive=True), png(), jpeg(TELEPHONE, 2))]
    )


def named(contents):
    files = [io.BytesIO(content) for content in contents]
    for number, file in enumerate(files):
        file.name = f"IMG_{number}.jpg"
    return files


def padded(content):
    return content + b"\xff" * (LARGEST - len(content))


@cache
def jpeg(size, seed, **options):
    return written(scene(size, seed), "JPEG", quality=88, **options)


@cache
def heic():
    register_heif_opener()
    return written(scene((5712, 4284), 0), "HEIF", quality=50)


@cache
def png():
    return written(Image.new("RGB", (6000, 5900), "red"), "PNG")


def scene(size, seed):
    """As detailed as a street, and another one for each seed."""
    fine = Image.effect_noise(tuple(side // 6 for side in size), 60 + seed).resize(size, Image.Resampling.BICUBIC)
    return Image.merge(
        "RGB", [fine, fine.point(lambda value: value // 2 + 60), Image.eval(fine, lambda value: 255 - value)]
    )


def written(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
