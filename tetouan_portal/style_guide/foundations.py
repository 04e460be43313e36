"""What every component is made of: colours, letters, space, drawings; and the frame of every page."""

import re
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from tetouan_portal.lib.stylesheet import FOLDER
from tetouan_portal.style_guide import colours, words
from tetouan_portal.style_guide.example import by_language
from tetouan_portal.style_guide.specimens import Section, Specimen

DRAWINGS = FOLDER.parent / "img"
SYMBOL = re.compile(r'<symbol\s[^>]*?id="([^"]+)"')


def sizes(kind):
    """The names of tokens.css that begin so: `sizes("text")` gives text-s, text-m, …"""
    return re.findall(rf"--({kind}-\w+):", (FOLDER / "tokens.css").read_text())


def drawings():
    """{"files": […], "symbols": ["img/icons.svg#check", …]}: each drawing, and each part of a sheet of them."""
    parts = {path: SYMBOL.findall(path.read_text()) for path in sorted(Path(DRAWINGS).glob("*.svg"))}
    return {
        "files": [f"img/{path.name}" for path, symbols in parts.items() if not symbols],
        "symbols": [(f"img/{path.name}", symbol) for path, symbols in parts.items() for symbol in symbols],
    }


def foundations():
    day, night = colours.schemes()
    tokens = [(name, value, night[name]) for name, value in day.items()]
    folder = "style_guide/specimens"
    scale = {"sizes": sizes("text"), "text": words.PROMISE}
    return [
        Section(
            "colours",
            _("Colours"),
            [
                Specimen(_("by day and by night"), f"{folder}/colours.html", {"tokens": tokens}),
                Specimen(_("what stands out from what"), f"{folder}/contrasts.html", {"pairs": colours.pairs()}),
            ],
        ),
        Section(
            "letters",
            _("Letters and space"),
            [
                Specimen(_("sizes, in both scripts"), f"{folder}/letters.html", scale),
                Specimen(_("headings"), f"{folder}/headings.html", {"text": by_language(words.LONG_PROMISE)}),
                Specimen(_("space"), f"{folder}/spaces.html", {"sizes": sizes("space")}),
                Specimen(_("dates, numbers and codes"), f"{folder}/inline.html"),
                Specimen(_("drawings"), f"{folder}/drawings.html", drawings()),
            ],
        ),
        Section("frame", _("Frame of the page"), frame()),
    ]


def frame():
    here = reverse("style_guide:show")
    in_menu = '<nav class="site-nav"><ul>{}</ul></nav>'
    link = {"address": here, "label": _("Style guide")}
    menu = "components/navigation_link.html"
    return [
        Specimen(_("on a public page"), "components/header.html"),
        Specimen(_("this page"), menu, {**link, "path": here}, in_menu),
        Specimen(_("a page below"), menu, {**link, "path": f"{here}below/"}, in_menu),
        Specimen(_("another page"), menu, {**link, "path": "/"}, in_menu),
        Specimen(_("in three languages"), "components/language_switcher.html"),
        Specimen(_("one step up"), "components/breadcrumbs.html", link),
        Specimen(_("whenever an invented row is shown"), "components/demo_banner.html"),
        Specimen(_("opening of a page"), "style_guide/specimens/hero.html"),
        Specimen(_("the way past the menu, when it has the focus"), "style_guide/specimens/skip.html"),
        Specimen(_("on every page"), "components/footer.html"),
    ]
