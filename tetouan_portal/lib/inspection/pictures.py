"""Pictures, drawn and written anew: whatever else was in the file stays behind."""

from io import BytesIO

from PIL import Image, ImageOps

from tetouan_portal.lib.inspection.refused import Refused

KINDS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
SEVERAL_IN_ONE = "MPO"  # telephones put a depth map or a second view behind the photo
MAX_PIXELS = {"JPEG": 50_000_000, "PNG": 40_000_000, "WEBP": 17_000_000}  # what 300 MB of memory can draw
MAX_SIDE = 2400
TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError)


def redrawn(content: bytes) -> tuple[bytes, str, str]:
    """The picture, its media type and ending. Raises Refused."""
    try:
        with Image.open(BytesIO(content), formats=list(KINDS)) as image:
            kind = "JPEG" if image.format == SEVERAL_IN_ONE else image.format or ""
            limit = MAX_PIXELS[kind]
            if image.width * image.height > limit:
                raise Refused("too_many_pixels", limit=limit // 1_000_000)
            if image.format != SEVERAL_IN_ONE and getattr(image, "n_frames", 1) > 1:
                raise Refused("moving_picture")
            return without_metadata(image, kind), *KINDS[kind]
    except TOO_MANY as error:
        raise Refused("too_many_pixels", limit=max(MAX_PIXELS.values()) // 1_000_000) from error
    except BROKEN as error:
        raise Refused("damaged") from error


def without_metadata(image: Image.Image, kind: str) -> bytes:
    """Upright, of a size for screens, and nothing but its pixels: no place, no camera, no palette tricks."""
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    upright = ImageOps.exif_transpose(image)
    has_alpha = kind != "JPEG" and ("A" in upright.mode or "transparency" in upright.info)
    upright = upright.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, format=kind, quality=85)
    return out.getvalue()
