"""What happened in the demonstration: one script of events that commitments, budget, cases and reports tell from.

In the files of each app "@name" stands for a day, and "{name}" in a text for a day, a number or an amount, as the
language of the text writes it.
"""

import datetime
import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import override

from tetouan_portal.lib.languages import LANGUAGE_CODES

FILE = Path(__file__).resolve().parent.parent / "data" / "demo_story.json"
NAME = re.compile(r"\{([a-z_0-9]+)\}")


@cache
def story() -> dict[str, dict[str, str]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def tell(content: Any, language: str = "") -> Any:
    """The parsed JSON with what happened in the places of its names. Raises KeyError for what never happened."""
    if isinstance(content, dict):
        return {key: tell(value, key if key in LANGUAGE_CODES else language) for key, value in content.items()}
    if isinstance(content, list):
        return [tell(value, language) for value in content]
    if not isinstance(content, str):
        return content
    if content.startswith("@"):
        return story()["days"][content[1:]]
    return NAME.sub(lambda found: in_words(found[1], language), content)


def in_words(name: str, language: str) -> str:
    with override(language):
        if name in story()["days"]:
            return date_format(datetime.date.fromisoformat(story()["days"][name]))
        if name in story()["numbers"]:
            return story()["numbers"][name]
        return number_format(Decimal(story()["amounts"][name]))
