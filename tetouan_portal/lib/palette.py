"""The colours of `static/css/tokens.css`, for what is drawn without a stylesheet."""

import functools
import re
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
BY_NIGHT = "@media (prefers-color-scheme: dark)"
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


@functools.cache
def palette(*, night: bool = False) -> dict[str, str]:
    """{"paper": "#fbfaf6", …}: by day, or with what changes by night."""
    day, _query, changed = TOKENS.read_text(encoding="utf-8").partition(BY_NIGHT)
    colours = dict(COLOUR.findall(day))
    return colours | dict(COLOUR.findall(changed)) if night else colours
