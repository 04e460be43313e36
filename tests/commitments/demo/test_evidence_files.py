import datetime
import io

import pikepdf
import pytest
from PIL import Image

from commitments.demo import evidence_files
from commitments.demo.evidence_scenes import SCENES

DAY = datetime.date(2025, 9, 12)
TITLE = {"ar": "محضر ورشة", "fr": "Procès-verbal de l’atelier", "es": "Acta del taller"}
BODY = {"ar": "سبعة لقاءات.", "fr": "Sept rencontres.", "es": "Siete encuentros."}


def test_a_document_is_a_pdf_of_one_page_with_its_title():
    with pikepdf.open(io.BytesIO(evidence_files.document(TITLE, BODY, DAY))) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == TITLE["ar"]
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


def test_the_same_document_has_the_same_bytes():
    assert evidence_files.document(TITLE, BODY, DAY) == evidence_files.document(TITLE, BODY, DAY)


def test_a_document_needs_one_language_only():
    assert evidence_files.document({"ar": "محضر", "fr": ""}, {}, DAY).startswith(b"%PDF-")


def test_long_texts_are_wrapped_within_the_page():
    face = evidence_files.font("Regular", 26)
    text = "Le budget citoyen est disponible en arabe et en français. " * 5
    lines = list(evidence_files.wrap(text, face, "ltr", 800))
    assert " ".join(lines) == text.strip()
    assert all(face.getlength(line, direction="ltr") <= 800 for line in lines)


@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_is_a_small_jpeg_without_metadata(scene):
    content = evidence_files.picture(scene, DAY)
    assert 30_000 < len(content) < 100_000
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", evidence_files.PICTURE, {})


@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_carries_the_band_that_says_what_it_is(scene):
    with Image.open(io.BytesIO(evidence_files.picture(scene, DAY))) as image:
        red, green, blue = image.getpixel((5, 795))
    assert abs(red - 0x7A) < 12
    assert abs(green - 0x2E) < 12
    assert abs(blue - 0x1D) < 12


def test_the_words_in_a_picture_say_that_it_is_drawn_in_every_language_and_fit(settings):
    assert set(evidence_files.DRAWING) == set(evidence_files.DRAWN) == set(dict(settings.LANGUAGES))
    face = evidence_files.font("Medium", 20)
    for language, words in evidence_files.DRAWING.items():
        assert evidence_files.DRAWN[language] in words.lower()
        assert face.getlength(words, direction=evidence_files.direction(language)) < evidence_files.PICTURE[0] / 3 - 20


def test_another_date_gives_other_colours():
    other = DAY + datetime.timedelta(days=1)
    assert evidence_files.picture("workshop", DAY) != evidence_files.picture("workshop", other)
