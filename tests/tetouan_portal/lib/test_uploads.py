import hashlib
import io
import zipfile

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from tetouan_portal.lib import uploads

pytestmark = pytest.mark.usefixtures("inspected_apart")
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
        ("م" * 250 + ".pdf", "م" * 90 + ".pdf"),
        ("CON.pdf", "CON_file.pdf"),
        ("lpt1.tar.pdf", "lpt1.tar_file.pdf"),
        ("con_2026.pdf", "con_2026.pdf"),
        ("rapport.pdf. . .", "rapport.pdf.pdf"),
        ("C:\\Users\\agent\\bilan.pdf", "bilan.pdf"),
        ("bilan.pdf:hidden.exe", "bilan.pdfhidden.pdf"),
        ("\u2067محضر\u2069\u200f.pdf", "محضر.pdf"),
        ("تقرير\u202cgpj.exe.pdf", "تقريرgpj.exe.pdf"),
    ],
)
def test_a_name_keeps_its_letters_and_nothing_that_misleads(name, kept):
    assert accept(pdf(), name).filename == kept


# --- size ---------------------------------------------------------------------------------


def refused(content, name="proof.pdf", **options):
    with pytest.raises(ValidationError) as refusal:
        accept(content, name, **options)
    return refusal.value


def test_an_empty_file_and_one_too_large_are_told_apart():
    assert refused(b"").code == "empty"
    assert refused(pdf(), max_bytes=100).code == "too_large"


def test_the_limit_is_said_in_megabytes():
    with translation.override(None):
        assert refused(bytes(10_600_000)).messages == ["The file has 10.6 MB; up to 10 MB are accepted."]


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
