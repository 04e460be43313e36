"""The admin's theme takes every colour of Django's admin from the tokens, and the site's own letters."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

from tests.house.stylesheets import COLOUR
from tetouan_portal.lib.stylesheet import FOLDER

DJANGO = Path(admin.__file__).parent / "static" / "admin" / "css"
DJANGOS_COLOUR = re.compile(r"(--[\w-]+):\s*(?:#[0-9a-f]{3,8}|var\(--[\w-]+\));")
FACE = re.compile(r"@font-face \{.*?\n\}", re.DOTALL)


def css(name):
    return (FOLDER / f"{name}.css").read_text()


def test_no_colour_of_djangos_admin_is_left_as_it_came():
    theirs = set(DJANGOS_COLOUR.findall((DJANGO / "base.css").read_text() + (DJANGO / "dark_mode.css").read_text()))
    assert {"--primary", "--link-fg", "--error-fg"} <= theirs
    assert theirs <= set(re.findall(r"(--[\w-]+): (?:var\(--[\w-]+\)|transparent);", css("admin_theme")))


def test_the_admin_is_written_in_the_letters_of_the_site():
    assert len(FACE.findall(css("fonts"))) == 2
    assert [name for name in ("base", "admin_theme", "admin", "staff") if FACE.search(css(name))] == []
    assert "css/fonts.css" in (settings.BASE_DIR / "templates/admin/base_site.html").read_text()


@pytest.mark.parametrize("name", ["admin", "audit", "staff"])
def test_the_pages_of_the_admin_name_no_colour_of_their_own(name):
    assert COLOUR.findall(css(name)) == []
