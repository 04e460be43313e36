"""The municipality's own emblem, which the portal does not draw: a file that `LOGO_FILE` names."""

import functools
import hashlib
import io
import re
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image

MAX_BYTES = 200_000
HEIGHT = 40  # CSS pixels, in the header
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
VIEW_BOX = re.compile(rb'<svg[^>]*\sviewBox="\s*[-\d.]+[\s,]+[-\d.]+[\s,]+(\d*\.?\d+)[\s,]+(\d*\.?\d+)\s*"')


class Logo(NamedTuple):
    content: bytes
    content_type: str
    name: str  # names its content: logo.1a2b3c.svg
    width: int  # CSS pixels at HEIGHT


def logo() -> Logo | None:
    """None when the municipality has given none. Raises ValueError (a sentence) for a file that cannot be shown."""
    return read(settings.LOGO_FILE) if settings.LOGO_FILE else None


@functools.lru_cache(maxsize=4)
def read(path: str) -> Logo:
    kind = Path(path).suffix.lower()
    if kind not in KINDS:
        raise ValueError("LOGO_FILE must be an SVG, PNG or WebP file.")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ValueError("LOGO_FILE cannot be read.") from error
    if len(content) > MAX_BYTES:
        raise ValueError(f"LOGO_FILE is larger than {MAX_BYTES // 1000} KB: every reader would load it.")
    width, height = drawn_size(content, kind)
    name = f"logo.{hashlib.sha256(content).hexdigest()[:12]}{kind}"
    return Logo(content, KINDS[kind], name, round(width * HEIGHT / height))


def drawn_size(content: bytes, kind: str) -> tuple[float, float]:
    if kind == ".svg":
        found = VIEW_BOX.search(content)
        if not found or not float(found[2]):
            raise ValueError("LOGO_FILE is an SVG without a viewBox.")
        return float(found[1]), float(found[2])
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()
            return picture.size
    except (OSError, SyntaxError) as error:
        raise ValueError("LOGO_FILE is not a picture.") from error
