"""Figures in a text of either direction: a range or a sign stays in the order in which it is read, and on one line.

In Arabic 2022-2026 takes its direction from the letters around it and breaks at the hyphen; the sign of +12 goes to
the other side.
"""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

RUN = '<bdi class="run" dir="ltr">{}</bdi>'
TAG_OR_RANGE = re.compile(r"<[^>]*>|(?<![\d/-])\d{4}[-–]\d{4}(?![\d/-])")


def run(figures: str) -> SafeString:
    """+352.100, −5 or 2022–2026, isolated and unbroken."""
    return format_html(RUN, figures)


def isolate(text: str) -> str:
    """The text or HTML with its ranges of years as runs; itself where it has none."""
    html = conditional_escape(text)
    found = TAG_OR_RANGE.sub(lambda match: match[0] if match[0][0] == "<" else RUN.format(match[0]), html)
    return text if found == html else mark_safe(found)  # noqa: S308 -- escaped above, and the pattern holds digits alone
