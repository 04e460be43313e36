"""What municipal people have passes; what only looks hostile too."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tetouan_portal.lib.benign_files import FILES
from tests.tetouan_portal.lib.hostile_files import HTML, picture
from tetouan_portal.lib import uploads

pytestmark = pytest.mark.django_db  # whether the portal made the file itself
LIMIT = 10 * 1024 * 1024
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def accept(content, name="proof.bin"):
    return uploads.accept(SimpleUploadedFile(name, content), max_bytes=LIMIT)


@pytest.mark.parametrize("name", FILES)
def test_an_honest_file_passes_and_documents_are_kept_to_the_byte(name, caplog):
    build, content_type = FILES[name]
    content = build()
    upload = accept(content, "محضر اجتماع اللجنة.bin")
    assert upload.content_type == content_type
    assert upload.filename.startswith("محضر_اجتماع_اللجنة.")
    assert content_type.startswith("image/") or upload.file.read() == content
    assert caplog.records == []


def test_the_pages_of_a_pdf_are_counted():
    assert accept(FILES["PDF of a scanner"][0]()).pages == 3
    assert accept(FILES["photo of a telephone"][0]()).pages is None


@pytest.mark.parametrize(
    "content",
    [
        picture("JPEG", comment=HTML),
        picture("JPEG", exif=b"Exif\0\0" + HTML),
        picture("JPEG") + HTML,
        picture("JPEG", icc_profile=HTML * 20),
        picture("PNG") + HTML,
        picture("PNG", icc_profile=HTML),
        picture("WEBP", exif=HTML) + HTML,
    ],
    ids=["JPEG comment", "JPEG Exif", "JPEG end", "JPEG colours", "PNG end", "PNG colours", "WebP"],
)
def test_what_hides_in_a_picture_stays_behind(content):
    kept = accept(content).file.read()
    assert b"<script" not in kept
    assert b"cookie" not in kept
