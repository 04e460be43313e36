"""Names of files, safe on every system and readable by people."""

import re
import unicodedata
from pathlib import PureWindowsPath

from django.conf import settings

MAX_BYTES = 180  # of UTF-8: file systems take 255, and the ending and a number may follow
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)  # of Windows


def download_name(*parts: object) -> str:
    """What a file is called on its reader's disk: whose it is, then what it is. The last part holds the ending."""
    return "-".join([settings.FILE_NAMES_BEGIN, *map(str, parts)])


def readable_stem(name: str) -> str:
    """The letters, digits, dashes and points of a name without its ending; "document" when none is left."""
    stem = unicodedata.normalize("NFC", PureWindowsPath(name).stem)  # its separators are \\ and /
    kept = re.sub(r"[^-\w.]", "", "_".join(stem.split())).strip("._-")[:100]
    short = kept.encode()[:MAX_BYTES].decode("utf-8", "ignore").strip("._-") or "document"
    return f"{short}_file" if RESERVED.fullmatch(short) else short
