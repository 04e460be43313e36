"""Styles and templates keep the house's promises: direction-free, colours in one place, a strict CSP."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.stylesheets import COLOUR, css, tokens
from tetouan_portal.lib.stylesheet import FOLDER, SOURCES, stylesheet

SHEETS = sorted(path.name for path in FOLDER.glob("*.css"))
SITE_SHEETS = [name for name in SHEETS if name not in {"tokens.css", "admin.css", "audit.css", "staff.css"}]
TEMPLATES = sorted(settings.BASE_DIR.glob("templates/**/*.html"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|to\s+(?:left|right))"
)


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_speaks_of_start_and_end_never_of_left_and_right(name):
    assert PHYSICAL.findall(css(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_letters_are_spaced_out_or_slanted_or_hyphenated_in_no_rule_that_reaches_arabic(name):
    """A rule that does it names the direction or the language that it is for."""
    wrong = [
        selector.strip()
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css(name))
        if re.search(r"letter-spacing:(?!\s*(?:0\b|normal))|italic|oblique|hyphens:\s*auto", body)
        and not re.search(r'\[dir="ltr"\]|:lang\((?:fr|es)\)|:not\(:lang\(ar\)\)', selector)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SITE_SHEETS)
def test_colours_are_named_in_tokens_alone(name):
    assert COLOUR.findall(css(name)) == []


@pytest.mark.parametrize("name", SITE_SHEETS)
def test_every_variable_that_a_stylesheet_uses_exists(name):
    declared = set(re.findall(r"(--[\w-]+)\s*:", "".join(css(sheet) for sheet in SHEETS)))
    assert set(re.findall(r"var\((--[\w-]+)\)", css(name))) <= declared


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_template_has_no_inline_style_script_or_handler(path):
    assert re.findall(r"<style\b|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", path.read_text()) == []


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "green", "sea", "ochre", "clay")
        for ground in ("paper", "surface")
    ),
    *chain.from_iterable((("ink", f"{hue}-soft"), (hue, f"{hue}-soft")) for hue in ("green", "sea", "ochre", "clay")),
    ("ink-soft", "green-soft"),
    ("surface", "green"),
    ("on-deep", "deep"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground_at_level_aaa(scheme, text, ground):
    colours = tokens(scheme)
    assert contrast(colours[f"--{text}"], colours[f"--{ground}"]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", ["no-evidence", "not-started", "limited", "substantial", "complete"])
def test_the_shapes_of_levels_stand_out_from_paper(scheme, shape):
    colours = tokens(scheme)
    assert contrast(colours[f"--level-{shape}"], colours["--paper"]) >= 3


def test_the_stylesheet_on_the_wire_holds_every_source_and_stays_small():
    built = stylesheet()
    text = built.bodies[""].decode()
    assert set(SOURCES) <= {Path(name).stem for name in SHEETS}
    assert "@import" not in text
    assert "/*" not in text
    assert len(built.bodies["gzip"]) < 9 * 1024
