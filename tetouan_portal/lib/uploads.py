"""What may be uploaded as a document or picture, decided by content and never by name."""

import hashlib
import io
import zipfile
from pathlib import PurePath
from typing import NamedTuple

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
OPEN_XML = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
PDF = ("application/pdf", ".pdf")
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400

NOT_ACCEPTED = _("Attach a PDF, a Word or Excel document (.docx, .xlsx), or a picture (JPEG, PNG, WebP).")


class Upload(NamedTuple):
    file: ContentFile
    filename: str  # readable and safe, its ending that of the content
    content_type: str
    size: int
    sha256: str


def accept(uploaded: UploadedFile, *, max_bytes: int) -> Upload:
    """The upload made safe: a picture is re-encoded without its metadata, other files are kept as they are.

    Raises ValidationError (`too_large`, `empty`, `not_accepted`) with a sentence for the person who uploads.
    """
    size = uploaded.size or 0
    if size > max_bytes:
        raise ValidationError(
            _("The file has %(size)s MB; up to %(limit)s MB are accepted."),
            code="too_large",
            params={"size": round(size / 1e6, 1), "limit": round(max_bytes / 1e6)},
        )
    content = uploaded.read()
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    content, (content_type, ending) = recognise(content)
    stem = get_valid_filename(PurePath(uploaded.name or "document").stem or "document")[:100]
    return Upload(ContentFile(content), stem + ending, content_type, len(content), hashlib.sha256(content).hexdigest())


def recognise(content: bytes) -> tuple[bytes, tuple[str, str]]:
    """The content to keep, with its media type and file ending."""
    if content.startswith(b"%PDF-") and is_pdf_alone(content):
        return content, PDF
    if content.startswith(b"PK"):
        return content, open_xml_kind(content)
    return picture(content)


def is_pdf_alone(content: bytes) -> bool:
    try:
        return any(match.extension == ".pdf" for match in puremagic.magic_string(content))
    except puremagic.PureError:
        return False


def open_xml_kind(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        names = set()
    if not any(name.lower().endswith("vbaproject.bin") for name in names):
        for marker, kind in OPEN_XML.items():
            if marker in names:
                return kind
    raise ValidationError(NOT_ACCEPTED, code="not_accepted")


def picture(content: bytes) -> tuple[bytes, tuple[str, str]]:
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="too_large")
            return without_metadata(image), PICTURES[image.format or ""]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(NOT_ACCEPTED, code="not_accepted") from error


def without_metadata(image: Image.Image) -> bytes:
    """Upright, of a size for screens, and nothing but its pixels: no place, no camera, no palette tricks."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    has_alpha = image.format != "JPEG" and ("A" in upright.mode or "transparency" in upright.info)
    upright = upright.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, format=image.format, quality=85)
    return out.getvalue()
