from pathlib import Path

from django.core.management.base import BaseCommand
from PIL import Image

from tetouan_portal.lib.palette import palette
from tetouan_portal.lib.share_card import shapes

FOLDER = Path(__file__).resolve().parents[2] / "static" / "img"
FAVICON_SIZES = (16, 32, 48)


class Command(BaseCommand):
    help = "Draw the icons of static/img again, after a change of the mark or its colours. The files are kept in git."

    def handle(self, *args, **options):
        for name, icon in icons().items():
            icon.save(FOLDER / name)
        sizes = [mark(size) for size in FAVICON_SIZES]
        sizes[-1].save(FOLDER / "favicon.ico", sizes=[icon.size for icon in sizes], append_images=sizes[:-1])


def icons():
    """{file name: picture}. What a telephone cuts to its own shape has a ground of its own up to the edges."""
    return {
        "icon-180.png": on_ground(180, 0.74),
        "icon-192.png": mark(192),
        "icon-512.png": mark(512),
        "icon-maskable-512.png": on_ground(512, 0.62),  # a circle of four fifths is never cut
    }


def mark(size):
    return shapes.mark(size, palette()["green"], palette()["surface"])


def on_ground(size, share):
    picture = Image.new("RGB", (size, size), palette()["green"])
    inner = round(size * share)
    star = shapes.mark(inner, palette()["surface"])
    at = (size - inner) // 2
    picture.paste(star, (at, at), star)
    return picture
