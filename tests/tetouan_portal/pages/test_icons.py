import io
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image, ImageChops

from tetouan_portal.lib.palette import palette
from tetouan_portal.management.commands.draw_icons import FOLDER, icons


def test_browsers_find_the_icon_that_they_ask_for_without_being_told(client):
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/x-icon"
    assert response["Cache-Control"] == "public, max-age=86400"
    sizes = Image.open(io.BytesIO(response.content)).info["sizes"]
    assert sizes == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize(
    ("language", "direction", "short"), [("ar", "rtl", "تطوان"), ("fr", "ltr", "Tétouan"), ("es", "ltr", "Tetuán")]
)
def test_the_manifest_speaks_the_language_of_its_pages(client, language, direction, short):
    response = client.get(f"/{language}/manifest.webmanifest")
    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["dir"], manifest["short_name"]) == (language, direction, short)
    assert manifest["start_url"] == f"/{language}/"
    assert manifest["name"] in client.get(f"/{language}/about/").text
    assert (manifest["theme_color"], manifest["background_color"]) == (palette()["surface"], palette()["paper"])


def test_every_icon_of_the_manifest_has_the_size_it_says(client):
    for icon in client.get("/fr/manifest.webmanifest").json()["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        if icon["type"] == "image/png":
            with Image.open(path) as picture:
                assert "x".join(str(side) for side in picture.size) == icon["sizes"]
        else:
            assert icon["sizes"] == "any"
            assert path


def test_a_page_names_icon_manifest_and_the_colour_of_its_header_by_day_and_night(client):
    text = client.get("/ar/about/").text
    assert '<link rel="manifest" href="/ar/manifest.webmanifest">' in text
    assert '<link rel="apple-touch-icon" href="/static/img/icon-180.png">' in text
    colours = re.findall(r'<meta name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)">', text)
    assert colours == [(palette()["surface"], "light"), (palette(night=True)["surface"], "dark")]


@pytest.mark.parametrize("name", icons())
def test_the_icons_kept_in_git_are_those_of_the_mark_and_its_colours(name):
    with Image.open(FOLDER / name) as picture:
        kept, drawn = picture.convert("RGBA"), icons()[name].convert("RGBA")
    furthest = max(high for _low, high in ImageChops.difference(kept, drawn).getextrema())
    assert furthest <= 8  # another release of Pillow may smooth an edge differently


def test_what_a_telephone_cuts_in_a_circle_keeps_its_star_whole():
    picture = icons()["icon-maskable-512.png"]
    star = ImageChops.difference(picture, Image.new("RGB", picture.size, palette()["green"])).getbbox()
    assert min(star[:2]) >= 512 * 0.1
    assert max(star[2:]) <= 512 * 0.9
