"""What may be uploaded as a document or picture, decided by content and never by name."""

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from pathlib import PureWindowsPath
from typing import NamedTuple

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
OPEN_XML = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
PDF = ("application/pdf", ".pdf")
CONTENT_TYPES = "[Content_Types].xml"
MAX_DECLARED = 1_000_000
MAX_UNPACKED = 300_000_000  # bytes: a document that grows beyond this would stop its reader's machine
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
MAX_PIXELS = 50_000_000
MAX_SIDE = 2400

NOT_ACCEPTED = _("Attach a PDF, a Word or Excel document (.docx, .xlsx), or a picture (JPEG, PNG, WebP).")

TOO_MANY_PIXELS = ValidationError(_("The picture has too many pixels."), code="too_large")


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
    name = readable_stem(uploaded.name or "") + ending
    return Upload(ContentFile(content), name, content_type, len(content), hashlib.sha256(content).hexdigest())


def readable_stem(name: str) -> str:
    """The letters, digits, dashes and points of a name without its ending; "document" when none is left."""
    stem = unicodedata.normalize("NFC", PureWindowsPath(name).stem)  # its separators are \ and /
    return re.sub(r"[^-\w.]", "", "_".join(stem.split())).strip("._-")[:100] or "document"


def recognise(content: bytes) -> tuple[bytes, tuple[str, str]]:
    """The content to keep, with its media type and file ending."""
    if content.startswith(b"%PDF-"):
        if not is_pdf(content):
            raise ValidationError(_("The PDF is damaged or asks for a password."), code="not_accepted")
        return content, PDF
    if content.startswith(b"PK"):
        return content, open_xml_kind(content)
    return picture(content)


def is_pdf(content: bytes) -> bool:
    """Whether it opens as a PDF with a page in it. A password would keep readers out, so it is refused too."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return len(document.pages) > 0
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        return False


def open_xml_kind(content: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {part.filename: part.file_size for part in archive.infolist()}
            declared = archive.open(CONTENT_TYPES).read(MAX_DECLARED) if CONTENT_TYPES in sizes else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zlib.error):
        sizes, declared = {}, b""
    if not MACROS.search(declared + " ".join(sizes).encode()) and sum(sizes.values()) <= MAX_UNPACKED:
        for marker, kind in OPEN_XML.items():
            if declared and marker in sizes:
                return kind
    raise ValidationError(NOT_ACCEPTED, code="not_accepted")


def picture(content: bytes) -> tuple[bytes, tuple[str, str]]:
    try:
        with Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise TOO_MANY_PIXELS
            return without_metadata(image), PICTURES[image.format or ""]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TOO_MANY_PIXELS from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
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
