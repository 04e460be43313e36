"""The identity's drawings as polygons: the star with its door, levels, band, girih, roofline.

The same figures as in `static/img/icon.svg`, `components/level_badge.html` and `static/css/tokens.css`.
Pillow draws polygons without smoothing: each is drawn larger and reduced.
"""

import functools
import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from tetouan_portal.lib.palette import palette

Points = Sequence[tuple[float, float]]
FINER = 6  # times larger, before it is reduced

STAR = (
    *((16, 1), (20.4, 5.4), (26.6, 5.4), (26.6, 11.6), (31, 16), (26.6, 20.4), (26.6, 26.6), (20.4, 26.6)),
    *((16, 31), (11.6, 26.6), (5.4, 26.6), (5.4, 20.4), (1, 16), (5.4, 11.6), (5.4, 5.4), (11.6, 5.4)),
)  # of 32 × 32
ARCH = tuple((16 + 4.5 * math.cos(a), 15.5 - 4.5 * math.sin(a)) for a in (math.pi * n / 24 for n in range(25)))
DOOR = ((20.5, 23), *ARCH, (11.5, 23))
# How much of a level's star is filled, from the bottom; the shape alone tells the levels apart.
FILLED_FROM = {"complete": 0, "substantial": 12.4, "limited": 19.6}
GIRIH = (
    (
        *((40, 14), (47.6, 21.6), (58.4, 21.6), (58.4, 32.4), (66, 40), (58.4, 47.6), (58.4, 58.4), (47.6, 58.4)),
        *((40, 66), (32.4, 58.4), (21.6, 58.4), (21.6, 47.6), (14, 40), (21.6, 32.4), (21.6, 21.6), (32.4, 21.6)),
        (40, 14),
    ),
    *(((40, 14), (40, 0)), ((40, 66), (40, 80)), ((14, 40), (0, 40)), ((66, 40), (80, 40))),
    *(((21.6, 21.6), (0, 0)), ((58.4, 21.6), (80, 0)), ((21.6, 58.4), (0, 80)), ((58.4, 58.4), (80, 80))),
    *(((0, 26), (14, 12)), ((14, 14), (26, 0)), ((54, 0), (66, 12)), ((66, 14), (80, 26))),
    *(((0, 54), (14, 66)), ((14, 66), (26, 78)), ((54, 80), (66, 68)), ((66, 66), (80, 54))),
)  # lines of a tile of 80 × 80
# Steps along the top of the medina: (width, height), a tile of 480 × 36.
ROOFS = (
    *((22, 12), (18, 18), (16, 22), (26, 29), (14, 22), (10, 31), (3, 35), (6, 36), (3, 35), (4, 31), (20, 11)),
    *((30, 18), (16, 26), (18, 14), (18, 19), (22, 26), (28, 17), (18, 26), (24, 31), (26, 19), (12, 20), (22, 26)),
    *((18, 14), (28, 21), (24, 11), (34, 17)),
)


def place(points: Points, scale: float, x: float = 0, y: float = 0) -> list[tuple[float, float]]:
    return [(x + scale * px, y + scale * py) for px, py in points]


def smooth(size: tuple[int, int], colour: str, polygons: Sequence[Points], holes: Sequence[Points] = ()) -> Image.Image:
    """Polygons of one colour on nothing, in a picture of `size`."""
    mask = Image.new("L", (size[0] * FINER, size[1] * FINER))
    draw = ImageDraw.Draw(mask)
    for polygon in polygons:
        draw.polygon(place(polygon, FINER), fill=255)
    for hole in holes:
        draw.polygon(place(hole, FINER), fill=0)
    return paint(mask.reduce(FINER), colour)


def paint(mask: Image.Image, colour: str) -> Image.Image:
    picture = Image.new("RGBA", mask.size, colour)
    picture.putalpha(mask)
    return picture


def mark(size: int, colour: str, door: str = "") -> Image.Image:
    """The star with its door: a hole, or of the colour `door`."""
    scale = size / 32
    picture = smooth((size, size), colour, [place(STAR, scale)], [place(DOOR, scale)])
    if door:
        picture = Image.alpha_composite(smooth((size, size), door, [place(DOOR, scale)]), picture)
    return picture


@functools.lru_cache(maxsize=64)
def level_star(level: str, size: int) -> Image.Image:
    """A level's shape in its colour; "" for a side that has not spoken."""
    side, scale = size * FINER, size * FINER / 32
    width = round(2.4 * scale)
    points = place(STAR, scale * 0.94, side * 0.03, side * 0.03)
    mask = Image.new("L", (side, side))
    draw = ImageDraw.Draw(mask)
    if level in FILLED_FROM:
        draw.polygon(points, fill=255)
        draw.rectangle((0, 0, side, FILLED_FROM[level] * scale), fill=0)
    for line in dashes(points, 4.2 * scale) if level == "no_evidence" else [[*points, *points[:2]]]:
        draw.line(line, fill=255, width=width, joint="curve")
    if level == "no_evidence":
        draw.line(place(((10, 22), (22, 10)), scale), fill=255, width=width)
    colours = palette()
    name = f"level-{level.replace('_', '-')}"
    return paint(mask.reduce(FINER), colours[name] if level else colours["ink-soft"])


def dashes(points: Points, length: float) -> list[Points]:
    """The first half of every piece of the outline about `length` long."""
    found: list[Points] = []
    for (x, y), (to_x, to_y) in pairwise([*points, points[0]]):
        count = max(1, round(math.dist((x, y), (to_x, to_y)) / length))
        for n in range(count):
            start, end = n / count, (n + 0.55) / count
            found.append([(x + (to_x - x) * part, y + (to_y - y) * part) for part in (start, end)])
    return found


def band(width: int, height: int, colour: str) -> Image.Image:
    """A strip of stars, as under the site's header."""
    scale = height / 32
    stars = [place(STAR, scale * 0.94, n * height + height * 0.03, height * 0.03) for n in range(width // height + 1)]
    return smooth((width, height), colour, stars)


def roofline(width: int, height: int, colour: str) -> Image.Image:
    """The medina against the sky, its feet on the lower edge."""
    scale, x = height / 36, 0.0
    polygons = []
    while x < width:
        for step, tall in ROOFS:
            box = ((x, height - tall * scale), (x + step * scale, height))
            polygons.append((box[0], (box[1][0], box[0][1]), box[1], (x, height)))
            x += step * scale
    return smooth((width, height), colour, polygons)


def girih(width: int, height: int, tile: int, colour: str) -> Image.Image:
    """A net of eightfold stars, in thin lines, over the whole picture."""
    finer = 3
    mask = Image.new("L", (width * finer, height * finer))
    draw = ImageDraw.Draw(mask)
    for x in range(0, width, tile):
        for y in range(0, height, tile):
            for line in GIRIH:
                draw.line(place(line, tile * finer / 80, x * finer, y * finer), fill=255, width=2 * finer)
    return paint(mask.reduce(finer), colour)
