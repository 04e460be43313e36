import hashlib
import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from tetouan_portal.lib import uploads

LIMIT = 10 * 1024 * 1024
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
TYPES = '<Types><Override PartName="/{part}" ContentType="{type}"/></Types>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def accept(content, name="proof.bin", **options):
    return uploads.accept(SimpleUploadedFile(name, content), **{"max_bytes": LIMIT, **options})


def pdf(**options):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out, **options)
    return out.getvalue()


def office(part="word/document.xml", content_type=f"{WORD}.main+xml", *, types=TYPES, parts=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", types.format(part=part, type=content_type))
        for name, content in {part: "<document/>", **(parts or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind="JPEG", mode="RGB", size=(40, 20), **options):
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, kind, **options)
    return out.getvalue()


def opened(upload):
    return Image.open(io.BytesIO(upload.file.read()))


# --- what is accepted -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (pdf(), "application/pdf", ".pdf"),
        (office(), WORD, ".docx"),
        (office("xl/workbook.xml", f"{EXCEL}.main+xml"), EXCEL, ".xlsx"),
        (picture("JPEG"), "image/jpeg", ".jpg"),
        (picture("PNG"), "image/png", ".png"),
        (picture("WEBP"), "image/webp", ".webp"),
    ],
    ids=["pdf", "docx", "xlsx", "jpeg", "png", "webp"],
)
def test_a_file_is_what_it_contains_whatever_it_is_called(content, content_type, ending):
    upload = accept(content, "Rapport annuel.exe")
    kept = upload.file.read()
    assert (upload.filename, upload.content_type) == (f"Rapport_annuel{ending}", content_type)
    assert (upload.size, upload.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())


@pytest.mark.parametrize("content", [pdf(), office()], ids=["pdf", "docx"])
def test_documents_are_kept_to_the_byte(content):
    assert accept(content).file.read() == content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("محضر اجتماع.pdf", "محضر_اجتماع.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.pdf", "win.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("<script>.html", "script.pdf"),
        ('"; rm -rf ~.pdf', "rm_-rf.pdf"),
        ("...", "document.pdf"),
        ("؟؟؟.pdf", "document.pdf"),
        ("🙂.pdf", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("e\u0301tude.pdf", "étude.pdf"),
        ("x" * 250 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_nothing_that_misleads(name, kept):
    assert accept(pdf(), name).filename == kept


# --- what is refused ----------------------------------------------------------------------


def refused(content, name="proof.pdf", **options):
    for language in ("ar", "fr", "es"):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            accept(content, name, **options)
        with translation.override(language):
            assert all(refusal.value.messages)
    return refusal.value.code


HOSTILE = {
    "a page called .pdf": HTML,
    "a page that holds a PDF": HTML + pdf(),
    "a page behind the first line of a PDF": b"%PDF-1.7\n" + HTML,
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a program": b"MZ\x90\x00" + bytes(200),
    "a program for Linux": b"\x7fELF" + bytes(200),
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "plain text": b"Bonjour",
    "a moving picture": picture("GIF", "P"),
    "a bitmap": picture("BMP"),
    "a scan as TIFF": picture("TIFF"),
    "half a PDF": pdf()[:60],
    "a PDF without a page": b"%PDF-1.7\n%%EOF",
    "a PDF with a password": pdf(encryption=pikepdf.Encryption(owner="secret", user="secret")),
    "half a picture": picture("JPEG", size=(400, 400))[:400],
    "the first bytes of a picture": picture("PNG")[:12],
    "an archive": office("anything.txt"),
    "an archive that only names a document": office(types=None),
    "half an archive": office()[:100],
    "two letters": b"PK",
    "a document with macros": office(parts={"word/vbaProject.bin": "x"}),
    "a document that declares macros": office(content_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "a workbook with macros in capitals": office("xl/workbook.xml", parts={"xl/VBAPROJECT.BIN": "x"}),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_document_or_picture_is_refused_whatever_its_name(content):
    for name in ("proof.pdf", "proof.docx", "proof.jpg"):
        assert refused(content, name) == "not_accepted"


def test_the_archive_with_its_declaration_taken_away_differs_in_nothing_else():
    assert accept(office()).content_type == WORD


def test_a_document_that_grows_beyond_measure_is_refused():
    grown = office(parts={"word/media/zeros": bytes(310_000_000)})
    assert len(grown) < LIMIT
    assert refused(grown) == "not_accepted"


@pytest.mark.parametrize("size", [(20_000, 20_000), (10_000, 10_000), (7_100, 7_100)])
def test_a_picture_with_too_many_pixels_is_refused_without_being_drawn(size):
    assert refused(declared_png(*size)) == "too_large"


def declared_png(width, height):
    """A PNG that says how large it is and goes no further."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    first = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + first + struct.pack(">I", 1000) + b"IDAT"


def test_an_empty_file_and_one_too_large_are_told_apart():
    assert refused(b"") == "empty"
    assert refused(pdf(), max_bytes=100) == "too_large"


def test_the_limit_is_said_in_megabytes():
    with translation.override(None), pytest.raises(ValidationError) as refusal:
        accept(bytes(10_600_000))
    with translation.override(None):
        assert refusal.value.messages == ["The file has 10.6 MB; up to 10 MB are accepted."]


# --- pictures --------------------------------------------------------------------------------


def with_place():
    """A photograph taken on its side, that says where and with what."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Model] = "Camera 3000"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (35.0, 34.0, 20.0)
    return picture("JPEG", exif=exif, comment=b"from my balcony")


def test_a_photograph_loses_its_place_and_camera_and_stands_upright():
    sent = with_place()
    assert b"Camera 3000" in sent
    upload = accept(sent, "photo.jpg")
    content = upload.file.read()
    assert not any(trace in content for trace in (b"Exif", b"Camera 3000", b"balcony"))
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_hangs_on_the_end_of_a_picture_is_dropped():
    assert HTML not in accept(picture("PNG") + HTML).file.read()
    assert HTML not in accept(picture("JPEG", comment=HTML)).file.read()


def test_a_large_picture_is_made_fit_for_screens():
    with opened(accept(picture("PNG", size=(4800, 1200)))) as kept:
        assert kept.size == (2400, 600)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_kept(mode):
    with opened(accept(picture("PNG", mode))) as kept:
        assert kept.size == (40, 20)
        assert kept.mode == ("RGBA" if "A" in mode else "RGB")


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_photographs_of_every_mode_are_kept(mode):
    with opened(accept(picture("JPEG", mode))) as kept:
        assert (kept.format, kept.mode) == ("JPEG", "RGB")
