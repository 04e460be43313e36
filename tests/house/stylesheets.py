"""The stylesheets as the house reads them: without comments, and what their tokens are."""

import re

from tetouan_portal.lib.stylesheet import FOLDER

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|:\s*(?:white|black|red|green|blue|grey|gray)\b")


def css(name):
    return COMMENT.sub("", (FOLDER / name).read_text())


def tokens(scheme):
    """{name: hex colour} of the light or the dark scheme."""
    light, dark = css("tokens.css").split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", dark)) if scheme == "dark" else {})
