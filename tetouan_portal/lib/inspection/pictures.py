"""Pictures, drawn and written anew: whatever else was in the file stays behind."""

from io import BytesIO

from PIL import Image, ImageOps

from tetouan_portal.lib.inspection.kinds import TELEPHONE
from tetouan_portal.lib.inspection.outline import insist_on_few_pieces
from tetouan_portal.lib.inspection.refused import Refused

KINDS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
SEVERAL_IN_ONE = {"MPO", "HEIF"}  # telephones put a depth map or a second view behind the photo
KEPT_AS = {"MPO": "JPEG", "HEIF": "JPEG", "AVIF": "JPEG"}  # what few programs open is written as what all do
MOST = 50  # million pixels, as telephones take them
EXIF_MOST = 1 << 16  # bytes: as much as a JPEG can hold; whole libraries fit into those of other kinds
TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SAVED = {"JPEG": {"quality": 85}, "WEBP": {"quality": 85, "method": 2}, "PNG": {"compress_level": 3}}  # half the time
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError)


def redraw(content: bytes, max_side: int) -> tuple[bytes, str, str, tuple[int, int]]:
    """The picture, its media type, ending, width and height. Raises Refused."""
    insist_on_few_pieces(content)
    try:
        with Image.open(BytesIO(content), formats=readable(content)) as image:
            limit = most_pixels(image)
            if image.width * image.height > limit * 1_000_000:
                raise Refused("too_many_pixels", limit=limit)
            if image.format not in SEVERAL_IN_ONE and getattr(image, "n_frames", 1) > 1:
                raise Refused("moving_picture")
            kind = KEPT_AS.get(image.format or "", image.format or "")
            picture, size = without_metadata(image, kind, max_side)
            return picture, *KINDS[kind], size
    except TOO_MANY as error:
        raise Refused("too_many_pixels", limit=MOST) from error
    except BROKEN as error:
        raise Refused("damaged") from error


def readable(content: bytes) -> list[str]:
    """The formats to try; the reader of telephones' photos is loaded for these alone."""
    if not TELEPHONE.match(content):
        return list(KINDS)
    from pillow_heif import options, register_heif_opener  # noqa: PLC0415 -- see above

    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.AUX_IMAGES = options.DEPTH_IMAGES = False
    register_heif_opener()
    return ["HEIF", "AVIF"]


def most_pixels(image: Image.Image) -> int:
    """In millions: what can be drawn in 300 MB of memory."""
    if image.format in {"HEIF", "AVIF"}:
        return 26
    if image.format == "WEBP":
        return 16
    if image.format == "PNG":
        return 20 if image.mode in {"RGBA", "LA", "P", "I"} else 36  # a page at 600 points per inch
    return 20 if image.info.get("progressive") else MOST


def turn_upright(image: Image.Image) -> Image.Image:
    """As the camera was held; as it is when that cannot be read."""
    if len(image.info.get("exif") or b"") > EXIF_MOST:
        return image
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:
        return image


def without_metadata(image: Image.Image, kind: str, max_side: int) -> tuple[bytes, tuple[int, int]]:
    """Upright, of a size for screens, and nothing but its pixels: no place, no camera, no palette tricks."""
    make_smaller(image, max_side)
    upright = turn_upright(image)
    has_alpha = kind != "JPEG" and ("A" in upright.mode or "transparency" in upright.info)
    upright = upright.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, format=kind, **SAVED[kind])
    return out.getvalue(), bare.size


def make_smaller(image: Image.Image, max_side: int) -> None:
    """As cheaply as nobody sees: a JPEG is not drawn whole, whole pixels are joined first."""
    image.draft(None, (max_side, max_side))
    image.thumbnail((max_side, max_side), Image.Resampling.HAMMING, reducing_gap=1)
