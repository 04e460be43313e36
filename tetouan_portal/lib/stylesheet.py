"""The public stylesheet: readable sources joined into one small file, at an address that names its content.

Built in memory when first asked for: no step before the server starts, the same in development and production.
"""

import functools
import gzip
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import brotli
from django.conf import settings
from django.templatetags.static import static

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
SOURCES = ("tokens", "fonts", "base", "layout", "components", "charts", "budget", "report", "forms", "print")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STATIC_FILE = re.compile(r'url\("\.\./([^"]+)"\)')


class Stylesheet(NamedTuple):
    digest: str
    bodies: dict[str, bytes]  # by content encoding; "" is uncompressed


def stylesheet() -> Stylesheet:
    return build(newest_change() if settings.DEBUG else 0)


def newest_change() -> float:
    return max((FOLDER / f"{name}.css").stat().st_mtime for name in SOURCES)


@functools.lru_cache(maxsize=1)
def build(changed_at: float) -> Stylesheet:
    css = "".join((FOLDER / f"{name}.css").read_text() for name in SOURCES)
    css = STATIC_FILE.sub(lambda match: f'url("{static(match[1])}")', squeeze(css))
    body = css.encode()
    return Stylesheet(
        digest=hashlib.sha256(body).hexdigest()[:12],
        bodies={"br": brotli.compress(body), "gzip": gzip.compress(body, mtime=0), "": body},
    )


def squeeze(css: str) -> str:
    """Without comments, indentation and line ends; nothing that could change its meaning."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    joined = "".join(f"{line} " if line and line[-1] not in "{};," else line for line in lines)
    return re.sub(r"\s*([{};])\s*", r"\1", joined)
