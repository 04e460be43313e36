"""Small real files for the demonstration: a page of a document, a drawn “photo”, both saying what they are."""

import datetime
import io
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.dates import format_date
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from commitments.demo import evidence_scenes
from tetouan_portal.lib.languages import RIGHT_TO_LEFT

FONTS = Path(__file__).resolve().parent.parent.parent / "tetouan_portal" / "static" / "fonts"
PAGE = (992, 1403)  # A4 at 120 dots an inch
MARGIN = 90
PICTURE = (1200, 800)
BAND, INK, SOFT, PAPER = "#7a2e1d", "#1c2b33", "#5a6b73", "#ffffff"

DOCUMENT = {"ar": "وثيقة تجريبية", "fr": "Document de démonstration", "es": "Documento de demostración"}
DRAWING = {
    "ar": "رسم تجريبي، وليس صورة فوتوغرافية",
    "fr": "Dessin de démonstration, pas une photo",
    "es": "Dibujo de demostración, no una foto",
}
DRAWN = {"ar": "رسم", "fr": "dessin", "es": "dibujo"}
INVENTED = {
    "ar": "هذه الوثيقة مختلقة لعرض البوابة، ولم تصدر عن أي جهة.",
    "fr": "Cette pièce est inventée pour montrer le portail. Elle n’émane de personne.",
    "es": "Este documento es inventado para mostrar el portal. No procede de nadie.",
}


def document(title: Mapping[str, str], body: Mapping[str, str], dated_on: datetime.date) -> bytes:
    """A PDF of one page: title, date and text in the languages given.

    Raises KeyError where Pillow has no Raqm: Arabic without its joined letters is worse than none.
    """
    page = Image.new("RGB", PAGE, PAPER)
    draw = ImageDraw.Draw(page)
    draw_band(draw, DOCUMENT, PAGE[0], top=0, height=64)
    top = 130
    for language, text in title.items():
        if text:
            top = write(draw, text, language, top, size=34, weight="Bold")
            day = format_date(dated_on, "long", locale=settings.BABEL_LOCALES[language])
            top = write(draw, day, language, top, size=22, colour=SOFT)
            top = write(draw, body.get(language, ""), language, top + 10, size=26) + 24
            draw.line([(MARGIN, top), (PAGE[0] - MARGIN, top)], fill="#d5dcdf", width=2)
            top += 36
    top = PAGE[1] - 190
    for language, text in INVENTED.items():
        top = write(draw, text, language, top, size=20, colour=BAND)
    return as_pdf(page, next(text for text in title.values() if text), dated_on)


def as_pdf(page: Image.Image, title: str, dated_on: datetime.date) -> bytes:
    out = io.BytesIO()
    # The row's own date, so that the same row always gives the same bytes.
    made = time.struct_time((*dated_on.timetuple()[:3], 12, 0, 0, *dated_on.timetuple()[6:]))
    page.save(out, format="PDF", resolution=120, quality=55, title=title, creationDate=made, modDate=made)
    return out.getvalue()


def picture(scene: str, dated_on: datetime.date) -> bytes:
    """A JPEG drawn by one of `evidence_scenes`; the date chooses its colours."""
    drawn = evidence_scenes.SCENES[scene](dated_on.toordinal()).resize(PICTURE, Image.Resampling.BILINEAR)
    draw_band(ImageDraw.Draw(drawn), DRAWING, PICTURE[0], top=PICTURE[1] - 56, height=56)
    out = io.BytesIO()
    drawn.save(out, format="JPEG", quality=88)
    return out.getvalue()


def draw_band(draw: ImageDraw.ImageDraw, words: Mapping[str, str], width: int, *, top: int, height: int) -> None:
    """The mark in three languages, one third of the width each."""
    draw.rectangle([(0, top), (width, top + height)], fill=BAND)
    for place, (language, word) in enumerate(words.items()):
        middle = (width * (2 * place + 1) / 6, top + height / 2)
        draw.text(middle, word, fill=PAPER, anchor="mm", font=font("Medium", 20), direction=direction(language))


def write(
    draw: ImageDraw.ImageDraw,
    text: str,
    language: str,
    top: int,
    *,
    size: int,
    weight: str = "Regular",
    colour: str = INK,
) -> int:
    """Write wrapped lines from the side where the language begins. Returns where the next line may start."""
    start, anchor = (PAGE[0] - MARGIN, "ra") if language in RIGHT_TO_LEFT else (MARGIN, "la")
    face, reading = font(weight, size), direction(language)
    for line in wrap(text, face, reading, PAGE[0] - 2 * MARGIN):
        draw.text((start, top), line, fill=colour, anchor=anchor, font=face, direction=reading, language=language)
        top += round(size * 1.6)
    return top


def wrap(text: str, face: ImageFont.FreeTypeFont, reading: str, width: int) -> Iterator[str]:
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if line and face.getlength(longer, direction=reading) > width:
                yield line
                longer = word
            line = longer
        yield line


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"Vazirmatn-{weight}.ttf", size, layout_engine=ImageFont.Layout.RAQM)
