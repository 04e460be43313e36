import hashlib
import io
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo
from pillow_heif import register_heif_opener

from tests.factories.documents import docx
from tests.factories.files import a_pdf
from tests.factories.pictures import picture, telephone_exif
from tetouan_portal.lib import photos
from tetouan_portal.lib.inspection.cell import examine_all_apart, examine_apart
from tetouan_portal.lib.inspection.refused import Refused
from tetouan_portal.lib.photos import OF_A_POST, Photo, photos_of_post

pytestmark = pytest.mark.usefixtures("inspected_apart")
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SENDER = "192.0.2.1"
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 100


def sent(content, name="IMG_20260615_Fatima.jpg", content_type="image/jpeg", sender=SENDER):
    (found,) = photos_of_post([SimpleUploadedFile(name, content, content_type)], sender=sender)
    if isinstance(found, ValidationError):
        raise found
    return found


def refused(content, **options):
    with pytest.raises(ValidationError) as refusal:
        sent(content, **options)
    return refusal.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_is_drawn_anew_as_what_it_is(kind):
    photo = sent(picture(kind), name="page.html", content_type="text/html")
    assert (photo.content_type, photo.width, photo.height) == (KINDS[kind], 40, 20)
    assert photo.sha256 == hashlib.sha256(photo.content).hexdigest()
    with Image.open(io.BytesIO(photo.content)) as kept:
        assert (kept.format, kept.size) == (kind, (40, 20))


@pytest.mark.parametrize("kind", KINDS)
def test_no_place_no_time_no_camera_and_no_name_survive(kind):
    exif = telephone_exif()
    notes = {"comment": b"from my balcony"} if kind == "JPEG" else {}
    if kind == "PNG":
        notes["pnginfo"] = PngInfo()
        notes["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>GPSLatitude Fatima</x:xmpmeta>")
    content = picture(kind, exif=exif, **notes)
    with Image.open(io.BytesIO(content)) as before:
        assert before.getexif().get_ifd(IFD.GPSInfo)
    photo = sent(content)
    with Image.open(io.BytesIO(photo.content)) as kept:
        assert not dict(kept.getexif())
        assert not kept.getexif().get_ifd(IFD.GPSInfo)
        assert not set(kept.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}
    traces = (b"Exif", b"eXIf", b"EXIF", b"GPS", b"Fatima", b"Telephone", b"2026:06", b"balcony", b"xmp")
    assert [trace for trace in traces if trace in photo.content] == []


def test_a_photo_taken_on_its_side_stands_upright_and_says_its_new_size():
    photo = sent(picture(size=(400, 200), exif=telephone_exif(orientation=6)))
    assert (photo.width, photo.height) == (200, 400)


@pytest.mark.parametrize(
    ("size", "kept"), [((4000, 3000), (1600, 1200)), ((3000, 4000), (1200, 1600)), ((1600, 9), (1600, 9))]
)
def test_a_large_photo_is_made_small(size, kept):
    photo = sent(picture(size=size))
    assert (photo.width, photo.height) == kept
    with Image.open(io.BytesIO(photo.content)) as opened:
        assert opened.size == kept


def test_a_photo_with_a_second_one_behind_keeps_the_first():
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 20), "red"), Image.new("RGB", (40, 20), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    photo = sent(out.getvalue())
    with Image.open(io.BytesIO(photo.content)) as kept:
        assert (kept.format, kept.getpixel((5, 5))[0] > 200) == ("JPEG", True)


# How it was held stands in HEIC's own marks, which its reader obeys; what EXIF says there counts for nothing.
@pytest.mark.parametrize(("kind", "upright"), [("HEIF", (400, 200)), ("AVIF", (200, 400))])
def test_a_photo_of_a_telephone_is_kept_as_what_everybody_can_open(kind, upright):
    photo = sent(of_telephone(kind, exif=telephone_exif(orientation=6)))

    with Image.open(io.BytesIO(photo.content)) as kept:
        assert (kept.format, photo.content_type) == ("JPEG", "image/jpeg")
        assert kept.size == (photo.width, photo.height) == upright
        assert kept.getpixel((5, 5))[0] > 180
        assert not kept.getexif()
    assert b"Telephone 3000" not in photo.content


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_the_largest_photo_of_a_telephone_fits_into_the_memory_of_an_inspection(kind):
    assert examine_apart(of_telephone(kind, size=(5712, 4284), quality=20), max_side=1600).size == (1600, 1200)


def of_telephone(kind, size=(400, 200), **options):
    register_heif_opener()
    return picture(kind, size, **options)


# --- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (a_pdf(), "no_photo"),
        (docx(), "no_photo"),
        (HTML, "no_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_photo"),
        (b"MZ" + b"\0" * 100, "no_photo"),
        (b"just words", "no_photo"),
        (b"II*\0" + b"\0" * 100, "no_photo"),
        (HEIC, "damaged"),
        (HEIC.replace(b"heic", b"avis"), "moving_picture"),
        (b"GIF89a" + b"\0" * 100, "moving_picture"),
        (picture()[:-200] + b"", "damaged"),
        (b"\xff\xd8" + HTML, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + HTML, "damaged"),
    ],
    ids=["empty", "pdf", "docx", "html", "svg", "exe", "text", "tiff", "heic", "film", "gif", "cut", "jpeg?", "png?"],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content, code):
    assert refused(content).code == code


def test_a_moving_picture_is_refused():
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (9, 9), "blue")])
    assert refused(out.getvalue()).code == "moving_picture"


def test_one_too_large_is_refused_unread_with_the_limit(settings):
    settings.PHOTO_MAX_BYTES = 2 * 1024 * 1024
    noise = random.Random(1).randbytes(3 * 1024 * 1024)
    with translation.override(None):
        assert refused(noise).messages == ["The file has 3.0 MB; up to 2 MB are accepted."]
    settings.PHOTO_MAX_BYTES = 4 * 1024 * 1024
    assert refused(noise).code == "no_photo"


def test_a_picture_that_unpacks_to_too_much_is_refused():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert refused(out.getvalue()).code == "too_many_pixels"


POLYGLOTS = {
    "HTML in the comment": lambda: picture("JPEG", comment=HTML),
    "HTML behind": lambda: picture("JPEG") + HTML,
    "HTML behind a PNG": lambda: picture("PNG") + HTML,
    "a PDF behind": lambda: picture("JPEG") + a_pdf(),
    "a ZIP behind": lambda: picture("PNG") + docx(),
    "HTML in the camera's name": lambda: picture("JPEG", exif=named(HTML.decode())),
}


def named(text):
    exif = Image.Exif()
    exif[Base.Model] = text
    return exif


@pytest.mark.parametrize("make", POLYGLOTS.values(), ids=POLYGLOTS)
def test_what_is_two_things_at_once_becomes_a_picture_alone(make):
    kept = sent(make()).content
    assert not [mark for mark in (b"<script", b"%PDF", b"PK\3\4", b"<!doctype") if mark in kept]


@pytest.mark.parametrize("language", ["ar", "fr", "es"])
@pytest.mark.parametrize("content", [a_pdf(), HEIC, b""], ids=["pdf", "heic", "empty"])
def test_a_refusal_is_said_in_the_readers_language(content, language):
    with translation.override(None):
        english = refused(content).messages
    with translation.override(language):
        assert refused(content).messages != english


# --- what many photos of one sender cost ---------------------------------------------------


def test_the_seconds_that_photos_cost_go_on_their_senders_account(monkeypatch):
    monkeypatch.setattr(photos, "examine_all_apart", examine_all_apart)
    sent(picture(size=(3000, 2000)))
    told = photos.SECONDS.count(SENDER)
    assert 50 < told < 1000 * OF_A_POST  # milliseconds
    monkeypatch.setattr(photos.SECONDS, "limit", told)
    assert refused(picture(size=(31, 20))).code == "too_fast"
    assert sent(picture(), sender="192.0.2.2")


def test_a_photo_that_takes_all_the_time_there_is_costs_its_sender_as_much(monkeypatch):
    monkeypatch.setattr(photos, "examine_all_apart", killed)
    assert refused(picture()).code == "too_heavy"
    assert photos.SECONDS.count(SENDER) == 1000 * OF_A_POST


def killed(contents, *, processor, tell, **_options):
    tell(processor)
    return [Refused("too_heavy") for _content in contents]


def test_the_photos_of_one_post_share_its_seconds(monkeypatch):
    """The first three cost little, the fourth more than there is; by itself it is let in."""
    monkeypatch.setattr(photos, "examine_all_apart", examine_all_apart)
    contents = [picture(size=(30 + one, 20)) for one in range(3)]
    dear = picture("PNG", size=(6000, 5000))
    monkeypatch.setattr(photos, "OF_A_POST", 0.01)
    found = of_post([dear, *contents])
    assert [one.code for one in found] == ["too_heavy", "together", "together", "together"]
    monkeypatch.undo()
    assert isinstance(sent(dear), Photo)


def test_a_photo_that_takes_what_the_post_had_left_is_asked_for_by_itself_and_the_others_are_kept(monkeypatch):
    monkeypatch.setattr(photos, "examine_all_apart", ended_behind_the_second)
    *kept, last, not_begun = of_post([picture(size=(30 + one, 20)) for one in range(4)])
    assert [one.width for one in kept] == [30, 31]
    assert [last.code, not_begun.code] == ["together", "together"]
    with translation.override("fr"):
        assert last.messages == [
            "Avec celles qui la précèdent, cette photo est trop longue à vérifier. Envoyez-la seule."
        ]


def ended_behind_the_second(contents, *, processor, tell, **options):
    found = examine_all_apart(contents[:2], **options)
    tell(processor)
    return [*found, Refused("too_heavy"), Refused("too_heavy")]


def of_post(contents):
    return photos_of_post([SimpleUploadedFile("IMG.jpg", one, "image/jpeg") for one in contents], sender=SENDER)
