"""A card as a picture. From the reader's start edge to its end: right to left in Arabic."""

import functools
import hashlib
import io
from pathlib import Path

from PIL import Image, ImageDraw

from tetouan_portal.lib import palette as palette_module
from tetouan_portal.lib.palette import TOKENS, palette
from tetouan_portal.lib.share_card import shapes
from tetouan_portal.lib.share_card.card import SIZE, Card, Column, Row
from tetouan_portal.lib.share_card.words import FONTS, LEADING, Words, balance, lines, shorten, width, write

WIDTH, HEIGHT = SIZE
MARGIN = 64
ROOM = WIDTH - 2 * MARGIN
HEADER, BAND, FOOTER = 92, 20, 74
SMALL = 34  # the least that a telephone's feed leaves legible
TITLES = (64, 60, 56, 52, 48, 44, 40)
MOST_LINES = 4
EMBLEM = 280


class Sheet:
    """A picture that is drawn from the start edge, whichever that is."""

    def __init__(self, picture: Image.Image, language: str) -> None:
        self.picture, self.language = picture, language
        self.draw = ImageDraw.Draw(picture)
        self.from_right = Words("", language).direction == "rtl"
        self.colours = palette()

    def x(self, start: float, wide: float = 0) -> float:
        """The left edge of something `wide` that begins `start` after the start edge."""
        return WIDTH - start - wide if self.from_right else start

    def text(
        self, text: str | Words, start: float, base: float, *, size: int = SMALL, weight: str = "Regular", ink: str
    ) -> int:
        """Writes on the baseline `base` and returns how wide it is."""
        words = text if isinstance(text, Words) else Words(text, self.language)
        ink = self.colours.get(ink, ink)
        end = "r" if self.from_right else "l"
        write(self.draw, words, (self.x(start), base), size=size, weight=weight, ink=ink, end=end)
        return width(words, size, weight)

    def paste(self, picture: Image.Image, start: float, top: float) -> None:
        self.picture.paste(picture, (round(self.x(start, picture.width)), round(top)), picture)

    def box(self, start: float, top: float, size: tuple[float, float], fill: str, line: str = "") -> None:
        (wide, tall), left = size, self.x(start, size[0])
        outline = self.colours[line] if line else None
        self.draw.rectangle((left, top, left + wide - 1, top + tall - 1), fill=self.colours[fill], outline=outline)


@functools.lru_cache(maxsize=64)
def png(card: Card) -> bytes:
    """The picture's bytes, kept for a while: few cards are asked for often."""
    sheet = Sheet(ground(Words("", card.language).direction).copy(), card.language)
    draw_header(sheet, card)
    draw_title(sheet, card)
    if card.rows:
        draw_rows(sheet, card)
    elif card.columns:
        draw_columns(sheet, card)
    else:
        draw_facts(sheet, card)
    draw_footer(sheet, card)
    out = io.BytesIO()
    few_colours = sheet.picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few_colours.save(out, "PNG", compress_level=6)  # a third of the weight, and quicker to write
    return out.getvalue()


def version(card: Card) -> str:
    """What tells this picture from every other: its words and the way it is drawn."""
    return hashlib.sha256(f"{way_of_drawing()}{card!r}".encode()).hexdigest()[:16]


@functools.cache
def way_of_drawing() -> str:
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(palette_module.__file__), TOKENS]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in [*sources, *sorted(FONTS.glob("*.ttf"))]))
    return digest.hexdigest()


@functools.cache
def ground(direction: str) -> Image.Image:
    """What all cards of a direction share: header, band, girih towards the end edge, roofline and footer."""
    colours = palette()
    picture = Image.new("RGB", SIZE, colours["paper"])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, HEADER), fill=colours["surface"])
    net = shapes.girih(WIDTH // 2, HEIGHT - HEADER, 90, colours["band"])
    fade = Image.linear_gradient("L").rotate(90).resize(net.size)  # nothing at its left, all at its right
    net.putalpha(Image.composite(fade, Image.new("L", net.size), net.getchannel("A")))
    at = WIDTH - net.width
    if direction == "rtl":
        net, at = net.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 0
    picture.paste(net, (at, HEADER + BAND), net)
    stars = shapes.band(WIDTH, BAND, colours["green"])
    draw.rectangle((0, HEADER, WIDTH, HEADER + BAND), fill=colours["surface"])
    picture.paste(stars, (0, HEADER), stars)
    roofs = shapes.roofline(WIDTH, 34, colours["deep"])
    picture.paste(roofs, (0, HEIGHT - FOOTER - roofs.height + 1), roofs)
    draw.rectangle((0, HEIGHT - FOOTER, WIDTH, HEIGHT), fill=colours["deep"])
    return picture


def draw_header(sheet: Sheet, card: Card) -> None:
    sheet.paste(shapes.mark(64, sheet.colours["green"]), MARGIN, 14)
    sheet.text(card.site, MARGIN + 82, 60, size=38, weight="Bold", ink="ink")
    if card.demonstration:
        wide = width(Words(card.demonstration, card.language), SMALL, "Medium") + 44
        start = WIDTH - MARGIN - wide
        sheet.box(start, 18, (wide, 56), "ochre-soft", "ochre")
        sheet.text(card.demonstration, start + 22, 58, weight="Medium", ink="ochre")


def draw_title(sheet: Sheet, card: Card) -> None:
    base = 160
    if card.kicker:
        used = sheet.text(card.kicker, MARGIN, base, weight="Medium", ink="green")
        if card.warning:
            sheet.text(card.warning, MARGIN + used + 40, base, weight="Bold", ink="clay")
    below, above = (base + 14 if card.kicker else 118), (206 if card.rows else 380)
    found, size = title_lines(card.title, above - below, room=ROOM if is_told_in_figures(card) else ROOM - EMBLEM - 40)
    leading = round(size * LEADING[card.title.direction])
    base = below + (above - below - leading * len(found)) // 2 + round(leading * 0.72)
    for line in found:
        sheet.text(line, MARGIN, base, size=size, weight="Bold", ink="ink")
        base += leading


def title_lines(title: Words, tall: int, *, room: int) -> tuple[list[Words], int]:
    """The title as large as it fits, else in the smallest size and cut."""
    for size in TITLES:
        at_most = min(MOST_LINES, int(tall // (size * LEADING[title.direction])))
        if at_most and len(lines(title, size, "Bold", room=room, at_most=99)) <= at_most:
            return balance(title, size, "Bold", room=room, at_most=at_most), size
    return lines(title, size, "Bold", room=room, at_most=at_most), size


def draw_columns(sheet: Sheet, card: Card) -> None:
    """The two sides, side by side, each with its level in shape and word."""
    gap, top, tall = 32, 386, 128
    wide = (ROOM - gap) // 2
    for place, (column, hue) in enumerate(zip(card.columns, ("green", "sea"), strict=True)):
        start = MARGIN + place * (wide + gap)
        sheet.box(start, top, (wide, tall), "surface", "line")
        sheet.box(start, top, (wide, 8), hue)
        draw_statement(sheet, column, start + 24, top, room=wide - 48, hue=hue)


def draw_statement(sheet: Sheet, column: Column, start: float, top: float, *, room: int, hue: str) -> None:
    heading = shorten(Words(column.heading, sheet.language), SMALL, "Medium", room)
    sheet.text(heading, start, top + 52, weight="Medium", ink=hue)
    sheet.paste(shapes.level_star(column.level, 44), start, top + 68)
    word, size = one_line(Words(column.word, sheet.language), 42, "Bold", room - 58)
    sheet.text(word, start + 58, top + 105, size=size, weight="Bold" if column.level else "Regular", ink="ink")


def one_line(words: Words, size: int, weight: str, room: int) -> tuple[Words, int]:
    """The words as large as they fit in one line, else in the smallest size and cut."""
    while size > SMALL and width(words, size, weight) > room:
        size -= 2
    return shorten(words, size, weight, room), size


def draw_rows(sheet: Sheet, card: Card) -> None:
    """A line a level; in each side's column a star for each commitment, and their number."""
    top, room = 256, 266
    step = min(56, room // len(card.rows))
    words = max(width(Words(row.word, card.language), SMALL, "Medium") for row in card.rows)
    first = min(words + 34, 480)
    wide = (ROOM - first) // 2
    draw_headings(sheet, card, (MARGIN + first, MARGIN + first + wide), top - 14)
    for number, row in enumerate(card.rows):
        middle = top + step * number + step / 2
        sheet.text(row.word, MARGIN, middle + 12, weight="Medium", ink="ink")
        for place, count in enumerate(row.counts):
            draw_count(sheet, row, count, MARGIN + first + place * wide, middle, room=wide - 16)


def draw_headings(sheet: Sheet, card: Card, starts: tuple[int, int], base: int) -> None:
    """Each above its column; the second may begin earlier, where it is long and the first is short."""
    one, other = (Words(column.heading, card.language) for column in card.columns)
    room = WIDTH - MARGIN - starts[0] - width(one, SMALL, "Medium") - 30
    other = shorten(other, SMALL, "Medium", room)
    sheet.text(one, starts[0], base, weight="Medium", ink="green")
    begin = min(starts[1], WIDTH - MARGIN - width(other, SMALL, "Medium"))
    sheet.text(other, begin, base, weight="Medium", ink="sea")


def draw_count(sheet: Sheet, row: Row, count: int | None, start: float, middle: float, *, room: int) -> None:
    if not count:
        sheet.text("—" if count is None else "0", start, middle + 12, ink="ink-soft")
        return
    used = sheet.text(str(count), start, middle + 13, size=40, weight="Bold", ink="ink") + 14
    pitch = min(38, (room - used) / count)
    if pitch < 14:  # too many to be told apart: one star says which level, the number how many
        count, pitch = 1, 38
    star = shapes.level_star(row.level, 34)
    for n in range(count):
        sheet.paste(star, start + used + n * pitch, middle - 17)


def is_told_in_figures(card: Card) -> bool:
    return bool(card.rows or card.columns)


def draw_facts(sheet: Sheet, card: Card) -> None:
    sheet.paste(shapes.mark(EMBLEM, sheet.colours["green"]), WIDTH - MARGIN - EMBLEM, 176)
    base = 436
    for fact in card.facts:
        words, size = one_line(Words(fact, card.language), 40, "Medium", ROOM - EMBLEM - 40)
        sheet.text(words, MARGIN, base, size=size, weight="Medium", ink="green")
        base += 58


def draw_footer(sheet: Sheet, card: Card) -> None:
    """What the card is as of; and the portal's host, where there is room for both."""
    base, foot = HEIGHT - 27, shorten(Words(card.foot, card.language), SMALL, "Regular", ROOM)
    sheet.text(foot, MARGIN, base, ink="on-deep")
    host = Words(card.address, "fr")
    wide = width(host, SMALL)
    if wide + width(foot, SMALL) + 40 <= ROOM:
        sheet.text(host, WIDTH - MARGIN - wide, base, ink="on-deep")
