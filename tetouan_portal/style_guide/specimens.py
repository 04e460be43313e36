"""What a specimen is, and how it is drawn."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

NAMES = re.compile(r'(?<=\s)(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
TO_A_PART = re.compile(r'(?<=\s)href="#([^"]+)"')


@dataclass(frozen=True)
class Specimen:
    """One state of one component. `around` is markup that it cannot stand without: a list, a line."""

    state: Any  # a text, or a lazy translation of one
    template: str
    context: dict = field(default_factory=dict)
    around: str = "{}"

    def html(self, request, prefix):
        """Drawn in the active language; `prefix` keeps its ids apart from those of the other specimens."""
        drawn = render_to_string(self.template, self.context, request)
        return format_html(self.around, mark_safe(apart(drawn, prefix)))  # noqa: S308 -- our own templates


@dataclass(frozen=True)
class Section:
    slug: str
    title: Any
    specimens: list[Specimen]
    is_wide: bool = False  # its components fill a page: the two faces stand below each other


def apart(html, prefix):
    def renamed(match):
        names = " ".join(f"{prefix}-{name}" for name in match[2].split())
        return f'{match[1]}="{names}"'

    return TO_A_PART.sub(rf'href="#{prefix}-\1"', NAMES.sub(renamed, html))
