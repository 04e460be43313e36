"""Whether two pictures show the same: by their masses and colours, not by the edges of their letters.

Another version of the browser draws letters a little thicker or a pixel off; a component that moved, changed its
colour or is missing changes what is left of the pictures when they are blurred.
"""

from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SCALE = 3  # pictures are kept at a third of their size,
TONES = 16  # with so many tones of red, green and blue: a small file
BLUR, CELL = 1.3, 3  # in pixels of what is kept
BAND = 24  # what is compared at once, so that a difference has a place
THRESHOLD = 20
SLACK = [(0, 0), *((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0))]


class Difference(NamedTuple):
    top: int
    bottom: int
    amount: int  # 0 to 255


def kept(picture: Image.Image) -> Image.Image:
    """What is compared, and kept in the repository."""
    small = picture.convert("RGB").reduce(SCALE)
    step = 255 / (TONES - 1)
    return small.point([round(round(value / step) * step) for value in range(256)] * 3)


def written(picture: Image.Image, path: Path) -> None:
    """Keep it, as small as it gets without changing a pixel."""
    colours = len(picture.getcolors(picture.width * picture.height))
    if colours <= 256:
        picture = picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=colours)
    picture.save(path, optimize=True)


def differences(reference: Image.Image, picture: Image.Image) -> list[Difference]:
    """Where `picture`, at its full size, is not what was kept as `reference`; from top to bottom."""
    before, now = blurred(reference.convert("RGB")), blurred(kept(picture))
    height = max(before.height, now.height)
    before, now = on_a_page(before, height), on_a_page(now, height)
    bands = [(top, min(top + BAND, height)) for top in range(0, height, BAND)]
    found = [Difference(top, bottom, least_amount(before, now, top, bottom)) for top, bottom in bands]
    return [one for one in found if one.amount > THRESHOLD]


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(BLUR))


def on_a_page(picture: Image.Image, height: int) -> Image.Image:
    """With a margin on every side, and more below when it is the shorter one."""
    page = Image.new("RGB", (picture.width + 2, height + 2), picture.getpixel((0, 0)))
    page.paste(picture, (1, 1))
    return page


def least_amount(before: Image.Image, now: Image.Image, top: int, bottom: int) -> int:
    """How much a band differs, were it drawn a pixel higher, lower or aside."""
    here = before.crop((1, top + 1, before.width - 1, bottom + 1))
    least = 255
    for x, y in SLACK:
        there = now.crop((1 + x, top + 1 + y, before.width - 1 + x, bottom + 1 + y))
        least = min(least, amount(here, there))
        if least <= THRESHOLD:
            break
    return least


def amount(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference of any colour in any cell."""
    cells = [ImageChops.difference(one, other).reduce(CELL)]
    return max(greatest for cell in cells for _least, greatest in cell.getextrema())


def side_by_side(reference: Image.Image, picture: Image.Image, found: list[Difference]) -> Image.Image:
    """What was kept, what is there now, and marks beside the bands that differ."""
    before, now = reference.convert("RGB"), kept(picture)
    sheet = Image.new("RGB", (before.width + now.width + 30, max(before.height, now.height)), "white")
    sheet.paste(before, (0, 0))
    sheet.paste(now, (before.width + 30, 0))
    for one in found:
        ImageDraw.Draw(sheet).rectangle((before.width + 10, one.top, before.width + 20, one.bottom), fill="red")
    return sheet
